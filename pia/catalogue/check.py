"""What must hold between the entries of a catalogue, or it is not loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from pia.model import (
    UNKNOWN,
    Catalogue,
    Choice,
    Circumstance,
    Condition,
    Frozen,
    Kind,
    Question,
    Role,
    Rule,
    SourceKind,
    Test,
)

Fault: TypeAlias = tuple[Frozen, str]
"""An entry, and a sentence that says what is wrong with it."""

TEXT_LIMITS = {"text": 200, "help": 600, "matter": 500, "why": 500, "check": 500, "fine_when": 400, "how": 500}
CHOICE_LIMIT = 100
"""Characters that the report and the terminal can hold."""


def faults_in(catalogue: Catalogue) -> Iterator[Fault]:
    """Every fault of the catalogue, in the order of its parts."""
    yield from _questions(catalogue)
    yield from _rules(catalogue)
    yield from _measures(catalogue)
    yield from _sources(catalogue)
    yield from _scale(catalogue)


def _questions(catalogue: Catalogue) -> Iterator[Fault]:
    seen: dict[str, Question] = {}
    for question in catalogue.questions.values():
        yield from too_long(question)
        if question.section not in catalogue.sections:
            yield question, _unknown("section", question.section, catalogue.sections)
        if bool(question.choices) != (question.kind in {Kind.ONE, Kind.MANY}):
            has = "has no" if question.choices else "needs"
            yield question, f"a question of kind {question.kind.value} {has} choices."
        for choice in question.choices:
            yield from _choice(question, choice, catalogue)
        for where in (question.when, question.unless):
            yield from _condition(question, where, seen, "is not asked before it")
        seen[question.id] = question


def _choice(question: Question, choice: Choice, catalogue: Catalogue) -> Iterator[Fault]:
    if choice.id == UNKNOWN:
        yield question, f"no choice may be called {UNKNOWN}: every question can be answered so."
    if len(choice.text) > CHOICE_LIMIT:
        yield question, f"choice {choice.id} has {len(choice.text)} characters; at most {CHOICE_LIMIT}."
    for section in choice.first:
        if section not in catalogue.sections:
            yield question, _unknown("section", section, catalogue.sections)
    if choice.first and question.kind is not Kind.ONE:
        yield question, f"choice {choice.id}: only choices of a question of kind one can say what to ask first."
    for place in choice.places:
        if place not in catalogue.places:
            yield question, _unknown("place", place, catalogue.places)
    if bool(choice.places) != (question.role is Role.PLACES):
        yield question, f"choice {choice.id}: choices stand for places in questions of that role, and only there."


def _rules(catalogue: Catalogue) -> Iterator[Fault]:
    for rule in catalogue.rules.values():
        yield from too_long(rule)
        if rule.family not in catalogue.families:
            yield rule, _unknown("family", rule.family, catalogue.families)
        for key, points in (("severity", rule.severity), ("likelihood", rule.likelihood)):
            if not 1 <= points <= len(catalogue.scale.matrix):
                yield rule, f"{key} is {points}; it goes from 1 to {len(catalogue.scale.matrix)}."
        if not rule.when:
            yield rule, "needs a `when`: a rule that always applies says nothing about the plan."
        for where in (rule.when, rule.unless, *(item for a in rule.adjust for item in (a.when, a.unless))):
            yield from _condition(rule, where, catalogue.questions, "is not a question")
        yield from _references(rule, catalogue)
        if not rule.sources and not rule.anywhere:
            yield rule, "cites no source; a rule of good method alone says `anywhere = true`."


def _references(rule: Rule, catalogue: Catalogue) -> Iterator[Fault]:
    for kind, names, known in (
        ("measure", rule.measures, catalogue.measures),
        ("alternative", rule.alternatives, catalogue.alternatives),
        ("source", (*rule.sources, *rule.persuasive), catalogue.sources),
    ):
        for name in names:
            if name not in known:
                yield rule, _unknown(kind, name, known)
        if len(set(names)) < len(names):
            yield rule, f"names the same {kind} twice."
    for name in rule.unmoved_by:
        steps = [step.id for step in catalogue.scale.steps]
        if name not in steps:
            yield rule, _unknown("step", name, steps)
    for name in rule.precedents:
        source = catalogue.sources.get(name)
        if source is None or name not in {*rule.sources, *rule.persuasive}:
            yield rule, f"names {name} as a precedent, but does not cite it."
        elif source.kind is not SourceKind.ENFORCEMENT:
            yield rule, f"names {name} as a precedent, which is not a decision of a regulator ({source.kind.value})."


def _measures(catalogue: Catalogue) -> Iterator[Fault]:
    for measure in catalogue.measures.values():
        yield from too_long(measure)
        for change in measure.changes:
            question = catalogue.questions.get(change.question)
            if question is None:
                yield measure, _unknown("question", change.question, catalogue.questions)
                continue
            given = change.to if isinstance(change.to, tuple) else (change.to,) if isinstance(change.to, str) else ()
            if change.to is not None and isinstance(change.to, tuple) != (question.kind is Kind.MANY):
                yield measure, f"{question.id} takes {'a list of choices' if question.kind is Kind.MANY else 'one'}."
            if question.choices:
                yield from _choices(measure, question, (*given, *change.add, *change.drop))


def _sources(catalogue: Catalogue) -> Iterator[Fault]:
    for source in catalogue.sources.values():
        if source.place not in catalogue.places:
            yield source, _unknown("place", source.place, catalogue.places)
        if not source.url.startswith("https://"):
            yield source, "url should begin with https://."
        for where in (source.when, source.unless):
            yield from _condition(source, where, catalogue.questions, "is not a question")
    for place in catalogue.places.values():
        if place.within and place.within not in catalogue.places:
            yield place, _unknown("place", place.within, catalogue.places)


def _scale(catalogue: Catalogue) -> Iterator[Fault]:
    scale = catalogue.scale
    size = len(scale.matrix)
    if any(len(row) != size for row in scale.matrix) or len(scale.severity) != size or len(scale.likelihood) != size:
        yield scale, "the matrix should be square, with one description for each severity and likelihood."
    for step in scale.steps:
        for where in (step.when, step.unless):
            yield from _condition(scale, where, catalogue.questions, "is not a question")
        yield from ((scale, f"step {step.id}: {sentence}") for sentence in _step(step, catalogue))
    if len({step.id for step in scale.steps}) < len(scale.steps):
        yield scale, "two steps have the same id."


def _step(step: Circumstance, catalogue: Catalogue) -> Iterator[str]:
    if step.step not in {1, -1}:
        yield f"moves a level by {step.step}; it should be 1 or -1."
    if bool(step.when) == step.precedent:
        yield "needs a `when`, or `precedent = true`, and not both."
    for family in step.families:
        if family not in catalogue.families:
            yield _unknown("family", family, catalogue.families)
    if step.backed_by and step.backed_by not in catalogue.questions:
        yield _unknown("question", step.backed_by, catalogue.questions)


def _condition(entry: Frozen, condition: Condition, known: Mapping[str, Question], otherwise: str) -> Iterator[Fault]:
    for test in (test for tests in condition for test in tests):
        question = known.get(test.question)
        if question is None:
            yield entry, f"tests {test.question}, which {otherwise}."
        else:
            yield from _test(entry, test, question)


def _test(entry: Frozen, test: Test, question: Question) -> Iterator[Fault]:
    counts = test.over is not None or test.under is not None
    if counts != (question.kind is Kind.NUMBER) or (bool(test.any_of) + bool(test.lacks) + counts != 1):
        yield (
            entry,
            f"tests {question.id} ({question.kind.value}) in a way that does not fit it.",
        )
    elif test.lacks and question.kind is not Kind.MANY:
        yield entry, f"tests what {question.id} lacks, which only a question of kind many can."
    elif not counts:
        if not question.choices:
            yield entry, f"tests {question.id}, a question without choices."
        yield from _choices(entry, question, (*test.any_of, *test.lacks))


def _choices(entry: Frozen, question: Question, given: Iterable[str]) -> Iterator[Fault]:
    known = [choice.id for choice in question.choices]
    for choice in given:
        if choice not in known:
            yield entry, f"{question.id} has no choice {choice}; it has {', '.join(known)}."


def too_long(entry: Frozen, limits: Mapping[str, int] = TEXT_LIMITS) -> Iterator[Fault]:
    """The texts of an entry that have more characters than these limits, by field, allow."""
    for key, limit in limits.items():
        length = len(getattr(entry, key, ""))
        if length > limit:
            yield entry, f"{key} has {length} characters; at most {limit}."


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, list(known), n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"names {kind} {name!r}, which does not exist.{hint}"
