"""What a house's changes could take away: a sentence for each that is not certain to only add findings or raise levels.

Certain are: new entries; a ``when`` that holds wherever it held before, and an ``unless`` that vetoes no more; a higher
severity or likelihood, and adjustments that raise, on a scale on which higher is never milder; a prohibition named as
one; a rule raised anywhere; sources added to a rule that needs one; other wording of what is not asked. All else is
said. What would remain after measures is not meant here: it follows from the measures a team commits to.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import msgspec

from pia.model import Catalogue, Condition, Frozen, Level, Measure, Place, Question, Rule, Scale, Source, Test

RULE_WORDS = {"title", "matter", "why", "check", "fine_when"}
RULE_JUDGED = {"when", "unless", "severity", "likelihood", "adjust", "prohibition", "anywhere", "family", "sources"}
"""Fields of a rule that are compared one by one, by what they mean."""

SILENT = {
    Question: {"section", "help", "who", "unit", "text", "choices"},
    Rule: RULE_WORDS | RULE_JUDGED | {"persuasive", "nature", "measures", "alternatives"},
    Source: {
        "instrument", "pinpoint", "title", "says", "url", "confidence", "checked", "ceiling", "ceiling_confidence",
        "imposed", "imposed_confidence", "caveat", "verify", "opened", "kept_for", "short",
    },
    Measure: {"title", "how", "effort", "owner", "evidence"},
    Place: {"name", "consent_age", "age_note", "gaps"},
    Scale: {"severity", "likelihood", "effort"},
}  # fmt: skip
"""Fields that are judged above, or that no level depends on. Any other is said, also one yet to come."""


def loosened(before: Catalogue, after: Catalogue) -> Iterator[str]:
    """Compare the built-in catalogue with what a house made of it; every id of the first is in the second."""
    for question in before.questions.values():
        yield from _question(question, after.questions[question.id])
    raising = never_milder(after.scale)
    for rule in before.rules.values():
        yield from _rule(rule, after.rules[rule.id], raising=raising)
    for source in before.sources.values():
        yield from _source(source, after.sources[source.id])
    for measure in before.measures.values():
        yield from _measure(measure, after.measures[measure.id])
    for place in before.places.values():
        yield from _place(place, after.places[place.id])
    for field in _others(before.scale, after.scale):
        yield f"Scale: {field} was changed, by which every level is found."


def _question(old: Question, new: Question) -> Iterator[str]:
    where = f"Question {old.id}"
    had, has = ({choice.id: choice for choice in item.choices} for item in (old, new))
    for name in had.keys() - has.keys():
        yield f"{where}: choice {name} can no longer be given."
    for name in has.keys() - had.keys():
        yield f"{where}: choice {name} can be given instead of those the built-in rules know."
    for name in had.keys() & has.keys():
        if had[name] != has[name]:
            yield f"{where}: choice {name} is worded otherwise, or stands for something else."
    if old.text != new.text:
        yield f"{where}: it is asked in other words."
    for field in _others(old, new):
        cases = field in {"when", "unless"}
        yield f"{where}: it is asked in other cases ({field})." if cases else f"{where}: its {field} was changed."


def _rule(old: Rule, new: Rule, *, raising: bool) -> Iterator[str]:
    where = f"Rule {old.id}"
    if not covers(new.when, old.when):
        yield f"{where}: it is no longer raised in every case in which it was (when)."
    if not covers(old.unless, new.unless):
        yield f"{where}: it is set aside in more cases (unless)."
    for field in ("severity", "likelihood"):
        was, now = getattr(old, field), getattr(new, field)
        if now < was or (now > was and not raising):
            yield f"{where}: its {field} was {was} and is {now}."
    yield from _adjustments(old, new, raising=raising)
    yield from _footing(old, new)
    if any(getattr(old, field) != getattr(new, field) for field in RULE_WORDS):
        yield f"{where}: what it says was worded otherwise."
    yield from (f"{where}: its {field} was changed." for field in _others(old, new))


def _footing(old: Rule, new: Rule) -> Iterator[str]:
    where = f"Rule {old.id}"
    if old.prohibition and not new.prohibition:
        yield f"{where}: it no longer counts as breaking a direct prohibition."
    if old.anywhere and not new.anywhere:
        yield f"{where}: it is no longer raised where no law of the catalogue backs it."
    if old.family != new.family:
        yield f"{where}: it was moved to family {new.family}, and families are counted for the advice to rethink."
    had, has = ({*item.sources, *item.persuasive} for item in (old, new))
    for name in sorted(had - has):
        yield f"{where}: it no longer rests on {name}."
    if old.anywhere and has - had:
        yield f"{where}: it was raised without law, and now rests on some that may bound its level."


def _adjustments(old: Rule, new: Rule, *, raising: bool) -> Iterator[str]:
    had, has = ([msgspec.structs.replace(move, reason="") for move in item.adjust] for item in (old, new))
    lost, gained = [move for move in had if move not in has], [move for move in has if move not in had]
    if any(not raising or move.severity > 0 or move.likelihood > 0 for move in lost):
        yield f"Rule {old.id}: circumstances that raised its level no longer do, or do so in other cases (adjust)."
    if any(not raising or move.severity < 0 or move.likelihood < 0 for move in gained):
        yield f"Rule {old.id}: circumstances lower its level that did not, or in other cases (adjust)."


def _source(old: Source, new: Source) -> Iterator[str]:
    if fields := _others(old, new):
        yield f"Source {old.id}: where, when or how firmly it counts was changed ({', '.join(fields)})."


def _measure(old: Measure, new: Measure) -> Iterator[str]:
    if _others(old, new):
        yield f"Measure {old.id}: it changes other answers, so that more may seem to be mended."


def _place(old: Place, new: Place) -> Iterator[str]:
    if _others(old, new):
        yield f"Place {old.id}: which law counts there was changed."


def covers(wider: Condition, narrower: Condition) -> bool:
    """Whether ``wider`` certainly holds wherever ``narrower`` does: each alternative of that implies one of ``wider``.

    Answers not known are covered, too: where ``narrower`` cannot be told to be false, neither can ``wider``.
    """
    return all(any(_follows(tests, weaker) for weaker in wider) for tests in narrower)


def _follows(tests: tuple[Test, ...], weaker: tuple[Test, ...]) -> bool:
    return all(any(_implies(test, other) for test in tests) for other in weaker)


def _implies(test: Test, other: Test) -> bool:
    if test.question != other.question:
        return False
    if test.any_of and other.any_of:
        return set(test.any_of) <= set(other.any_of)
    if test.lacks and other.lacks:
        return set(test.lacks) <= set(other.lacks)
    if test.any_of or test.lacks or other.any_of or other.lacks:
        return False
    over = other.over is None or (test.over is not None and test.over >= other.over)
    under = other.under is None or (test.under is not None and test.under <= other.under)
    return over and under


def never_milder(scale: Scale) -> bool:
    """Whether on this scale a higher severity or likelihood never gives a milder level, whatever step applies.

    It does not go without saying: findings of severity 1 are not moved by circumstances, all others are.
    """
    points = range(1, len(scale.matrix) + 1)
    return all(
        _level(scale, high, wide, step) >= _level(scale, low, narrow, step)
        for low, high, narrow, wide in product(points, repeat=4)
        if low <= high and narrow <= wide
        for step in (-1, 0, 1)
    )


def _level(scale: Scale, severity: int, likelihood: int, step: int) -> int:
    rank = scale.matrix[severity - 1][likelihood - 1].rank
    return max(0, min(rank + (step if severity > 1 else 0), Level.CRITICAL.rank))


def _others(old: Frozen, new: Frozen) -> list[str]:
    """The fields that differ and are not silent."""
    fields = (field for field in old.__struct_fields__ if field not in SILENT[type(old)])
    return [field for field in fields if getattr(old, field) != getattr(new, field)]
