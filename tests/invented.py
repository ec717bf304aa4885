"""What the tests of the middle share: conditions in short, an invented catalogue of a few lines, plans by chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from random import Random
from typing import TypeVar

import msgspec

from pia.model import (
    UNKNOWN,
    Answer,
    Catalogue,
    Choice,
    Circumstance,
    Condition,
    Confidence,
    Effort,
    Frozen,
    Kind,
    Level,
    Measure,
    Place,
    Question,
    Role,
    Rule,
    Scale,
    Source,
    SourceKind,
    Status,
    Test,
    Value,
)

ON = date(2026, 11, 24)
SOME = 0.1
Made = TypeVar("Made", bound=Frozen)
ORDINARY = Scale(
    matrix=(
        (Level.INFO, Level.INFO, Level.LOW, Level.LOW),
        (Level.LOW, Level.LOW, Level.MEDIUM, Level.MEDIUM),
        (Level.LOW, Level.MEDIUM, Level.HIGH, Level.HIGH),
        (Level.MEDIUM, Level.HIGH, Level.CRITICAL, Level.CRITICAL),
    ),
    severity=("1", "2", "3", "4"),
    likelihood=("1", "2", "3", "4"),
    steps=(),
    guidance_cap=Level.HIGH,
    unsettled_cap=Level.MEDIUM,
    open_cap=Level.MEDIUM,
    prohibition_floor=Level.MEDIUM,
    redesign_families=3,
)


def _with(made: Made, more: Mapping[str, object]) -> Made:
    return msgspec.structs.replace(made, **more)


def when(**accepted: str | tuple[str, ...]) -> Condition:
    """One alternative: every question answered with (one of) the choices named."""
    return (
        tuple(has(name, *((choices,) if isinstance(choices, str) else choices)) for name, choices in accepted.items()),
    )


def has(question: str, *any_of: str) -> Test:
    """A test for at least one of the choices."""
    return Test(question=question, any_of=any_of)


def ask(
    name: str, kind: Kind = Kind.ONE, *, on: Condition = (), unless: Condition = (), role: Role | None = None
) -> Question:
    """A question with the choices a, b, c and, alone, none; places stand for themselves."""
    places = {"a": ("eu",), "b": ("fr",), "c": ("us",)} if role is Role.PLACES else {}
    choices = tuple(
        Choice(id=choice, text=choice, alone=choice == "none", places=places.get(choice, ()))
        for choice in ("a", "b", "c", "none")
    )
    return Question(
        id=name,
        section="s",
        kind=kind,
        text=name,
        help=name,
        who="Legal",
        choices=choices,
        when=on,
        unless=unless,
        role=role,
    )


def rule(
    name: str, on: Condition, *, weight: tuple[int, int] = (3, 4), sources: Iterable[str] = ("statute",), **more: object
) -> Rule:
    """A rule of that severity and likelihood on those sources."""
    made = Rule(
        id=name,
        family="f",
        title=name,
        matter="m",
        why="w",
        check="c",
        fine_when="f",
        severity=weight[0],
        likelihood=weight[1],
        when=on,
        sources=tuple(sources),
    )
    return _with(made, more)


def source(name: str, place: str = "eu", kind: SourceKind = SourceKind.STATUTE, **more: object) -> Source:
    """A source of that place and kind."""
    made = Source(
        id=name,
        place=place,
        kind=kind,
        instrument=name,
        pinpoint="1",
        title=name,
        says=name,
        url="https://example.org",
        confidence=Confidence.VERIFIED,
        checked=ON,
    )
    return _with(made, more)


def measure(name: str, *changes: object, effort: Effort = Effort.SMALL) -> Measure:
    """A measure that makes those changes."""
    return _with(
        Measure(id=name, title=name, how="h", effort=effort, owner="Legal", evidence="e", changes=()),
        {"changes": changes},
    )


SOURCES = (
    source("statute"),
    source("french", "fr"),
    source("decided", "fr", SourceKind.ENFORCEMENT),
    source("american", "us"),
    source("guidance", kind=SourceKind.GUIDANCE),
    source("coming", since=date(2027, 1, 1)),
    source("draft", status=Status.DRAFT),
    source("contested", status=Status.CONTESTED),
    source("repealed", until=date(2026, 1, 1)),
    source("for-b", when=when(q="b")),
)


def catalogue(
    questions: Iterable[Question],
    rules: Iterable[Rule],
    measures: Iterable[Measure] = (),
    steps: Iterable[Circumstance] = (),
) -> Catalogue:
    """A catalogue of these, after one question about places, with the sources above."""
    asked = {item.id: item for item in (ask("where", Kind.MANY, role=Role.PLACES), *questions)}
    return Catalogue(
        version="1",
        released=ON,
        digest="0",
        sections={},
        families={},
        places={
            "intl": Place(id="intl", name="World"),
            "eu": Place(id="eu", name="EU"),
            "fr": Place(id="fr", name="France", within="eu"),
            "us": Place(id="us", name="US"),
        },
        questions=asked,
        rules={item.id: item for item in rules},
        measures={item.id: item for item in measures},
        alternatives={},
        sources={item.id: item for item in SOURCES if not item.when or "q" in asked},
        scale=_with(ORDINARY, {"steps": tuple(steps)}),
    )


def answers(**given: Value) -> dict[str, Answer]:
    """Answers by question."""
    return {name: Answer(value=value) for name, value in given.items()}


def by_chance(seed: int | str) -> Random:
    """Chance that is the same each time."""
    return Random(seed)  # noqa: S311 - nothing secret


def plan_by_chance(
    catalogue: Catalogue, start: Mapping[str, Answer], share: float, chance: Random
) -> dict[str, Answer]:
    """The plan with a share of its answers replaced, taken away or not known."""
    made = dict(start)
    for question in catalogue.questions.values():
        if chance.random() < share:
            made[question.id] = Answer(value=_any_value(question, chance))
            if chance.random() < SOME:
                del made[question.id]
    return made


def _any_value(question: Question, chance: Random) -> Value:
    if chance.random() < SOME:
        return UNKNOWN
    if question.kind is Kind.NUMBER:
        return chance.choice((0, 999, 1000, 1001, 100_000, 100_001))
    if question.kind is Kind.ONE:
        return chance.choice(question.choices).id
    if question.kind is Kind.MANY:
        return tuple(
            choice.id for choice in chance.sample(question.choices, chance.randint(1, min(4, len(question.choices))))
        )
    return "words"
