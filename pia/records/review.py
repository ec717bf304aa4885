"""The review as a table: in which state which act may be done, by whom, under which conditions. Pure.

The table is the whole of it: what is not in it is refused, with a sentence. Names are claims; the table can only tell
whether two of them are the same.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TypeAlias

import msgspec

from pia.errors import WrongUse
from pia.interview.values import check_text
from pia.model import (
    Act,
    Approved,
    ApprovedWithConditions,
    Archived,
    Assessment,
    ChangesRequested,
    Commented,
    ConditionClosed,
    Declared,
    Frozen,
    Level,
    Opinion,
    Record,
    Rejected,
    Revised,
    State,
    Submitted,
    Superseded,
    Withdrawn,
)
from pia.records.life import Life, on_revision

SHA256 = re.compile(r"[0-9a-f]{64}")


class Who(enum.Enum):
    """Who may do it."""

    ANYONE = "anyone"
    OTHERS = "anyone but those who wrote or submitted a revision"


Guard: TypeAlias = Callable[[Life, Record], str | None]
"""One sentence saying why the act may not be done now; None when nothing speaks against it."""


# --- what speaks against an act --------------------------------------------------------------------------------------


def counts_on(life: Life, record: Record) -> str | None:
    """A revision has the next number."""
    act = record.act
    if isinstance(act, Revised) and act.revision != life.revision + 1:
        return f"The next revision is number {life.revision + 1}."
    return None


def names_the_revision(life: Life, record: Record) -> str | None:
    """A decision names the very revision that is under review, by its digest."""
    newest = life.revised.sha256 if life.revised else ""
    if on_revision(record.act) != life.revision or getattr(record.act, "sha256", "") != newest:
        return f"Revision {life.revision} ({newest[:12]}) is the newest; look at it, then decide on it."
    return None


def is_complete(life: Life, _record: Record) -> str | None:
    """Every question that applies has an answer; *don't know yet* is one."""
    if life.revised and (missing := life.revised.missing):
        noun = "question has" if len(missing) == 1 else "questions have"
        return f"{len(missing)} {noun} no answer: {', '.join(missing[:5])}. Answer them with `pia resume {life.name}`."
    return None


def is_rendered(_life: Life, record: Record) -> str | None:
    """A report goes with it."""
    if isinstance(record.act, Submitted) and not SHA256.fullmatch(record.act.report):
        return "There is no report of this revision; write it first."
    return None


def officer_heard(life: Life, _record: Record) -> str | None:
    """High or critical, or not known to be less: the privacy officer has given an opinion."""
    if life.revised and grave(life.revised.assessment) and life.opinion is None:
        return "It is, or could be, high or critical: the privacy officer's opinion comes first (--opinion)."
    return None


def views_told(life: Life, record: Record) -> str | None:
    """The same: the views of the people concerned are there, or why they were not sought."""
    if life.revised and grave(life.revised.assessment) and not getattr(record.act, "views", ""):
        return (
            "It is, or could be, high or critical: say what the people concerned think of it, "
            "or why they were not asked (--views)."
        )
    return None


def review_ahead(_life: Life, record: Record) -> str | None:
    """The next review lies ahead."""
    if isinstance(record.act, Approved | ApprovedWithConditions) and record.act.review_on <= record.on:
        return "The date of the next review should lie after the decision."
    return None


def conditions_good(life: Life, record: Record) -> str | None:
    """At least one condition, each with an id of its own, an owner, a date ahead, and a finding that is there."""
    act = record.act
    if not isinstance(act, ApprovedWithConditions) or life.revised is None:
        return None
    if not act.conditions or len({term.id for term in act.conditions}) < len(act.conditions):
        return "An approval with conditions has at least one, each with an id of its own."
    found = {item.rule for item in life.revised.assessment.findings}
    for term in act.conditions:
        if not term.text.strip() or not term.owner.strip():
            return f"Condition {term.id}: say what has to be done, and who does it."
        if term.due < record.on:
            return f"Condition {term.id}: its date lies before the decision."
        if term.finding and term.finding not in found:
            return f"Condition {term.id}: this revision has no finding {term.finding}."
    return None


def condition_open(life: Life, record: Record) -> str | None:
    """The condition is one of the approval that stands, and was not closed before."""
    terms = life.approval.open if life.approval else ()
    if isinstance(record.act, ConditionClosed) and record.act.condition not in {term.id for term in terms}:
        named = ", ".join(term.id for term in terms) or "none"
        return f"There is no open condition {record.act.condition}. Open: {named}."
    return None


def approval_stands(life: Life, _record: Record) -> str | None:
    """An approval is there to which this applies."""
    return None if life.approval else "Nothing is approved that this could be about."


def another(life: Life, record: Record) -> str | None:
    """An assessment is not its own successor."""
    if isinstance(record.act, Superseded) and record.act.successor in {life.name, ""}:
        return "Name the other assessment that takes its place."
    return None


def said(_life: Life, record: Record) -> str | None:
    """What people wrote is there, where it has to be, and can be kept and shown."""
    for path, text in _texts(record.act):
        if not text.strip() and path in NEEDED:
            return f"Say it in words: {path} is empty."
        if sentence := check_text(text):
            return f"In {path}: {sentence}"
    return check_text(record.by) if record.by.strip() else "Say who: --by NAME."


NEEDED = frozenset({"text", "reason", "evidence"})


# --- the table -------------------------------------------------------------------------------------------------------


class Row(Frozen, frozen=True):
    """One line of the table. ``after`` None: the state stays."""

    act: type[Act]
    before: tuple[State, ...]
    after: State | None
    who: Who
    guards: tuple[Guard, ...] = ()


APPROVED = (State.APPROVED, State.CONDITIONAL)
ENDED = (State.WITHDRAWN, State.SUPERSEDED)
LIVE = tuple(state for state in State if state not in ENDED)
_APPROVE = (names_the_revision, officer_heard, views_told, review_ahead)

TABLE = (
    Row(act=Revised, before=(*LIVE, State.WITHDRAWN), after=State.DRAFT, who=Who.ANYONE, guards=(counts_on,)),
    Row(
        act=Submitted,
        before=(State.DRAFT, State.CHANGES_REQUESTED),
        after=State.SUBMITTED,
        who=Who.ANYONE,
        guards=(names_the_revision, is_complete, is_rendered),
    ),
    Row(act=Commented, before=LIVE, after=None, who=Who.ANYONE),
    Row(act=Opinion, before=(State.SUBMITTED,), after=None, who=Who.OTHERS, guards=(names_the_revision,)),
    Row(
        act=ChangesRequested,
        before=(State.SUBMITTED,),
        after=State.CHANGES_REQUESTED,
        who=Who.OTHERS,
        guards=(names_the_revision,),
    ),
    Row(act=Approved, before=(State.SUBMITTED,), after=State.APPROVED, who=Who.OTHERS, guards=_APPROVE),
    Row(
        act=ApprovedWithConditions,
        before=(State.SUBMITTED,),
        after=State.CONDITIONAL,
        who=Who.OTHERS,
        guards=(*_APPROVE, conditions_good),
    ),
    Row(
        act=Rejected,
        before=(State.SUBMITTED,),
        after=State.REJECTED,
        who=Who.OTHERS,
        guards=(names_the_revision,),
    ),
    Row(act=Withdrawn, before=LIVE, after=State.WITHDRAWN, who=Who.ANYONE),
    Row(act=ConditionClosed, before=LIVE, after=None, who=Who.ANYONE, guards=(approval_stands, condition_open)),
    Row(act=Declared, before=LIVE, after=None, who=Who.ANYONE, guards=(approval_stands,)),
    Row(act=Superseded, before=APPROVED, after=State.SUPERSEDED, who=Who.ANYONE, guards=(another,)),
    Row(act=Archived, before=(*APPROVED, State.REJECTED, *ENDED), after=None, who=Who.ANYONE),
)
"""Every act there is, one row each."""

ROWS = {row.act: row for row in TABLE}


def refusal(life: Life, record: Record) -> str | None:
    """One sentence saying why this record may not be added; None when it may."""
    row = ROWS[type(record.act)]
    kind = _tag(row.act)
    if life.revised is None and row.act not in {Revised, Commented}:
        return f"{life.name} has no revision yet; `pia submit {life.name}` makes the first."
    if life.state not in row.before:
        states = ", ".join(state.value for state in row.before)
        return f"{life.name} is {life.state.value}: that cannot be {kind}. It can be when {states}."
    if sentence := barred(life, record.by, row.act):
        return sentence
    for guard in (said, *row.guards):
        if sentence := guard(life, record):
            return sentence
    return None


def barred(life: Life, name: str, act: type[Act]) -> str | None:
    """One sentence saying why this person may never do this act, whatever they say; None when they may."""
    if ROWS[act].who is Who.OTHERS and _folded(name) in map(_folded, life.authors):
        return f"{name} wrote or submitted it; somebody else has to do this: {_tag(act)}."
    return None


def check(life: Life, record: Record) -> None:
    """WrongUse when this record may not be added."""
    if sentence := refusal(life, record):
        raise WrongUse(sentence)


def grave(assessment: Assessment) -> bool:
    """Whether a finding is high or critical, or an answer still to be given could make it so."""
    levels = [item.level for item in assessment.findings] + [item.could_be for item in assessment.open_points]
    return any(level >= Level.HIGH for level in levels)


def _tag(act: type[Act]) -> str:
    return str(act.__struct_config__.tag)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _texts(act: Frozen, path: str = "") -> Iterator[tuple[str, str]]:
    """What people wrote in an act, with where it stands. Not the plan itself: that was checked when it was answered."""
    for field in msgspec.structs.fields(act):
        value = getattr(act, field.name)
        where = f"{path}{field.name}"
        if isinstance(value, str):
            yield where, value
        elif isinstance(value, tuple):
            for number, item in enumerate(value, 1):
                if isinstance(item, Frozen):
                    yield from _texts(item, f"{where} {number} ")
