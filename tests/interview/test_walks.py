"""Both faces against a small model of what a person expects of a questionnaire, written apart from the program.

The model knows the small catalogue by heart, keeps plain dictionaries and shares no line with ``pia.interview``. A walk
is any mixture of answers, steps back, comments, help, questions left to others, stops and changes out of the review.
Each walk is gone three times: by the model, with arrow keys, and in numbered lines; every state that was saved on the
way has to be the same. PIA_WALKS says how many walks; without it, a few.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from pia.errors import Stopped
from pia.interview.face import Face
from pia.interview.walk import interview
from pia.model import UNKNOWN, Answer, Answers, Half, Value

from .conftest import lines, typing_arrows
from .small import CATALOGUE, SmallJudge
from .story import BACK, CLEAR, COMMENT, ENTER, answer_keys, answer_line

WALKS = int(os.environ.get("PIA_WALKS", "10"))

ORDER = ("point", "title", "uses", "consent", "proof", "days", "start")
LISTED = ("point", "uses", "consent")
WHO = {"days": "Engineering", "proof": "Engineering"}
VALUES: dict[str, list[Value]] = {
    "point": ["buy", "read", "bought"],
    "title": ["Till", "why? // not a comment", "Zähler 日本 é"],
    "uses": [("otp",), ("ads",), ("otp", "order", "ads"), ("order", "ads"), ("none",)],
    "consent": ["box", "pre", "terms"],
    "proof": ["CRM", "a ledger"],
    "days": [0, 30, 8000],
    "start": ["2026-03-01", "1999-12-31"],
}
TEXTS = ["", "a remark", "ask the till team"]

Seen = dict[str, tuple[Value, str, str, bool]]
"""By question: the value, the comment, who will know, and whether it counts as answered."""


class Model:
    """A questionnaire on paper: what is filled in, where the finger is, and what should be looked at again."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self.comments: dict[str, str] = {}
        self.asks: dict[str, str] = {}
        self.at: str | None = "point"
        self.again: set[str] = set()
        self.changing = False
        self.saved: list[Seen] = []

    def applies(self, name: str) -> bool:
        """The two questions that hang on others, by heart."""
        if name == "consent":
            return "ads" in self._list("uses")
        if name == "proof":
            return self.applies("consent") and self.values.get("consent") in {"box", "pre"}
        return True

    def applying(self) -> list[str]:
        """What is on the form at present."""
        return [name for name in ORDER if self.applies(name)]

    def due(self) -> list[str]:
        """What is empty, or to be looked at again."""
        return [name for name in self.applying() if name in self.again or name not in self.values]

    def write(self, value: Value, ask: str | None = None) -> None:
        """Fill in the line, and go to the next that is due. ``ask``: who will know it, while nobody does."""
        assert self.at
        name, before = self.at, self.applying()
        there = set(self.values) | set(self.comments)
        self.values[name] = value
        if ask is not None:
            self.asks[name] = ask
        elif value != UNKNOWN:
            self.asks.pop(name, None)
        self.again.discard(name)
        self.again |= {other for other in self.applying() if other not in before and other in there}
        self._save()
        self._on(after=name)

    def remark(self, text: str) -> None:
        """Write in the margin."""
        assert self.at
        self.comments.pop(self.at, None)
        if text:
            self.comments[self.at] = text
        self._save()

    def back(self) -> None:
        """One line up; from a change, to the review; from the review, to the last line."""
        if self.changing:
            self._on(after=None)
        elif self.at is None:
            self.at = self.applying()[-1]
        elif place := self.applying().index(self.at):
            if self.at in self.values:
                self.again.add(self.at)
            self.at = self.applying()[place - 1]

    def change(self, number: int) -> None:
        """Put the finger on a line out of the review."""
        self.at, self.changing = self.applying()[number - 1], True

    def seen(self) -> Seen:
        """What is on the form, crossed-out lines included."""
        return {
            name: (
                self.values.get(name, UNKNOWN),
                self.comments.get(name, ""),
                self.asks.get(name, ""),
                name in self.values,
            )
            for name in ORDER
            if name in self.values or name in self.comments
        }

    def _list(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name, ())
        return value if isinstance(value, tuple) else ()

    def _on(self, after: str | None) -> None:
        applying, due = self.applying(), self.due()
        place = applying.index(after) if after in applying else -1
        later = [name for name in due if applying.index(name) > place]
        self.at = next(iter(later or due), None)
        self.changing = False

    def _save(self) -> None:
        self.saved.append(self.seen())


class Walk(RuleBasedStateMachine):
    """One person answering, and what they press and type for it. Each list in ``keys`` and ``typed`` is one sitting."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.keys: list[list[str]] = [[]]
        self.typed: list[list[str]] = [[]]
        self.held = ""

    @precondition(lambda self: self.model.at)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """Answer, or say that it is not known."""
        name = self.model.at
        assert name
        value = data.draw(st.sampled_from([*VALUES[name], UNKNOWN]), label=name)
        self._press(answer_keys(CATALOGUE.questions[name], self._before(), value))
        self._type(answer_line(CATALOGUE.questions[name], value))
        self.model.write(value)

    @rule()
    def back(self) -> None:
        """Go one back, wherever this is."""
        self._press(BACK)
        self._type("<")
        self.model.back()

    @precondition(lambda self: self.model.at)
    @rule(text=st.sampled_from(TEXTS))
    def remark(self, text: str) -> None:
        """Comment, change the comment, or take it away."""
        self._press(COMMENT)
        self._press(CLEAR + text + ENTER)
        there = self.model.at in self.model.comments
        self._type(f"// {text}") if text else self._type("//", "-" if there else "")
        self.model.remark(text)

    @precondition(lambda self: self.model.at)
    @rule(who=st.sampled_from(["", "Legal", "the games team"]))
    def leave(self, who: str) -> None:
        """Leave it to whoever will know, by name or to those the catalogue names."""
        name = self.model.at
        assert name
        self._press(("" if name in LISTED else CLEAR) + "@")
        self._press(CLEAR + who + ENTER)
        there = name in self.model.asks
        self._type(f"@ {who}") if who else self._type("@", "-" if there else "")
        self.model.write(UNKNOWN, who or WHO.get(name, "Product"))

    @precondition(lambda self: self.model.at)
    @rule()
    def help(self) -> None:
        """Read the help, and close it: nothing changes."""
        self.held += "??" if self.model.at in LISTED else CLEAR + "??"
        self._type("?")

    @precondition(lambda self: not self.model.again and [self.model.at] == self.model.due()[:1])
    @rule()
    def stop(self) -> None:
        """Stop where one would go on anyway, and go on."""
        self._press("\x03")
        self.keys.append([])
        self.typed.append([])

    @precondition(lambda self: self.model.at is None)
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        """Change an answer out of the review."""
        number = data.draw(st.integers(1, len(self.model.applying())))
        self._press(f"{number}{ENTER}")
        self._type(str(number))
        self.model.change(number)

    def teardown(self) -> None:
        """Go the walk with both faces."""
        expected = [state for place, state in enumerate(self.model.saved) if state != ([{}, *self.model.saved][place])]
        with typing_arrows() as arrows:
            assert sittings(lambda keys: arrows(keys)[0], self.keys) == expected
        assert sittings(lambda typed: lines(typed)[0], self.typed) == expected

    def _before(self) -> Answer | None:
        name = self.model.at
        return Answer(value=self.model.values[name], asked="x") if name in self.model.values else None

    def _press(self, keys: str) -> None:
        self.keys[-1].append(self.held + keys)
        self.held = ""

    def _type(self, *typed: str) -> None:
        self.typed[-1] += typed


def sittings(face: Callable[[list[str]], Face], those: list[list[str]]) -> list[Seen]:
    """Every different state that was saved over all sittings, each of which goes on where the last one stopped."""
    saved: list[Seen] = []
    answers: Answers = {}
    half: Half | None = None

    def save(now: Answers, typed: Half | None) -> None:
        nonlocal answers, half
        answers, half = dict(now), typed
        seen = {name: (one.value, one.comment, one.ask, bool(one.asked)) for name, one in now.items()}
        if seen != (saved[-1] if saved else {}):
            saved.append(seen)

    for typed in those:
        try:
            interview(CATALOGUE, answers, face(typed), save, SmallJudge, half=half)
        except Stopped:
            continue
    return saved


TestWalks = Walk.TestCase
TestWalks.settings = settings(
    max_examples=WALKS,
    stateful_step_count=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink] if WALKS > 100 else [Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
