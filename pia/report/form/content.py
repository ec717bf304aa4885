"""What the form asks: the questions in order, numbered, each with its choices and, in words, when it applies. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby

from pia.assess.conditions import Facts, settle
from pia.catalogue.words import answered
from pia.dates import day
from pia.model import Answer, Catalogue, Kind, Question, Test, Value
from pia.report.shapes import Shown

MANY_CHOICES = 8
"""From so many choices on, they stand in columns over the whole width."""

SHORT = 42
"""The longest choice, in characters, for three columns."""

FEW = 5
"""A condition on so many answers can be followed on paper; one on more names their questions only."""

ALONE = " (only this)"
NOTES = {
    Kind.ONE: "Tick one.",
    Kind.MANY: "Tick one or more.",
    Kind.TEXT: "",
    Kind.NUMBER: "A whole number",
    Kind.DATE: "Year-month-day, such as 2026-03-31",
}


class Option(Shown, frozen=True):
    """One choice. ``given``: it is ticked already."""

    id: str
    text: str
    given: bool


class Ask(Shown, frozen=True):
    """One question. ``conditions``: when to answer it; none for always. ``given``: it is answered already.

    ``columns``: of its choices.
    """

    id: str
    number: int
    text: str
    help: str
    who: str
    note: str
    conditions: tuple[str, ...]
    kind: str
    given: bool
    options: tuple[Option, ...]
    columns: int


class Part(Shown, frozen=True):
    """One section of the form."""

    title: str
    asks: tuple[Ask, ...]


class Content(Shown, frozen=True):
    """The whole form.

    ``only``: the sections it was narrowed to, ``given``: whether some answers are. ``house``: whose additions.
    """

    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    only: str
    given: bool
    catalogue: str
    released: str
    iso_released: str
    digest: str
    house: str

    @property
    def count(self) -> int:
        """How many questions are asked."""
        return len(self.questions)


def content(
    catalogue: Catalogue, *, sections: Collection[str] = (), given: Mapping[str, Value] | None = None
) -> Content:
    """The form of a catalogue, narrowed to some sections, or to what can apply where these answers are ``given``.

    What is given is ticked in the form; it must be valid. KeyError when there is no such section.
    """
    given = given or {}
    only = [catalogue.sections[section] for section in sections]
    possible = settle(catalogue.questions, {name: Answer(value=value) for name, value in given.items()})
    asked = tuple(
        question
        for question in catalogue.questions.values()
        if (question.id in possible.asked or question.id in possible.waiting)
        and (not sections or question.section in sections)
    )
    words = _Words(catalogue.questions, possible, {question.id: number for number, question in enumerate(asked, 1)})
    return Content(
        parts=tuple(
            Part(title=catalogue.sections[section].title, asks=tuple(words.ask(question) for question in group))
            for section, group in groupby(asked, key=lambda question: question.section)
        ),
        questions=asked,
        only="; ".join(section.title for section in catalogue.sections.values() if section in only),
        given=bool(given),
        catalogue=catalogue.version,
        released=day(catalogue.released),
        iso_released=catalogue.released.isoformat(),
        digest=catalogue.digest,
        house=catalogue.house.name if catalogue.house else "",
    )


class _Words:
    """The questions of one form in words: their numbers, and what can be told beforehand."""

    def __init__(self, questions: Mapping[str, Question], facts: Facts, numbers: Mapping[str, int]) -> None:
        self._questions, self._facts, self._numbers = questions, facts, numbers

    def ask(self, question: Question) -> Ask:
        """One question as the form shows it; where its answer is given, with that alone."""
        value = self._facts.known.get(question.id)
        given = None if value is None else value if isinstance(value, tuple) else (value,)
        options = tuple(
            Option(id=choice.id, text=choice.text + (ALONE if choice.alone else ""), given=given is not None)
            for choice in question.choices
            if given is None or choice.id in given
        )
        return Ask(
            id=question.id,
            number=self._numbers[question.id],
            text=question.text,
            help=question.help,
            who=question.who,
            note="" if given else f"{NOTES[question.kind]}{f', {question.unit}.' if question.unit else ''}",
            conditions=tuple(self._conditions(question)),
            kind=question.kind.value,
            given=given is not None,
            options=options,
            columns=_columns(options),
        )

    def _conditions(self, question: Question) -> Iterator[str]:
        for lead, condition in (("Only if", question.when), ("Not if", question.unless)):
            left = [tuple(self._untold(tests)) for tests in condition if not self._refuted(tests)]
            if left and all(left):
                named = {test.question for tests in left for test in tests}
                whole = ", or ".join(dict.fromkeys(self._all(tests) for tests in left))
                yield f"{lead} {whole}." if len(named) <= FEW else f"{lead} {self._any(named)} If in doubt, answer it."

    def _refuted(self, tests: Iterable[Test]) -> bool:
        """Whether one of the tests can never be passed any more."""
        known, waiting = self._facts.known, self._facts.waiting
        return any(
            not test.passes(known[test.question]) if test.question in known else test.question not in waiting
            for test in tests
        )

    def _untold(self, tests: Iterable[Test]) -> Iterator[Test]:
        """The tests that what is given does not pass already."""
        return (test for test in tests if test.question not in self._facts.known)

    def _any(self, named: Collection[str]) -> str:
        """That it hangs on the answers to these questions, in the order of the form; those elsewhere come last."""
        numbers = [str(number) for name, number in self._numbers.items() if name in named]
        places = [*numbers, "questions elsewhere"] if len(numbers) < len(named) else numbers
        return f"one of the answers to {', '.join(places[:-1])} or {places[-1]} calls for it."

    def _all(self, tests: Iterable[Test]) -> str:
        return ", and ".join(f"{self._name(test.question)} {self._said(test)}" for test in tests)

    def _said(self, test: Test) -> str:
        return answered(self._questions[test.question], test)

    def _name(self, name: str) -> str:
        number = self._numbers.get(name)
        return f"the answer to {number}" if number else f"the answer to “{self._questions[name].text}”"


def _columns(options: Collection[Option]) -> int:
    if len(options) < MANY_CHOICES:
        return 1
    return 3 if max(len(option.text) for option in options) <= SHORT else 2
