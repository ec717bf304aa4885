"""What happens to an assessment, step by step: each step one immutable record, each record chained to the one before.

A record is an envelope (who, when, under which catalogue, after which record) around one act. What is in a record of a
released schema never changes its meaning; a new meaning is a new ``RECORD_SCHEMA``.
"""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TypeAlias

from pia.model.assessment import Assessment
from pia.model.base import Frozen

RECORD_SCHEMA = 1
"""Counts changes of the shape or the meaning of records, defaults included."""


class State(enum.Enum):
    """Where an assessment stands. That an approval has expired or a condition is overdue is told when it is read."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes requested"
    APPROVED = "approved"
    CONDITIONAL = "approved with conditions"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Act(Frozen, frozen=True, tag_field="kind"):
    """One thing that was done; its ``kind`` is a word in the file."""


class Revised(Act, frozen=True, tag="revised"):
    """A new state of the plan: everything asked, answered and concluded.

    ``assessment`` holds the text of each question as it was asked. ``sha256``: its digest (RFC 8785), which its report
    prints. ``missing``: questions that applied and had no answer.
    """

    revision: int
    sha256: str
    assessment: Assessment
    missing: tuple[str, ...] = ()


class Submitted(Act, frozen=True, tag="submitted"):
    """A revision handed to review. ``report``: SHA-256 of the PDF that goes with it."""

    revision: int
    sha256: str
    report: str


class Commented(Act, frozen=True, tag="commented"):
    """A remark; ``about``: the id of a question or rule, or nothing for the whole."""

    text: str
    about: str = ""


class Request(Frozen, frozen=True):
    """One thing to change; ``about`` as in a comment."""

    text: str
    about: str = ""


class ChangesRequested(Act, frozen=True, tag="changes requested"):
    """Sent back, with the reason and what to change."""

    revision: int
    sha256: str
    reason: str
    requests: tuple[Request, ...] = ()


class Opinion(Act, frozen=True, tag="opinion"):
    """What the privacy officer thinks of a revision."""

    revision: int
    sha256: str
    text: str


class Term(Frozen, frozen=True):
    """A condition of an approval: what has to be done, by whom, until when; ``finding``: the rule it answers."""

    id: str
    text: str
    owner: str
    due: date
    finding: str = ""


class Approved(Act, frozen=True, tag="approved"):
    """A revision approved as it is, until ``review_on``.

    ``views``: those of the people concerned, or why they were not sought.
    """

    revision: int
    sha256: str
    review_on: date
    views: str = ""
    note: str = ""


class ApprovedWithConditions(Act, frozen=True, tag="approved with conditions"):
    """A revision approved on conditions, until ``review_on``."""

    revision: int
    sha256: str
    review_on: date
    conditions: tuple[Term, ...]
    views: str = ""
    note: str = ""


class Rejected(Act, frozen=True, tag="rejected"):
    """A revision refused."""

    revision: int
    sha256: str
    reason: str


class Withdrawn(Act, frozen=True, tag="withdrawn"):
    """The plan is given up; an approval it had is, too."""

    reason: str


class ConditionClosed(Act, frozen=True, tag="condition closed"):
    """A condition was met; ``evidence`` says how one can see it."""

    condition: str
    evidence: str


class Matter(enum.Enum):
    """What may change about an approved plan that calls for another look."""

    PURPOSE = "purpose"
    VENDOR = "vendor"
    RETENTION = "retention"
    VOLUME = "volume"
    INCIDENT = "incident"


class Declared(Act, frozen=True, tag="declared"):
    """A change or an incident after the approval: the review is due at once."""

    matter: Matter
    text: str


class Superseded(Act, frozen=True, tag="superseded"):
    """Another assessment has taken the place of this one."""

    successor: str
    reason: str


class Archived(Act, frozen=True, tag="archived"):
    """Laid down in an archive. ``bag``: its name. ``manifest``: SHA-512 of the bag's tag manifest."""

    bag: str
    manifest: str


OtherAct: TypeAlias = (
    Submitted
    | Commented
    | ChangesRequested
    | Opinion
    | Approved
    | ApprovedWithConditions
    | Rejected
    | Withdrawn
    | ConditionClosed
    | Declared
    | Superseded
    | Archived
)
"""All but a revision, which is far larger than they are."""

AnyAct: TypeAlias = Revised | OtherAct


class Record(Frozen, frozen=True):
    """One immutable step. Files of them are numbered from 1.

    ``previous``: the digest of the record before, empty in the first. ``at``: when it was written, in UTC. ``on``: the
    day it counts from. ``by``: who says they did it; a claim, as nobody proves a name here. ``digest``: SHA-256 of the
    record in canonical JSON (RFC 8785) without this field.
    """

    schema: int
    name: str
    number: int
    previous: str
    at: datetime
    on: date
    by: str
    catalogue: str
    catalogue_digest: str
    act: AnyAct
    digest: str
