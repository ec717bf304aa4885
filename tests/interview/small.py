"""A small catalogue that holds every kind of question, branches, a choice that stands alone and a very long choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pia.model import Answers, Catalogue, Choice, Kind, Level, Question, Scale, Section, Test

LONG = "They tick a box that starts empty, under a sentence that says in plain words what the calls are about, at last"


def _when(question: str, *choices: str) -> tuple[tuple[Test, ...], ...]:
    return ((Test(question=question, any_of=choices),),)


def _choices(**texts: str) -> tuple[Choice, ...]:
    return tuple(Choice(id=name, text=text, alone=name == "none") for name, text in texts.items())


QUESTIONS = (
    Question(
        id="point",
        section="plan",
        kind=Kind.ONE,
        text="What is the person doing when the number is asked for or taken?",
        help="Choose what the person came for.",
        who="Product",
        choices=_choices(buy="Buying something", read="Reading a post", bought="Nothing: we buy a list"),
    ),
    Question(
        id="title",
        section="plan",
        kind=Kind.TEXT,
        text="What do you call this collection point?",
        help="A short name that colleagues recognise.",
        who="Product",
    ),
    Question(
        id="uses",
        section="use",
        kind=Kind.MANY,
        text="For which purposes will the phone number collected at this point be used, now and in the year to come?",
        help="List every use, also later ones.",
        who="Product",
        choices=_choices(otp="One-time codes", order="Their own order", ads="Calls that sell", none="None of these"),
    ),
    Question(
        id="consent",
        section="use",
        kind=Kind.ONE,
        text="How do they agree to the calls?",
        help="A box ticked in advance is no consent.",
        who="Product",
        choices=_choices(box=LONG, pre="The box is ticked already", terms="It is in the terms"),
        when=_when("uses", "ads"),
    ),
    Question(
        id="proof",
        section="use",
        kind=Kind.TEXT,
        text="Where is the consent recorded?",
        help="Name the system.",
        who="Engineering",
        when=_when("consent", "box", "pre"),
    ),
    Question(
        id="days",
        section="keep",
        kind=Kind.NUMBER,
        text="After how long is the number deleted?",
        help="Count from the last use.",
        who="Engineering",
        unit="days",
    ),
    Question(
        id="start",
        section="keep",
        kind=Kind.DATE,
        text="When does the collecting start?",
        help="The day of the release.",
        who="Product",
    ),
)

CATALOGUE = Catalogue(
    version="1.0.0",
    released=date(2026, 1, 1),
    digest="",
    sections={name: Section(id=name, title=title) for name, title in (
        ("plan", "The plan"), ("use", "The use"), ("keep", "How long it is kept"),
    )},
    families={},
    places={},
    questions={question.id: question for question in QUESTIONS},
    rules={},
    measures={},
    alternatives={},
    sources={},
    scale=Scale(
        matrix=(), severity=(), likelihood=(), steps=(), guidance_cap=Level.HIGH, unsettled_cap=Level.MEDIUM,
        open_cap=Level.MEDIUM, prohibition_floor=Level.MEDIUM, redesign_families=3,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class SmallJudge:
    """Finds one thing: that bought numbers, or calls that sell, are planned."""

    answers: Answers

    def consequence(self, before: SmallJudge) -> str | None:
        """As the real one words it."""
        had, has = before._found(), self._found()
        if has and not had:
            return "Raises high: Calls that sell. What helps: Ask people yourself."
        return "No longer raised (high): Calls that sell." if had and not has else None

    def standing(self) -> str:
        """As the real one words it, at its longest."""
        return "so far: collect with conditions" if self._found() else ""

    def fitted(self, question: Question) -> tuple[Question, str]:
        """As it is."""
        return question, ""

    def raised(self) -> Mapping[str, tuple[str, ...]]:
        """With the answer that raised it."""
        return dict.fromkeys(self._found(), ("high: Calls that sell",))

    def outcome(self) -> Iterator[str]:
        """As the real one words it."""
        yield "Verdict: redesign" if self._found() else "Verdict: collect"
        if self._found():
            yield "The least work that brings it to “collect”: 1 step (days of work)."
            yield "M1 Ask people yourself (days)"

    def _found(self) -> list[str]:
        return [name for name, answer in self.answers.items() if answer.value == "bought" or "ads" in str(answer.value)]
