"""Going on with a plan that was approved: everything is filled in, and only what changed is asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pia.errors import Stopped
from pia.interview.core import begin
from pia.interview.face import Back, Face, Given, Prompt, Tone
from pia.interview.values import shown
from pia.model import Choice, Kind, Question

if TYPE_CHECKING:
    from pia.model import Answers, Catalogue
    from pia.records.life import Life

NOTHING = "nothing"


def what_changed(face: Face, catalogue: Catalogue, life: Life, answers: Answers) -> tuple[str, ...]:
    """The questions to ask again: those of the sections a person says have changed. Empty when nothing is approved.

    Saying *don't know yet* asks everything again. Stopped when they leave.
    """
    if life.approval is None:
        return ()
    asked = begin(catalogue.questions, answers).asked
    sections = list(dict.fromkeys(catalogue.questions[name].section for name in asked))
    question = Question(
        id="changed",
        section="",
        kind=Kind.MANY,
        text=f"Revision {life.approval.act.revision} is approved. What has changed since?",
        help="What you tick is asked again, with your earlier answers filled in. Everything else stays as it is.",
        who="the team",
        choices=(
            *(Choice(id=name, text=catalogue.sections[name].title) for name in sections),
            Choice(id=NOTHING, text="Nothing: only show the answers", alone=True),
        ),
    )
    face.say(
        "The approval stays on that revision as it was answered then. What you change now becomes a new one when it is "
        "submitted.",
        Tone.NOTE,
    )
    try:
        while isinstance(reply := face.ask(Prompt(question)), Back):
            continue
    except (KeyboardInterrupt, EOFError):
        raise Stopped("Stopped. Nothing was changed.") from None
    value = reply.value if isinstance(reply, Given) else ()
    face.say(shown(question, value), Tone.ANSWER)
    chosen = value if isinstance(value, tuple) else tuple(sections)
    return tuple(name for name in asked if catalogue.questions[name].section in chosen)
