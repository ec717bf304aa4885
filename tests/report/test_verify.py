"""What `pia verify` rests on: every changed byte shows, every rewriting shows, and nothing is claimed beyond that."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec
import pikepdf
import pytest

from pia.assess import assess
from pia.catalogue import load
from pia.errors import BrokenFile, WrongUse
from pia.model import Assessment, Catalogue
from pia.records.answers import read_answers
from pia.report import render_pdf
from pia.report.data import documents
from pia.report.inside import LARGEST_PART, look_inside
from pia.report.renderer import Renderer
from pia.report.seal import seal_of, sealed
from pia.report.verify import Outcome, State, Verification, verify
from report import tampering
from report.conftest import HERE

Render = Callable[..., bytes]
Verify = Callable[[bytes], Verification]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The real one: judging again needs rules that were judged before."""
    return load()


@pytest.fixture(scope="module")
def judged(catalogue: Catalogue) -> Assessment:
    """A worked example."""
    answers = read_answers(HERE.parent / "scenarios/courier.toml", catalogue).answers
    return assess(catalogue, answers, date(2026, 11, 24), name="courier")


@pytest.fixture(scope="module")
def report(catalogue: Catalogue, judged: Assessment) -> bytes:
    """Its report."""
    return render_pdf(catalogue, judged)


@pytest.fixture(scope="module")
def verified(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verify]:
    """Checks the bytes of a report."""
    path = tmp_path_factory.mktemp("reports") / "report.pdf"
    with Renderer() as renderer:

        def check(content: bytes) -> Verification:
            path.write_bytes(content)
            return verify(look_inside(path), catalogue, renderer)

        yield check


def test_a_report_is_intact_made_again_and_judged_again(report: bytes, verified: Verify) -> None:
    found = verified(report)
    assert found.state is State.INTACT
    assert {found.consistent.outcome, found.made_again.outcome, found.judged_again.outcome} == {Outcome.YES}
    assert found.sound
    assert (found.name, found.verdict, found.on) == ("courier", "collect", date(2026, 11, 24))


def test_every_flipped_bit_breaks_the_seal(report: bytes) -> None:
    chance = random.Random(20261124)  # noqa: S311 - not for secrets
    seal = seal_of(report)
    assert seal is not None
    special = [seal.at - 20, seal.at, seal.at + 63, seal.at + 64, 0, len(report) - 1]
    for at in (*special, *(chance.randrange(len(report)) for _ in range(250))):
        flipped = bytearray(report)
        flipped[at] ^= 1 << chance.randrange(8)
        found = seal_of(bytes(flipped))
        assert found is None or not found.holds(bytes(flipped)), at


def test_a_flipped_bit_is_told(report: bytes, verified: Verify) -> None:
    for at in (3, len(report) // 3, len(report) - 2):
        flipped = bytearray(report)
        flipped[at] ^= 4
        found = verified(bytes(flipped))
        assert not found.sound
        assert found.state in {State.CHANGED, State.CUT}


SAMPLE = {
    "nothing but saved again, sealed anew",
    "painted over",
    "text dropped, sealed anew",
    "findings dropped from the data, sealed anew",
    "answers edited, sealed anew",
    "metadata added, sealed anew",
    "a revision added",
    "half of it",
    "saved linearized",
}


def test_rewritten_reports_are_told(report: bytes, verified: Verify) -> None:
    ways = dict(tampering.rewritten(report))
    assert len(ways) >= 50
    assert ways.keys() >= SAMPLE
    for name in SAMPLE:
        assert not verified(ways[name]).sound, name


def test_data_of_another_verdict_under_the_same_catalogue_are_told(
    catalogue: Catalogue, judged: Assessment, verified: Verify
) -> None:
    milder = msgspec.structs.replace(judged, findings=(), verdict=type(judged.verdict).COLLECT)
    found = verified(render_pdf(catalogue, milder))
    assert found.state is State.INTACT
    assert found.made_again.outcome is Outcome.YES
    assert found.judged_again.outcome is Outcome.NO
    assert not found.sound


def test_what_is_added_later_is_not_taken_for_the_report(report: bytes, verified: Verify, tmp_path: Path) -> None:
    with pikepdf.new() as other:
        other.add_blank_page()
        other.attachments["assessment.json"] = b"{}"
        other.save(tmp_path / "other.pdf")
    added = report + (tmp_path / "other.pdf").read_bytes()
    found = verified(added)
    assert found.state is State.ADDED
    assert found.consistent.outcome is Outcome.YES
    assert not found.sound


def test_signatures_are_told_from_other_additions(report: bytes, catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(report + b"% stands for a signature\n")
    with Renderer() as renderer:

        def signed(content: bytes, length: int) -> str | None:
            return "One signature follows." if content[length:].startswith(b"% stands") else None

        assert verify(look_inside(path), catalogue, renderer, appended=signed).state is State.SIGNED
        path.write_bytes(report + b"% something else\n")
        assert verify(look_inside(path), catalogue, renderer, appended=signed).state is State.ADDED


def test_other_versions_and_catalogues_are_named_not_blamed(report: bytes, verified: Verify) -> None:
    found = verified(sealed(report.replace(b"; weasyprint 7", b"; weasyprint 6", 1)))
    assert found.made_again.outcome is Outcome.UNKNOWN
    assert "weasyprint 60.0 (here 70.0)" in found.made_again.why


def test_another_catalogue_is_named(catalogue: Catalogue, judged: Assessment, verified: Verify) -> None:
    older = msgspec.structs.replace(catalogue, digest="d" * 64)
    found = verified(render_pdf(older, msgspec.structs.replace(judged, digest="d" * 64)))
    assert found.made_again.outcome is Outcome.YES
    assert found.judged_again.outcome is Outcome.UNKNOWN
    assert "dddddddddddd" in found.judged_again.why
    assert found.sound


def test_the_report_is_made_from_what_it_carries(report: bytes, catalogue: Catalogue, judged: Assessment) -> None:
    with _opened(report) as pdf:
        carried = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    made = documents(catalogue, judged)
    assert carried["assessment.json"] == made.assessment
    assert carried["catalogue.json"] == made.catalogue
    again_catalogue, again = made.decoded()
    assert again == judged
    assert documents(again_catalogue, again, made.advice()) == made


def _opened(report: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(report))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not a PDF"),
        (b"plain text", "is not a PDF"),
        (b"%PDF-1.7\n" + b"\x00" * 500, "is broken"),
        (b"%PDF-1.7\n1 0 obj << /Length 9999999999 >> stream\nxx", "is broken"),
    ],
)
def test_what_is_no_report_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    with pytest.raises(BrokenFile, match=sentence) as told:
        look_inside(path)
    assert "\n" not in str(told.value)


def test_a_foreign_and_an_encrypted_pdf_are_one_sentence(report: bytes, tmp_path: Path) -> None:
    with pikepdf.new() as foreign:
        foreign.add_blank_page()
        foreign.save(tmp_path / "foreign.pdf")
    with pytest.raises(BrokenFile, match="not a report that pia made"):
        look_inside(tmp_path / "foreign.pdf")
    with _opened(report) as pdf:
        pdf.save(tmp_path / "secret.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(BrokenFile, match="is encrypted"):
        look_inside(tmp_path / "secret.pdf")
    with pytest.raises(WrongUse, match="no such file"):
        look_inside(tmp_path / "missing.pdf")


def test_a_bomb_in_an_attachment_is_not_unpacked(report: bytes, tmp_path: Path) -> None:
    with _opened(report) as pdf:
        pdf.attachments["assessment.json"].get_file().obj.write(b" " * (LARGEST_PART + 10))
        pdf.save(tmp_path / "bomb.pdf")
    assert (tmp_path / "bomb.pdf").stat().st_size < 1_000_000
    inside = look_inside(tmp_path / "bomb.pdf")
    assert not inside.readable
    assert "assessment.json" not in inside.files


def test_answers_are_found_in_what_is_left_of_a_file(report: bytes, tmp_path: Path) -> None:
    whole = tmp_path / "whole.pdf"
    whole.write_bytes(report)
    path = tmp_path / "half.pdf"
    path.write_bytes(report[: int(len(report) * 0.99)])
    inside = look_inside(path)
    assert not inside.readable or inside.files
    assert inside.files["answers.json"] == look_inside(whole).files["answers.json"]
