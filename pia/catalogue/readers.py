"""Who reads an answer: every condition of the catalogue that tests it, and the entry the condition belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from pia.model import Catalogue, Choice, Condition, Frozen, Kind, Question, Rule, Scale, Source, Test

Reader: TypeAlias = Question | Rule | Source | Scale


def conditions(entry: Frozen) -> Iterator[Condition]:
    """Every condition that stands in an entry."""
    match entry:
        case Question() | Source():
            yield from (entry.when, entry.unless)
        case Rule():
            yield from (entry.when, entry.unless)
            yield from (where for item in entry.adjust for where in (item.when, item.unless))
        case Scale():
            yield from (where for item in entry.steps for where in (item.when, item.unless))


def tests_of(entry: Frozen) -> Iterator[Test]:
    """Every test that stands in an entry."""
    yield from (test for condition in conditions(entry) for tests in condition for test in tests)


def entries_with_conditions(catalogue: Catalogue) -> Iterator[Reader]:
    """Every entry that may read answers, in the order of the parts."""
    yield from catalogue.questions.values()
    yield from catalogue.rules.values()
    yield from catalogue.sources.values()
    yield catalogue.scale


def read_by(catalogue: Catalogue) -> dict[str, dict[Reader, tuple[Test, ...]]]:
    """For every question, the entries that read it, each with its tests on it; none where being answered is enough."""
    found: dict[str, dict[Reader, tuple[Test, ...]]] = {name: {} for name in catalogue.questions}
    for step in catalogue.scale.steps:
        if step.backed_by:
            found.setdefault(step.backed_by, {})[catalogue.scale] = ()
    for entry in entries_with_conditions(catalogue):
        for test in tests_of(entry):
            readers = found.setdefault(test.question, {})
            readers[entry] = (*readers.get(entry, ()), test)
    return found


def unread(question: Question, tests: tuple[Test, ...]) -> tuple[Choice, ...]:
    """The choices of a question that nobody reads.

    The report reads every choice of a question with a role (what stands for places included). A condition reads the
    choices it names. What it does not name is read, too, where giving it keeps a named choice from being given: so of a
    *one* question every choice once any is read, and of a *many* question every choice once one that stands alone is
    read, and a choice that stands alone once any other is.
    """
    if question.role is not None:
        return ()
    named = {choice for test in tests for choice in (*test.any_of, *test.lacks)}
    read = [choice for choice in question.choices if choice.id in named]
    if question.kind is Kind.ONE and read:
        return ()
    alone_is_read = any(choice.alone for choice in read)
    return tuple(
        choice
        for choice in question.choices
        if choice.id not in named and not alone_is_read and not (choice.alone and read)
    )


def alike(question: Question, tests: tuple[Test, ...]) -> tuple[tuple[Choice, ...], ...]:
    """Groups of choices of a *one* question that every condition treats alike, where the report reads none of them."""
    if question.kind is not Kind.ONE or question.role is not None:
        return ()
    groups: dict[frozenset[Test], list[Choice]] = {}
    for choice in question.choices:
        groups.setdefault(frozenset(test for test in tests if choice.id in test.any_of), []).append(choice)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
