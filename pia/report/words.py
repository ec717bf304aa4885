"""How single things are worded in the report: answers, dates, levels, reasons, standings. Never what the law says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from itertools import groupby

import msgspec

from pia.dates import MONTHS, day
from pia.model import (
    Answer,
    Circumstance,
    Confidence,
    Kind,
    Place,
    Question,
    Reason,
    Source,
    SourceKind,
    Standing,
    Status,
    Verdict,
)

NOT_KNOWN = "Don’t know yet"  # noqa: RUF001  # typography

VERDICT = {
    Verdict.COLLECT: "Collect",
    Verdict.CONDITIONS: "Collect with conditions",
    Verdict.UNDECIDED: "Undecided",
    Verdict.REDESIGN: "Redesign",
    Verdict.DO_NOT_COLLECT: "Do not collect",
}

MEANING = {
    Verdict.COLLECT: "Nothing above low was found. The plan can go ahead as it is described here.",
    Verdict.CONDITIONS: "Nothing above medium was found. The plan can go ahead once the measures are dated and owned.",
    Verdict.UNDECIDED: "What is not known yet could change the outcome. Answer the open points, then assess again.",
    Verdict.REDESIGN: "At least one finding is high. Change the plan before anyone is asked for a number.",
    Verdict.DO_NOT_COLLECT: "At least one finding is critical. Do not ask for the number in this way.",
}

RETHINK = "High findings lie in several kinds of risk: rethink the plan as a whole."

STANDING = {
    Standing.BINDING: "Binding",
    Standing.PRECEDENT: "Precedent",
    Standing.GUIDANCE: "Guidance",
    Standing.UPCOMING: "Upcoming",
    Standing.UNSETTLED: "Unsettled",
    Standing.PERSUASIVE: "Persuasive only",
}

STANDING_MEANING = {
    Standing.BINDING: "law in force where the people are.",
    Standing.PRECEDENT: "a decision about another company, that shows how the law is applied.",
    Standing.GUIDANCE: "how an authority reads the law; it does not bind a court.",
    Standing.UPCOMING: "not in force on the day of this assessment.",
    Standing.UNSETTLED: "contested, or under appeal.",
    Standing.PERSUASIVE: "from elsewhere, shown for its reasoning; it does not apply here.",
}

KIND = {
    SourceKind.STATUTE: "Statute",
    SourceKind.REGULATION: "Regulation",
    SourceKind.CASE: "Case",
    SourceKind.ENFORCEMENT: "Enforcement decision",
    SourceKind.GUIDANCE: "Guidance",
    SourceKind.STANDARD: "Standard",
}

_SINCE = {
    SourceKind.STATUTE: "in force since",
    SourceKind.REGULATION: "in force since",
    SourceKind.CASE: "decided on",
    SourceKind.ENFORCEMENT: "decided on",
    SourceKind.GUIDANCE: "published on",
    SourceKind.STANDARD: "published on",
}


def answer_lines(question: Question, answer: Answer) -> tuple[str, ...]:
    """What was answered, one line for each choice."""
    value = answer.value
    if not answer.known:
        return (NOT_KNOWN,)
    if isinstance(value, tuple):
        return tuple(question.choice(choice).text for choice in value) or ("None",)
    if isinstance(value, int):
        return (f"{value:,} {question.unit}".strip(),)
    if question.kind is Kind.ONE:
        return (question.choice(value).text,)
    if question.kind is Kind.DATE:
        return (day(date.fromisoformat(value)),)
    return (value,)


def age(place: Place) -> str:
    """From which age a child decides alone, in one place."""
    note = f" ({place.age_note.rstrip('.')})" if place.age_note else ""
    return f"{place.name} {place.consent_age}{note}"


def reasons(items: tuple[Reason, ...], backing: Mapping[str, str]) -> tuple[str, ...]:
    """Each adjustment and what it did; circumstances that move the level together, by one step at most, together.

    ``backing``: what was answered to the questions that back a reason, such as the day of a repair.
    """
    told: list[str] = []
    items = tuple(map(partial(_with_backing, backing), items))
    for step, group in groupby(items, key=lambda item: item.step):
        same = tuple(group)
        if step and len(same) > 1:
            told.append(f"{' '.join(item.text for item in same).rstrip('.')} (together {_step(step)}).")
        else:
            told += map(_reason, same)
    return tuple(told)


def _with_backing(backing: Mapping[str, str], item: Reason) -> Reason:
    said = backing.get(item.backed_by)
    return msgspec.structs.replace(item, text=f"{item.text.rstrip('.')}: {said.rstrip('.')}.") if said else item


def _reason(item: Reason) -> str:
    effects = [f"{name} {points:+d}".replace("-", "\N{MINUS SIGN}") for name, points in _points(item) if points]
    if item.step:
        effects.append(_step(item.step))
    if item.cap is not None:
        effects.append(f"at most {item.cap.value}")
    return f"{item.text.rstrip('.')} ({', '.join(effects)})." if effects else item.text


def circumstances(steps: Iterable[Circumstance]) -> tuple[str, ...]:
    """The steps of the scale, those together that go one way and equally far: which way, how far at most, and why."""
    together: dict[str, list[str]] = {}
    for item in steps:
        up = item.step > 0
        bound = f", never {'above' if up else 'below'} {item.bound.value}" if item.bound is not None else ""
        together.setdefault(f"{'Up' if up else 'Down'} one level{bound}", []).append(item.reason)
    return tuple(f"{how}: {' '.join(reasons)}" for how, reasons in together.items())


def _points(item: Reason) -> tuple[tuple[str, int], ...]:
    return ("severity", item.severity), ("likelihood", item.likelihood)


def _step(step: int) -> str:
    return "one level up" if step > 0 else "one level down"


def standing(how: Standing, source: Source, on: date) -> str:
    """How a source counts here, with the date from which an upcoming one will."""
    if how is Standing.UPCOMING:
        if source.since is not None and source.since > on:
            return f"Upcoming, from {day(source.since)}"
        return f"Upcoming, {source.status.value}"
    return STANDING[how]


def source_state(source: Source, on: date, *, with_check: bool) -> str:
    """What kind of text a source is, since when, and perhaps when it was last checked."""
    parts = [KIND[source.kind]]
    if source.since is not None and not _named_by_its_day(source, source.since):
        verb = "in force from" if source.since > on else _SINCE[source.kind]
        parts.append(f"{verb} {day(source.since)}")
    if source.until is not None:
        parts.append(f"until {day(source.until)}")
    if source.status is not Status.SETTLED:
        parts.append(source.status.value)
    if with_check:
        parts.append(f"checked {day(source.checked)}")
    return ", ".join(parts)


def _named_by_its_day(source: Source, since: date) -> bool:
    """Whether the words it is cited by hold the day already: ``14 May 2020``, ``2 Sept 2022``."""
    month = MONTHS[since.month - 1][:3]
    return re.search(rf"\b{since.day} {month}[a-z]* {since.year}\b", source.cited) is not None


def figure(text: str, confidence: Confidence) -> str:
    """A penalty figure, marked where nobody has read it in the text."""
    return text if not text or confidence is Confidence.VERIFIED else f"{text} (figure to be confirmed by counsel)"


def instrument(source: Source) -> str:
    """Its usual short name, or its whole one where it has none."""
    return source.short or source.instrument


MANY = 6
"""So many places within one are told by their number, where they are all there are; the appendix names them."""


def places(ticked: tuple[Place, ...], known: Iterable[Place] = ()) -> str:
    """Places in one line, those within another one behind it: ``Canada (Quebec), United Kingdom``.

    ``known``: every place of the catalogue, to tell whether all that lie within one were ticked.
    """
    named = {place.id for place in ticked}
    all_within = Counter(place.within for place in known)
    lines = []
    for place in ticked:
        if place.within not in named:
            inside = [other.name for other in ticked if other.within == place.id]
            whole = len(inside) >= MANY and len(inside) == all_within[place.id]
            within = f"all {len(inside)} places in it" if whole else ", ".join(inside)
            lines.append(f"{place.name} ({within})" if within else place.name)
    return "; ".join(lines) or "No place was ticked"


def join(items: tuple[str, ...], last: str = "and") -> str:
    """``a, b and c``."""
    return f" {last} ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def count(number: int, noun: str) -> str:
    """``1 finding``, ``3 findings``, ``no findings``."""
    return f"{number or 'no'} {noun if number == 1 else noun + 's'}"
