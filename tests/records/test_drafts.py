"""Drafts: kept whole after every answer, found again, and never written where they may not be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pia.catalogue import load
from pia.errors import CannotWrite, WrongUse
from pia.model import UNKNOWN, Answer, Catalogue
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
    assert drafts.load("guest-checkout", catalogue) == answers
    assert drafts.names() == ["guest-checkout"]


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
