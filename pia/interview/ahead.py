"""Which question this is, and how many there will be. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pia.interview.core import Interview
    from pia.model import Condition, Test, Value


@dataclass(frozen=True, slots=True)
class Progress:
    """``number``: the question's place among those that apply, as in the review; 0 in the review itself.

    ``least``: how many apply now. ``most``: how many might, with other answers to what is still to be answered.
    """

    number: int
    least: int
    most: int

    @property
    def total(self) -> str:
        """How many there will be: ``37``, or ``24 to 51`` while that depends on answers still to be given."""
        return f"{self.least}" if self.least == self.most else f"{self.least} to {self.most}"

    def __str__(self) -> str:
        """``7 of 24 to 51``."""
        return f"{self.number} of {self.total}"


def progress(state: Interview) -> Progress:
    """Where the person is. On the way forward ``least`` never falls and ``most`` never rises."""
    number = 0 if state.at is None else state.number(state.at)
    return Progress(number, len(state.asked), _at_most(state))


def _at_most(state: Interview) -> int:
    """How many questions apply, or would after some answers to those that are due.

    It may be more than anyone is asked: of two that exclude each other, both count while neither is ruled out. What was
    answered *don't know yet* opens nothing.
    """
    known: dict[str, Value] = {}
    free: set[str] = set()
    stuck: set[str] = set()
    asked, due = set(state.asked), set(state.due)

    def passed(test: Test) -> bool:
        return test.question in known and test.passes(known[test.question])

    def might(test: Test) -> bool:
        return test.question in free or passed(test)

    def must(test: Test) -> bool:
        return test.question in stuck or passed(test)

    for name, question in state.questions.items():
        if (question.when and not _any(question.when, might)) or _any(question.unless, must):
            continue
        if name in due or name not in asked:
            free.add(name)
        elif state.answers[name].known:
            known[name] = state.answers[name].value
        else:
            stuck.add(name)
    return len(known) + len(free) + len(stuck)


def _any(condition: Condition, holds: Callable[[Test], bool]) -> bool:
    return any(all(map(holds, tests)) for tests in condition)
