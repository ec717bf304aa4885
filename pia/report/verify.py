"""Whether a report is as it was made, and whether it says what its own data say.

Three checks, each of which catches what the one before cannot: the seal (any byte changed since), making it again from
its own data (pages, words or metadata changed, and sealed anew), judging its answers again (the data themselves
changed). What none of them can show: who made it, and that it is the one report on a plan rather than another one.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pia.assess import assess
from pia.errors import PangoMissing, PiaError
from pia.model import Assessment, Catalogue, Frozen, Role
from pia.report import data
from pia.report.clean import shorten
from pia.report.data import ANSWERS, Documents
from pia.report.edition import edition
from pia.report.inside import Inside
from pia.report.metadata import Made, made_of

if TYPE_CHECKING:
    from pia.report.renderer import Renderer

Appended = Callable[[bytes, int], str | None]
"""Takes a file and the length of its sealed part. Says what follows it, when that is nothing but signatures."""


class State(enum.Enum):
    """What became of the file since it was made."""

    INTACT = "intact"
    SIGNED = "intact, with signatures added"
    ADDED = "added to later"
    CUT = "cut off"
    CHANGED = "changed"


class Outcome(enum.Enum):
    """How one check ended."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "cannot be told"


class Check(Frozen, frozen=True):
    """One check and the sentence that says how it ended."""

    outcome: Outcome
    why: str


class Verification(Frozen, frozen=True):
    """What is known of a report. ``name`` to ``catalogue``: what it says of itself.

    ``consistent``: its parts agree with each other. ``made_again``: it comes out the same, byte for byte.
    ``judged_again``: its answers lead to what it says.
    """

    file: str
    state: State
    state_why: str
    consistent: Check
    made_again: Check
    judged_again: Check
    name: str = ""
    title: str = ""
    verdict: str = ""
    on: date | None = None
    assessment_digest: str = ""
    catalogue: str = ""
    catalogue_digest: str = ""
    versions: Mapping[str, str] = {}

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against it."""
        checks = (self.consistent, self.made_again, self.judged_again)
        return self.state in {State.INTACT, State.SIGNED} and not any(item.outcome is Outcome.NO for item in checks)


def verify(
    inside: Inside,
    catalogue: Catalogue,
    renderer: Renderer,
    *,
    fonts: Path | None = None,
    appended: Appended | None = None,
) -> Verification:
    """Check a report. ``catalogue``: the one that is here. ``appended``: tells signatures from other additions."""
    state, why = _state(inside, appended)
    decoded = _decoded(inside.documents)
    skipped = Check(outcome=Outcome.UNKNOWN, why="The file is not what was made, so there is nothing to compare.")
    consistent = made_again = judged_again = skipped
    if state in {State.INTACT, State.SIGNED, State.ADDED}:
        consistent = _consistent(inside, decoded)
    made, documents, seal = inside.made, inside.documents, inside.seal
    if consistent.outcome is Outcome.YES and made and documents and seal and decoded:
        made_again = _made_again(made, documents, inside.content[: seal.length], renderer, fonts)
        judged_again = _judged_again(made, documents, decoded[1], catalogue)
    found = Verification(
        file=inside.path.name,
        state=state,
        state_why=why,
        consistent=consistent,
        made_again=made_again,
        judged_again=judged_again,
    )
    return found if decoded is None else _described(found, inside, *decoded)


def _state(inside: Inside, appended: Appended | None) -> tuple[State, str]:
    seal, content = inside.seal, inside.content
    ends = content.rstrip().endswith(b"%%EOF")
    if seal is None or not seal.holds(content):
        if ends and seal is not None and len(content) == seal.length:
            return State.CHANGED, "At least one byte is not as it was when the report was made."
        if ends:
            return State.CHANGED, "It was edited, or another program has saved it again."
        return State.CUT, f"The end of the file is missing; {len(content):,} bytes are there."
    if len(content) == seal.length:
        return State.INTACT, "Not one byte has changed since the report was made and sealed."
    if appended is not None and (signed := appended(content, seal.length)) is not None:
        return State.SIGNED, signed
    return State.ADDED, (
        f"The report itself is whole, but something follows it ({len(content) - seal.length:,} bytes). "
        "That may change what is seen on its pages: do not rely on what you read there."
    )


def _decoded(documents: Documents | None) -> tuple[Catalogue, Assessment] | None:
    if documents is None:
        return None
    try:
        documents.decided()
        return documents.decoded()
    except msgspec.DecodeError:
        return None


def _consistent(inside: Inside, decoded: tuple[Catalogue, Assessment] | None) -> Check:
    if inside.made is None or inside.documents is None or ANSWERS not in inside.files:
        return Check(outcome=Outcome.NO, why="Its metadata or the data it carries are gone, or cannot be read.")
    told = {
        data.ASSESSMENT: inside.made.assessment,
        data.CATALOGUE: inside.made.excerpt,
        data.DECISION: inside.made.decision,
    }
    for name, digest in inside.documents.digests().items():
        if told[name] != digest:
            return Check(outcome=Outcome.NO, why=f"{name} inside is not the one its metadata name.")
    if decoded is None:
        if inside.made.versions.get("edition") == edition():
            return Check(outcome=Outcome.NO, why="The data inside are not what pia writes.")
        return Check(outcome=Outcome.UNKNOWN, why=f"This version of pia cannot read the data of {_maker(inside.made)}.")
    if inside.files[ANSWERS] != data.answers_json(decoded[1]):
        return Check(outcome=Outcome.NO, why="The answers inside are not those that were judged.")
    return Check(outcome=Outcome.YES, why="The data inside are those its metadata name.")


def _made_again(made: Made, documents: Documents, sealed: bytes, renderer: Renderer, fonts: Path | None) -> Check:
    if made.fonts and fonts is None:
        named = ", ".join(made.fonts.values())
        return Check(outcome=Outcome.UNKNOWN, why=f"It needs these fonts: {named}. Name their folder with --fonts.")
    try:
        again = renderer.make(documents, paper=made.paper, fonts=fonts if made.fonts else None).content
    except PiaError as error:
        theirs = made.versions.get("edition") == edition() and not isinstance(error, PangoMissing)
        return Check(outcome=Outcome.NO if theirs else Outcome.UNKNOWN, why=f"Making it again failed. {error}")
    if again == sealed:
        return Check(outcome=Outcome.YES, why="Made again from its own data, it is the same, byte for byte.")
    return _differs(made, made_of(again.decode("latin-1")) or made)


def _differs(there: Made, here: Made) -> Check:
    if here.fonts != there.fonts:
        return Check(outcome=Outcome.UNKNOWN, why="The fonts in the folder are not those it was made with.")
    if others := _others(there.versions, here.versions):
        return Check(outcome=Outcome.UNKNOWN, why=f"It was made by other versions than are here: {others}.")
    return Check(
        outcome=Outcome.NO,
        why="Made again from its own data by the same versions, it is another file: what is on its pages is not what "
        "pia makes of these data.",
    )


def _others(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    return ", ".join(
        f"{name} {there.get(name, 'none')} (here {here.get(name, 'none')})"
        for name in dict.fromkeys((*there, *here))
        if there.get(name) != here.get(name)
    )


def _maker(made: Made) -> str:
    return f"pia {made.versions.get('pia', '')}, edition {made.versions.get('edition', '')}"


def _judged_again(made: Made, documents: Documents, told: Assessment, catalogue: Catalogue) -> Check:
    if told.digest != catalogue.digest:
        return Check(
            outcome=Outcome.UNKNOWN,
            why=f"It was judged under another catalogue ({told.catalogue}, digest {told.digest[:12]}) than is here "
            f"({catalogue.version}, digest {catalogue.digest[:12]}).",
        )
    if made.versions.get("edition") != edition():
        why = f"It was judged by another version of pia than the one here: {_maker(made)}."
        return Check(outcome=Outcome.UNKNOWN, why=why)
    try:
        judged = assess(catalogue, told.answers, told.on, name=told.name)
        again = data.documents(catalogue, judged, decided=documents.decided())
    except (KeyError, TypeError, ValueError):  # answers that no question here can have
        again = None
    if again == documents:
        return Check(outcome=Outcome.YES, why="Its answers, judged again, lead to the same findings and verdict.")
    return Check(
        outcome=Outcome.NO,
        why="Its answers, judged again under the same catalogue, lead to something else than it says.",
    )


def _described(found: Verification, inside: Inside, catalogue: Catalogue, told: Assessment) -> Verification:
    return msgspec.structs.replace(
        found,
        name=told.name,
        title=shorten(catalogue.said(Role.TITLE, told.answers), 160),
        verdict=told.verdict.value,
        on=told.on,
        assessment_digest=data.sha256(inside.files[data.ASSESSMENT]),
        catalogue=told.catalogue,
        catalogue_digest=told.digest,
        versions=dict(inside.made.versions) if inside.made else {},
    )
