"""Archives: whole, checked by anyone's tools, told apart from what was changed, and never written over."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pia.errors import BrokenFile, CannotWrite, WrongUse
from pia.model import Approved, Opinion, Submitted
from pia.records.archive import Papers, contents, inspect, lay_down
from pia.records.bag import bag
from pia.records.durable import create_folder
from pia.records.life import life_of
from pia.records.store import Store
from records.lives import NAME, NEXT_YEAR, Memory, add, revised

ON, UNTIL = date(2026, 11, 26), date(2036, 11, 26)
SUBMITTED = b"%PDF-1.7 as submitted"
PAPERS = Papers(b"%PDF-1.7 as decided", b"{}", SUBMITTED)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """An approved assessment's archive."""
    memory = approved()
    records = {key.partition("/")[2]: content for key, content in memory.files.items()}
    return contents(Store(memory).life(NAME), records, PAPERS, on=ON, until=UNTIL)


def approved() -> Memory:
    """A store with one approved assessment."""
    memory = Memory()
    store = Store(memory)
    of: dict[str, Any] = {"revision": 1, "sha256": revised().sha256}
    add(store, revised())
    add(store, Submitted(**of, report=hashlib.sha256(SUBMITTED).hexdigest()))
    add(store, Opinion(**of, text="Nothing against it."), by="Officer")
    add(store, Approved(**of, review_on=NEXT_YEAR), by="Reviewer")
    return memory


def test_an_archive_is_whole_and_fits_together(files: dict[str, bytes], tmp_path: Path) -> None:
    """It says what it is, who decided, when to look again and until when to keep it; and is read back."""
    archived = lay_down(tmp_path / "bag", files)
    assert archived.bag == "bag"
    assert archived.manifest == hashlib.sha512((tmp_path / "bag/tagmanifest-sha512.txt").read_bytes()).hexdigest()
    assert inspect(tmp_path / "bag").approval is not None
    info = (tmp_path / "bag/bag-info.txt").read_text("utf-8")
    for line in (
        "Decided-By: Reviewer",
        "Review-On: 2027-11-24",
        "Retain-Until: 2036-11-26",
        "Bagging-Date: 2026-11-26",
    ):
        assert line in info.splitlines()


def test_its_own_text_is_true(files: dict[str, bytes], tmp_path: Path) -> None:
    """The commands and digests of README.txt are followed to the letter."""
    lay_down(tmp_path / "bag", files)
    text = (tmp_path / "bag/README.txt").read_text("utf-8")
    command = next(line for line in text.splitlines() if "sha512sum --check" in line).partition(": ")[2]
    done = subprocess.run(command.split(), cwd=tmp_path / "bag", capture_output=True, text=True, check=True)
    assert all(line.endswith("OK") for line in done.stdout.splitlines())
    digest = hashlib.sha256((tmp_path / "bag/data/assessment.json").read_bytes()).hexdigest()
    assert f"gives {digest}," in text
    deciding = json.loads((tmp_path / "bag/data/records/0004.json").read_bytes())
    assert deciding["act"]["sha256"] == digest
    named = {line.split()[0] for line in text.splitlines() if line.startswith("  data/")}
    assert named == {
        "data/report.pdf",
        "data/submitted.pdf",
        "data/assessment.json",
        "data/catalogue.json",
        "data/records/",
    }


def test_it_is_never_written_over(files: dict[str, bytes], tmp_path: Path) -> None:
    """The same again is a success, as the record of it may have failed; another content is refused."""
    first = lay_down(tmp_path / "bag", files)
    assert lay_down(tmp_path / "bag", files) == first
    with pytest.raises(WrongUse, match="holds another archive"):
        lay_down(tmp_path / "bag", {**files, "README.txt": b"other"})
    assert inspect(tmp_path / "bag")


def test_a_disk_that_keeps_something_else_is_found_out(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written is read back before anybody is told that it is kept."""

    def forgetful(folder: Path, files: Mapping[str, bytes]) -> bool:
        return create_folder(folder, {**files, "data/report.pdf": b"%PDF-1.7 as decidem"})

    monkeypatch.setattr("pia.records.archive.create_folder", forgetful)
    with pytest.raises(CannotWrite, match=r"what was written is not what is there \(data/report\.pdf "):
        lay_down(tmp_path / "bag", files)


def test_what_is_not_decided_is_not_archived() -> None:
    """A draft and a submitted plan are still on their way."""
    store = Store(Memory())
    add(store, revised())
    with pytest.raises(WrongUse, match="guest-checkout is draft: it is archived when it was decided on"):
        contents(store.life(NAME), {}, PAPERS, on=ON, until=UNTIL)
    with pytest.raises(WrongUse):
        contents(life_of(NAME, ()), {}, PAPERS, on=ON, until=UNTIL)


def rebagged(files: dict[str, bytes], change: Callable[[dict[str, bytes]], object]) -> dict[str, bytes]:
    """An archive whose payload somebody changed, with all checksums made anew."""
    payload = {path.removeprefix("data/"): content for path, content in files.items() if path.startswith("data/")}
    change(payload)
    return bag(payload, {}, {})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: data.update({"assessment.json": b"{}"}), "not the assessment that was decided on"),
        (lambda data: data.update({"submitted.pdf": b"%PDF-"}), "not the report that was handed to review"),
        (lambda data: data.pop("records/0002.json"), "0002.json is missing"),
        (lambda data: data.pop("records/0004.json"), "decide nothing"),
        (lambda data: [data.pop(f"records/000{number}.json") for number in (1, 2, 3, 4)], "data/records is missing"),
        (lambda data: data.update({"records/0001.json": b"[]"}), r"0001\.json: is no record\."),
        (lambda data: data.update({"records/0001.json": b"{"}), r"0001\.json: is no record\."),
        (lambda data: data.pop("report.pdf"), "data/report.pdf is missing"),
        (
            lambda data: data.update(
                {"records/0004.json": data["records/0004.json"].replace(b"Reviewer", b"Somebody")}
            ),
            "0004.json",
        ),
    ],
)
def test_parts_that_do_not_belong_together_are_found(
    files: dict[str, bytes], tmp_path: Path, change: Callable[[dict[str, bytes]], object], says: str
) -> None:
    """Also when every checksum of the bag was made anew."""
    lay_down(tmp_path / "bag", rebagged(files, change))
    with pytest.raises(BrokenFile, match=says):
        inspect(tmp_path / "bag")


def test_a_changed_byte_of_any_file_is_found(files: dict[str, bytes], tmp_path: Path) -> None:
    """First byte, last byte and one more, in each."""
    lay_down(tmp_path / "bag", files)
    for path, content in files.items():
        for changed in (bytes([content[0] ^ 1]) + content[1:], content[:-1] + bytes([content[-1] ^ 1]), content + b"x"):
            (tmp_path / "bag" / path).write_bytes(changed)
            with pytest.raises(BrokenFile):
                inspect(tmp_path / "bag")
        (tmp_path / "bag" / path).write_bytes(content)
    inspect(tmp_path / "bag")
