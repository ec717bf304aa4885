"""The assessments to go on with: how far each has come, what it comes to so far, and when it was last changed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pia.errors import PiaError, Stopped, WrongUse

if TYPE_CHECKING:
    from pia.interview.face import Face
    from pia.model import Catalogue
    from pia.records.drafts import Drafts

_SPANS = ((60, "minute"), (60, "hour"), (24, "day"), (7, "week"), (52, "year"))
"""How many of the one before make one of these."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One assessment, and in words how it stands: "12 of 31 answered, undecided so far, changed 2 hours ago"."""

    name: str
    words: str


def standings(drafts: Drafts, catalogue: Catalogue, on: date) -> list[Standing]:
    """All assessments, the one changed last first. One that cannot be read says why, and hides no other."""
    now = time.time()
    return [Standing(name, _words(drafts, catalogue, on, name, now)) for name in drafts.names()]


def pick(face: Face, those: Sequence[Standing]) -> str:
    """The name of the assessment a person chooses to go on with; Stopped when they choose none."""
    from pia.interview.face import Back, Tone
    from pia.interview.stopping import stopping_by_signal

    def fault(line: str) -> str | None:
        good = line.isdecimal() and len(line) <= len(str(len(those))) and 1 <= int(line) <= len(those)
        return None if good else f"Type a number from 1 to {len(those)}."

    try:
        with stopping_by_signal(face):
            face.say("Assessments to go on with", Tone.HEADING)
            for number, one in enumerate(those, 1):
                face.say(f"{one.name}: {one.words}", Tone.ITEM, f"{number}. ")
            while isinstance(typed := face.line("Number to go on with", fault), Back):
                continue
    except (KeyboardInterrupt, EOFError):
        raise Stopped("Stopped. Nothing was changed.") from None
    name = those[int(typed) - 1].name
    face.say(name, Tone.ANSWER)
    return name


def only(those: Sequence[Standing], called: str) -> WrongUse:
    """What to say where nobody is there to choose: all of them, each as it would be typed."""
    width = max(len(one.name) for one in those)
    lines = "\n".join(f"  {called} {one.name:{width}}  {one.words}" for one in those)
    return WrongUse(f"pia asks questions only in a terminal, and this is not one. There, type one of:\n{lines}")


def ago(seconds: float) -> str:
    """A length of time as people say it: "just now", "2 hours ago", "3 weeks ago"."""
    count, said = int(seconds), ""
    for size, name in _SPANS:
        count //= size
        if count < 1:
            break
        said = f"{count} {name}{'' if count == 1 else 's'} ago"
    return said or "just now"


def _words(drafts: Drafts, catalogue: Catalogue, on: date, name: str, now: float) -> str:
    from pia.assess import assess
    from pia.interview.ahead import progress
    from pia.interview.core import begin

    try:
        file = drafts.load(name, catalogue)
    except PiaError as error:
        return f"cannot be read: {error}"
    state = begin(catalogue.questions, file.everything)
    done = len(state.asked) - len(state.due)
    verdict = assess(catalogue, file.answers, on).verdict.value
    return f"{done} of {progress(state).total} answered, {verdict} so far, changed {ago(now - drafts.changed(name))}"
