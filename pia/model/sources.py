"""What everything rests on: pinpointed law, decisions, guidance and standards, and the places where they count."""

from __future__ import annotations

import enum
from datetime import date

from pia.model.base import Frozen
from pia.model.questions import Condition


class SourceKind(enum.Enum):
    """What sort of text a source is. Guidance and standards do not bind."""

    STATUTE = "statute"
    REGULATION = "regulation"
    CASE = "case"
    ENFORCEMENT = "enforcement"
    GUIDANCE = "guidance"
    STANDARD = "standard"


class Status(enum.Enum):
    """Why a source may not be settled law."""

    SETTLED = "settled"
    DRAFT = "draft"
    POSTPONED = "postponed"
    CONTESTED = "contested"


class Confidence(enum.Enum):
    """``VERIFIED``: the point was read in the text. ``KNOWN``: well established, to be opened by counsel."""

    VERIFIED = "verified"
    KNOWN = "known"


class Source(Frozen, frozen=True):
    """One pinpointed provision, case, decision, guidance or standard.

    ``short``: the usual short name of the instrument, where it has one. ``says`` is in our own words. ``when`` and
    ``unless``: a gate beyond the place, such as the person's age or the size of the company. ``since``: in force,
    decided or published on; None when undated. ``until``: the last day in force. ``ceiling``: the statutory maximum,
    never an expectation. ``imposed``: what a decision imposed. ``caveat``: its limits. ``verify``: what counsel should
    still open. ``checked``: the day it was last looked at; ``opened``: whether ``url`` itself was opened then.
    ``kept_for``: what it is good for though no rule cites it.
    """

    id: str
    place: str
    kind: SourceKind
    instrument: str
    pinpoint: str
    title: str
    says: str
    url: str
    confidence: Confidence
    checked: date
    when: Condition = ()
    unless: Condition = ()
    since: date | None = None
    until: date | None = None
    status: Status = Status.SETTLED
    ceiling: str = ""
    ceiling_confidence: Confidence = Confidence.VERIFIED
    imposed: str = ""
    imposed_confidence: Confidence = Confidence.VERIFIED
    caveat: str = ""
    verify: str = ""
    kept_for: str = ""
    short: str = ""
    opened: bool = False

    @property
    def cited(self) -> str:
        """Instrument and pinpoint, as it is cited."""
        return f"{self.instrument}, {self.pinpoint}" if self.pinpoint else self.instrument


class Place(Frozen, frozen=True):
    """Somewhere people are.

    ``within``: the place around it, whose law applies here too. ``covered``: the catalogue holds its law.
    ``consent_age``: the age, in years, from which a child alone can consent to an online service. ``gaps``: what the
    catalogue does not hold of its law.
    """

    id: str
    name: str
    within: str = ""
    covered: bool = True
    consent_age: int | None = None
    age_note: str = ""
    gaps: str = ""
