"""What `pia new` says first: what is coming and how long it takes, then what to call the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pia.cli.manners import as_called
from pia.errors import Stopped

if TYPE_CHECKING:
    from pia.interview.face import Face
    from pia.records.drafts import Drafts

FEWEST, MOST = 30, 60
"""Questions that most plans are asked; ``tests/cli/test_welcome.py`` counts them."""

WELCOME = (
    "pia asks about a planned place where people are asked for a phone number.",
    f"{FEWEST} to {MOST} questions, ten to twenty minutes; then a verdict, and a report as PDF.",
    "Every answer is saved at once. Ctrl-C stops, and `pia resume` goes on.",
)

_LABEL = "Short name for the files, such as guest-checkout"

_HELP = (
    "The folder and the report are called by this name, and you type it in commands, such as `pia resume "
    "guest-checkout`. Name the place where people are asked; its full name is asked for next. 3 to 63 letters a-z, "
    "digits and hyphens. If you type something else, the nearest such name is filled in, and Enter takes it."
)


def welcome(face: Face) -> None:
    """Say in three lines what this is, how long it takes and what comes out."""
    for line in WELCOME:
        face.say(as_called(line))


def ask_name(face: Face, drafts: Drafts) -> str:
    """A name that no assessment has. What cannot be one is answered with the nearest that can, filled in."""
    from pia.interview.face import Back, Tone
    from pia.interview.stopping import stopping_by_signal
    from pia.records.drafts import check_name, near_name

    def fault(line: str) -> str | None:
        if near_name(line) not in {"", line}:
            return None  # answered below
        return check_name(line) or ("There is one of this name already." if drafts.exists(line) else None)

    near = ""
    try:
        with stopping_by_signal(face):
            while True:
                typed = face.line(_LABEL, fault, near, help=as_called(_HELP))
                if isinstance(typed, Back):
                    continue
                near = near_name(typed)
                if near == typed:
                    return typed
                face.say(f"The files can be called {near}: letters a-z, digits and hyphens.", Tone.NOTE)
    except (KeyboardInterrupt, EOFError):
        raise Stopped("Stopped before the first question; there is nothing to save.") from None
