"""Each check of `pia verify` and what it says, on files without pages, by a renderer that makes what it is told.

What real reports do under real hands is in ``test_verify``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from invented import ON, answers, ask, catalogue, rule, when
from records.lives import AT, NEXT_YEAR

from pia.assess import assess
from pia.errors import PangoMissing, PiaError
from pia.model import UNKNOWN, Answer, Approved, Assessment, Decided, Kind, Role
from pia.records.stream import Stream, When, seal
from pia.report import data
from pia.report.data import Documents
from pia.report.edition import edition
from pia.report.inside import Inside
from pia.report.metadata import Made
from pia.report.seal import seal_of, sealed
from pia.report.verify import Check, Outcome, State, Verification, verify

LAW = catalogue([ask("p"), ask("called", Kind.TEXT, role=Role.TITLE)], [rule("x", when(p="a"), weight=(3, 3))])
LAW = msgspec.structs.replace(LAW, version="2.1.0", digest="c" * 64)
PLAN = {"where": Answer(value=("a",)), **answers(p="a", called="Till")}
TOLD = assess(LAW, PLAN, ON, name="a-plan")
HERE = {"pia": "0.1.0", "edition": edition(), "weasyprint": "70.0"}


class Renderer:
    """Makes the file it was given, and remembers what for."""

    def __init__(self, again: bytes | PiaError) -> None:
        self.again = again
        self.asked: list[tuple[Documents, str, Path | None]] = []

    def make(self, documents: Documents, *, paper: str, fonts: Path | None) -> Any:  # noqa: ANN401 - all but a Done
        """The report."""
        self.asked.append((documents, paper, fonts))
        if isinstance(self.again, PiaError):
            raise self.again
        return type("Done", (), {"content": self.again})


def decided() -> Decided:
    """An approval to print."""
    act = Approved(revision=1, sha256="0" * 64, review_on=NEXT_YEAR)
    record = seal(Stream("a-plan", ()), act, by="reviewer", when=When(AT, ON), catalogue=LAW)
    return Decided(schema=1, decision=record)


def report(
    told: Assessment = TOLD,
    *,
    versions: Mapping[str, str] = HERE,
    fonts: Mapping[str, str] | None = None,
    printed: Decided | None = None,
    **files: bytes,
) -> Inside:
    """A sealed file without pages. ``printed``: a decision.

    ``files`` (``answers``, ...) stand in the place of those that belong there.
    """
    made = data.documents(LAW, told, decided=printed)
    carried = {
        data.ASSESSMENT: made.assessment,
        data.CATALOGUE: made.catalogue,
        data.ANSWERS: data.answers_json(told),
        **({data.DECISION: made.decision} if printed else {}),
        **{f"{name}.json": content for name, content in files.items()},
    }
    says = Made(
        assessment=data.sha256(carried[data.ASSESSMENT]),
        excerpt=data.sha256(carried[data.CATALOGUE]),
        catalogue=told.catalogue,
        digest=told.digest,
        paper="letter",
        versions=versions,
        fonts=fonts or {},
        decision=data.sha256(carried[data.DECISION]) if data.DECISION in carried else "",
    )
    content = sealed(b"%PDF-1.7\n" + says.described().encode() + b"\n%%EOF\n")
    return Inside(Path("report.pdf"), content, seal_of(content), says, carried)


def holding(inside: Inside, content: bytes) -> Inside:
    """The file with another content."""
    return dataclasses.replace(inside, content=content, seal=seal_of(content))


def checked(inside: Inside, again: bytes | PiaError | None = None, **more: Any) -> Verification:  # noqa: ANN401
    """What comes of checking it, when making it again gives ``again``: the same file if nothing else is said."""
    renderer: Any = Renderer(inside.content if again is None else again)
    return verify(inside, LAW, renderer, **more)


def test_a_whole_report_is_described_by_what_it_says_of_itself() -> None:
    """And every check says what it found."""
    inside = report()
    assert checked(inside) == Verification(
        file="report.pdf",
        state=State.INTACT,
        state_why="Not one byte has changed since the report was made and sealed.",
        consistent=Check(outcome=Outcome.YES, why="The data inside are those its metadata name."),
        made_again=Check(outcome=Outcome.YES, why="Made again from its own data, it is the same, byte for byte."),
        judged_again=Check(
            outcome=Outcome.YES, why="Its answers, judged again, lead to the same findings and verdict."
        ),
        name="a-plan",
        title="Till",
        verdict="redesign",
        on=ON,
        assessment_digest=data.sha256(inside.files["assessment.json"]),
        catalogue="2.1.0",
        catalogue_digest="c" * 64,
        versions=HERE,
    )
    assert checked(inside).sound


@pytest.mark.parametrize(
    ("called", "title"), [(UNKNOWN, ""), ("x" * 160, "x" * 160), ("x" * 161, "x" * 159 + "…")], ids=len
)
def test_a_title_is_said_if_there_is_one_and_never_at_length(called: str, title: str) -> None:
    """Don't know yet is no title."""
    assert checked(report(assess(LAW, PLAN | answers(called=called), ON))).title == title


@pytest.mark.parametrize(
    ("change", "state", "why"),
    [
        (lambda content: b"%PDF-1.6" + content[8:], State.CHANGED, "At least one byte is not as it was"),
        (lambda content: b"%PDF-1.7 " + content[8:], State.CHANGED, "It was edited, or another program"),
        (lambda content: content.replace(b"fileSha256", b"fileSha-256"), State.CHANGED, "It was edited, or another"),
        (lambda content: content[:-3], State.CUT, "The end of the file is missing; {length} bytes are there."),
        (lambda content: content[:20], State.CUT, "The end of the file is missing; 20 bytes are there."),
        (lambda content: content + b"%more\n", State.ADDED, "but something follows it (6 bytes). That may change"),
    ],
)
def test_what_became_of_the_file(change: Any, state: State, why: str) -> None:  # noqa: ANN401
    """Changed where it stands, saved again, cut off, added to: never sound, its data looked at only if it is whole."""
    inside = report()
    changed = holding(inside, change(inside.content))
    found = checked(changed)
    assert found.state is state
    assert why.format(length=f"{len(changed.content):,}") in found.state_why
    assert not found.sound
    looked = Outcome.UNKNOWN if state is not State.ADDED else Outcome.YES
    assert {found.consistent.outcome, found.judged_again.outcome} == {looked}
    if state is not State.ADDED:
        assert found.consistent.why == "The file is not what was made, so there is nothing to compare."


def test_what_follows_may_be_signatures_and_nothing_else() -> None:
    """Whoever can tell is given the file and where its sealed part ends."""
    inside = report()
    more = holding(inside, inside.content + b"%signed\n")

    def told(content: bytes, length: int) -> str | None:
        return "One signature." if content[length:] == b"%signed\n" else None

    signed = checked(more, inside.content, appended=told)
    assert (signed.state, signed.state_why, signed.sound) == (State.SIGNED, "One signature.", True)
    other = checked(holding(inside, inside.content + b"%other\n"), inside.content, appended=told)
    assert (other.state, other.sound) == (State.ADDED, False)


GONE = "Its metadata or the data it carries are gone, or cannot be read."


@pytest.mark.parametrize("name", ["assessment.json", "catalogue.json", "answers.json", None])
def test_what_is_not_there_cannot_be_compared(name: str | None) -> None:
    """A file that is gone, or the metadata: nothing is made or judged from the rest."""
    inside = report()
    left = {other: content for other, content in inside.files.items() if other != name}
    found = checked(dataclasses.replace(inside, files=left, made=inside.made if name else None))
    assert found.consistent == Check(outcome=Outcome.NO, why=GONE)
    assert {found.made_again.outcome, found.judged_again.outcome} == {Outcome.UNKNOWN}
    assert not found.sound


@pytest.mark.parametrize("name", ["assessment.json", "catalogue.json", "decision.json"])
def test_each_file_is_the_one_that_the_metadata_name(name: str) -> None:
    """A decision that was put in or taken out, too."""
    inside = report(printed=decided())
    other = {**inside.files, name: inside.files[name] + b" "}
    why = f"{name} inside is not the one its metadata name."
    assert checked(dataclasses.replace(inside, files=other)).consistent == Check(outcome=Outcome.NO, why=why)
    if name == "decision.json":
        assert checked(dataclasses.replace(report(), files=inside.files)).consistent.why == why


@pytest.mark.parametrize("name", ["assessment", "catalogue", "decision"])
def test_data_that_cannot_be_read_are_blamed_only_on_this_very_edition(name: str) -> None:
    """Another one may have written what this one does not know."""
    files: dict[str, Any] = {name: b'{"schema": 99}'}
    ours = checked(report(printed=decided(), **files))
    assert ours.consistent == Check(outcome=Outcome.NO, why="The data inside are not what pia writes.")
    assert (ours.title, ours.on) == ("", None)
    theirs = checked(report(printed=decided(), versions={"pia": "0.3.0", "edition": "e"}, **files))
    why = "This version of pia cannot read the data of pia 0.3.0, edition e."
    assert theirs.consistent == Check(outcome=Outcome.UNKNOWN, why=why)
    assert {theirs.made_again.outcome, theirs.judged_again.outcome} == {Outcome.UNKNOWN}


def test_the_answers_are_those_that_were_judged() -> None:
    """They stand in the report twice, and both say the same."""
    other = data.answers_json(assess(LAW, PLAN | answers(p="b"), ON, name="a-plan"))
    why = "The answers inside are not those that were judged."
    assert checked(report(answers=other)).consistent == Check(outcome=Outcome.NO, why=why)


def test_it_is_made_again_on_its_own_paper_from_its_own_data() -> None:
    """And with the fonts of the folder only where it needs some: without them, that is said by name."""
    plain, needy = report(printed=decided()), report(fonts={"f" * 64: "Example Sans", "e" * 64: "Example Serif"})
    fonts = Path("fonts")
    for inside, given in ((plain, None), (needy, fonts)):
        renderer: Any = Renderer(inside.content)
        assert verify(inside, LAW, renderer, fonts=fonts).sound
        assert renderer.asked == [(inside.documents, "letter", given)]
    found = checked(needy).made_again
    why = "It needs these fonts: Example Sans, Example Serif. Name their folder with --fonts."
    assert found == Check(outcome=Outcome.UNKNOWN, why=why)


def test_only_the_same_versions_must_make_the_same_file() -> None:
    """Other fonts, other versions: it cannot be told; nothing else is left to blame but what is on its pages."""
    inside = report()
    fonts = report(fonts={"f" * 64: "Example Sans"})
    assert checked(inside, fonts.content).made_again == Check(
        outcome=Outcome.UNKNOWN, why="The fonts in the folder are not those it was made with."
    )
    older = report(versions={**HERE, "weasyprint": "69.0", "gone": "1"})
    assert checked(older, report(versions={**HERE, "new": "2"}).content).made_again == Check(
        outcome=Outcome.UNKNOWN,
        why="It was made by other versions than are here: weasyprint 69.0 (here 70.0), gone 1 (here none), "
        "new none (here 2).",
    )
    for again in (inside.content.replace(b"EOF", b"eof"), b"nothing of ours"):
        found = checked(inside, again)
        assert found.made_again.outcome is Outcome.NO
        assert "it is another file: what is on its pages is not what pia makes of these data." in found.made_again.why
        assert not found.sound


def test_what_cannot_be_made_again_is_blamed_only_on_this_very_edition() -> None:
    """Not on a machine without the library that sets the type."""
    failed = PiaError("The page is too wide.")
    ours, theirs = report(), report(versions={**HERE, "edition": "e"})
    why = "Making it again failed. The page is too wide."
    assert checked(ours, failed).made_again == Check(outcome=Outcome.NO, why=why)
    assert checked(theirs, failed).made_again == Check(outcome=Outcome.UNKNOWN, why=why)
    assert checked(ours, PangoMissing()).made_again.outcome is Outcome.UNKNOWN


def test_it_is_judged_again_only_under_its_own_catalogue_and_edition() -> None:
    """Whoever has others is told which, and nobody is blamed."""
    elsewhere = msgspec.structs.replace(TOLD, catalogue="1.0.0", digest="d" * 64)
    found = checked(report(elsewhere))
    assert found.sound
    assert found.judged_again == Check(
        outcome=Outcome.UNKNOWN,
        why="It was judged under another catalogue (1.0.0, digest dddddddddddd) than is here (2.1.0, digest "
        "cccccccccccc).",
    )
    other = checked(report(versions={**HERE, "edition": "e"}))
    why = "It was judged by another version of pia than the one here: pia 0.1.0, edition e."
    assert other.judged_again == Check(outcome=Outcome.UNKNOWN, why=why)
    assert other.sound


def test_what_its_answers_do_not_lead_to_is_told() -> None:
    """A milder verdict, under the same catalogue and edition; a decision changes nothing about it."""
    milder = msgspec.structs.replace(TOLD, findings=(), level=None)
    why = "Its answers, judged again under the same catalogue, lead to something else than it says."
    assert checked(report(milder)).judged_again == Check(outcome=Outcome.NO, why=why)
    assert checked(report(printed=decided())).judged_again.outcome is Outcome.YES
