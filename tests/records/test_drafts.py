"""Drafts: kept whole after every answer, found again, and never written where they may not be."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from pia.catalogue import load
from pia.errors import CannotWrite, WrongUse
from pia.model import DRAFT_SCHEMA, UNKNOWN, Answer, Catalogue, Choice, Half, Kind
from pia.records import durable
from pia.records.drafts import Drafts, check_name


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue that ships with pia."""
    return load()


def test_what_is_saved_is_loaded(tmp_path: Path, catalogue: Catalogue) -> None:
    """Values, comments, the wording and the unknown come back as they were."""
    answers = {
        "title": Answer(value="Zähler 📞", comment="ask", asked="What?"),
        "places": Answer(value=("eu", "uk")),
        "volume": Answer(value=7),
        "minors": Answer(value=UNKNOWN),
    }
    drafts = Drafts(tmp_path)
    drafts.save("guest-checkout", catalogue, answers)
    assert drafts.load("guest-checkout", catalogue).answers == answers
    assert drafts.names() == ["guest-checkout"]


def test_what_was_half_typed_is_kept_beside_the_answers(tmp_path: Path, catalogue: Catalogue) -> None:
    """It counts as no answer; the next save without it takes it away; what fits no question any more is dropped."""
    drafts = Drafts(tmp_path)
    for half in (Half(question="title", value="Till at the ent"), Half(question="places", value=("eu",))):
        drafts.save("plan-b", catalogue, {"volume": Answer(value=7)}, half)
        loaded = drafts.load("plan-b", catalogue)
        assert (loaded.half, set(loaded.everything)) == (half, {"volume"})
    drafts.save("plan-b", catalogue, {"volume": Answer(value=7)})
    assert drafts.load("plan-b", catalogue).half is None
    for lost in (
        Half(question="gone", value="x"),
        Half(question="places", value=("mars",)),
        Half(question="title", value=("eu",)),
    ):
        drafts.save("plan-b", catalogue, {}, lost)
        assert drafts.load("plan-b", catalogue).half is None


def test_answers_to_a_house_of_its_own_survive_a_resume_without_it(tmp_path: Path, catalogue: Catalogue) -> None:
    """Resumed without the house's catalogue: its answers are not judged, are still there, byte for byte, and return."""
    asked = catalogue.questions["point"]
    own = structs.replace(asked, id="own-question", text="Which till?", kind=Kind.TEXT, choices=())
    minors = catalogue.questions["minors"]
    more = structs.replace(minors, choices=(*minors.choices, Choice(id="own-choice", text="Only on Sundays")))
    house = structs.replace(catalogue, questions={**catalogue.questions, "minors": more, "own-question": own})
    drafts = Drafts(tmp_path)
    given = {
        "own-question": Answer(value="Zähler 📞 — “3”", comment="ask\u2028Kim", asked=own.text),
        "minors": Answer(value="own-choice", comment="so", asked=minors.text),
        "volume": Answer(value=7),
    }
    drafts.save("till-number", house, given)
    before = raw_answers(drafts.path("till-number"))

    resumed = drafts.load("till-number", catalogue)
    assert set(resumed.answers) == {"volume"}
    assert set(resumed.aside) == {"own-question", "minors"}
    drafts.save("till-number", catalogue, {**resumed.everything, "volume": Answer(value=8)})
    after = raw_answers(drafts.path("till-number"))
    assert {name: after[name] for name in resumed.aside} == {name: before[name] for name in resumed.aside}

    back = drafts.load("till-number", house)
    assert not back.aside
    assert back.answers == {**given, "volume": Answer(value=8)}


def raw_answers(path: Path) -> dict[str, bytes]:
    """The answers of a draft as they are written."""
    table = msgspec.json.decode(path.read_bytes(), type=dict[str, msgspec.Raw])
    return {
        name: bytes(raw) for name, raw in msgspec.json.decode(table["answers"], type=dict[str, msgspec.Raw]).items()
    }


def test_a_draft_of_a_newer_pia_is_left_alone(tmp_path: Path, catalogue: Catalogue) -> None:
    """What this version may not understand it does not write again."""
    drafts = Drafts(tmp_path)
    drafts.save("plan-b", catalogue, {"volume": Answer(value=7)})
    path = drafts.path("plan-b")
    path.write_bytes(newer := path.read_bytes().replace(b'"schema": %d' % DRAFT_SCHEMA, b'"schema": 99'))
    with pytest.raises(WrongUse, match=r"newer pia \(its schema is 99; .* Update pia"):
        drafts.load("plan-b", catalogue)
    assert path.read_bytes() == newer


def test_the_draft_changed_last_comes_first(tmp_path: Path, catalogue: Catalogue) -> None:
    """`pia resume` goes on with the newest."""
    drafts = Drafts(tmp_path)
    for second, name in enumerate(["one-old", "two-new"]):
        drafts.save(name, catalogue, {})
        os.utime(drafts.path(name), (second, second))
    assert drafts.names() == ["two-new", "one-old"]


@pytest.mark.parametrize("name", ["ab", "-abc", "Abc", "a/b/c", "..", "con", "lpt1", "a" * 64, "a b c", "café-bar", ""])
def test_a_bad_name_is_refused(tmp_path: Path, name: str) -> None:
    """No name leaves the folder, or clashes with a device on Windows."""
    assert check_name(name)
    with pytest.raises(WrongUse):
        Drafts(tmp_path).path(name)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Nail Salon WhatsApp", "nail-salon-whatsapp"),
        ("Café_Bar!", "cafe-bar"),
        ("FC Blau-Weiß", "fc-blau-weiss"),
        ("STRAẞE 5", "strasse-5"),
        ("Ærø på Łódź", "aero-pa-lodz"),
        ("Þór, Iğd\N{LATIN SMALL LETTER DOTLESS I}r, œuvre", "thor-igdir-oeuvre"),
        ("ab", ""),
        ("CON", ""),
        ("報名表", ""),
    ],
)
def test_a_bad_name_is_answered_with_the_nearest_good_one(typed: str, near: str) -> None:
    """Nobody has to work out what to leave out; where nothing good is near, nothing is proposed."""
    assert check_name(typed) == f"Use 3 to 63 letters a-z, digits and hyphens{f', such as {near}' if near else ''}."


def test_an_unknown_name_suggests_the_nearest(tmp_path: Path, catalogue: Catalogue) -> None:
    """A slip of the finger is met with a hint."""
    drafts = Drafts(tmp_path)
    drafts.save("guest-checkout", catalogue, {})
    with pytest.raises(WrongUse, match="Did you mean guest-checkout"):
        drafts.load("gest-checkout", catalogue)


def test_a_failed_write_keeps_the_old_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the answers saved before are still whole, and no debris is left."""
    path = tmp_path / "draft.json"
    durable.replace(path, b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="no space left on device"):
        durable.replace(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    """A file where the folder should be cannot be written into."""
    (tmp_path / "store").write_text("a file")
    with pytest.raises(CannotWrite, match="Choose a folder you may write to"):
        durable.replace(tmp_path / "store" / "draft.json", b"x")
