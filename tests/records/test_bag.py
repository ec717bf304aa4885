"""Bags: what is written passes the reference library and sha512sum, and the conformance suite is judged right."""

from __future__ import annotations

import logging
import shutil
import subprocess
from pathlib import Path

import pytest

from pia.records.bag import bag, faults

SUITE = Path(__file__).parents[3] / "shared" / "corpora" / "bagit-conformance"
PAYLOAD = {"report.pdf": b"%PDF-", "records/0001.json": b"{}\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bag on the disk."""
    files = bag(PAYLOAD, {"External-Description": "A plan\nBagIt-Version: 9\u2028x"}, {"README.txt": b"Read me.\n"})
    for path, content in files.items():
        (tmp_path / "bag" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bag" / path).write_bytes(content)
    return tmp_path / "bag"


def test_a_bag_has_no_fault(folder: Path) -> None:
    """For us and the reference library."""
    assert faults(folder) == []


def test_what_was_typed_stays_on_its_line(folder: Path) -> None:
    """No value can begin a line of its own."""
    lines = (folder / "bag-info.txt").read_text("utf-8").splitlines()
    assert lines == ["External-Description: A plan BagIt-Version: 9 x", "Payload-Oxum: 8.2"]


@pytest.mark.skipif(shutil.which("sha512sum") is None, reason="no sha512sum on this machine")
def test_sha512sum_checks_it_alone(folder: Path) -> None:
    """Both manifests, without a warning; and it sees a change."""
    check = ["sha512sum", "--check", "--strict", "--quiet", "manifest-sha512.txt", "tagmanifest-sha512.txt"]
    assert subprocess.run(check, cwd=folder, capture_output=True, check=False).stderr == b""
    (folder / "data/report.pdf").write_bytes(b"%PDF.")
    assert subprocess.run(check, cwd=folder, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(
    "path", ["data/report.pdf", "data/records/0001.json", "README.txt", "bag-info.txt", "manifest-sha512.txt"]
)
def test_every_change_is_seen(folder: Path, path: str) -> None:
    """A byte more, a byte changed, a file gone."""
    whole = (folder / path).read_bytes()
    for changed in (whole + b"x", b"x" + whole[1:], b""):
        (folder / path).write_bytes(changed)
        assert faults(folder), changed
    (folder / path).unlink()
    assert faults(folder)
    (folder / path).write_bytes(whole)
    assert faults(folder) == []


def test_nothing_is_said_beside_the_sentences(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The reference library would tell all of it once more, in its own words; afterwards it may speak again."""
    (folder / "data/report.pdf").write_bytes(b"%PDF.")
    assert faults(folder)
    assert caplog.records == []
    assert not logging.getLogger("bagit").disabled


def test_a_file_too_many_is_seen(folder: Path) -> None:
    """Also a link, wherever it leads."""
    (folder / "data/more").write_bytes(b"")
    assert faults(folder)
    (folder / "data/more").unlink()
    (folder / "link").symlink_to("README.txt")
    assert faults(folder) == ["link is a link; a bag holds files."]


def test_a_folder_that_is_no_bag(tmp_path: Path) -> None:
    """Is said to be none."""
    assert faults(tmp_path) == ["bagit.txt is missing: this folder is no bag."]


def suite(*kinds: str) -> list[Path]:
    """The bags of the conformance suite (Library of Congress) of some kinds."""
    return sorted(path for kind in kinds for path in SUITE.glob(f"v*/{kind}/*") if path.is_dir())


@pytest.mark.skipif(not SUITE.exists(), reason="the conformance suite is not beside this checkout")
def test_the_conformance_suite_is_judged_right() -> None:
    """All 27 valid bags pass and all 27 invalid ones fail (the reference library, on Linux: 27 and 23)."""
    valid, invalid = suite("valid"), suite("invalid", "linux-only", "windows-only")
    assert [path for path in valid if faults(path)] == []
    assert [path for path in invalid if not faults(path)] == []
    assert (len(valid), len(invalid)) == (27, 27)


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../out", "data/../../out", "~/x", "C:\\x", "\\\\host\\x", "%HomeDrive%\\x", "*/etc/x", "../a b"],
)
@pytest.mark.parametrize("manifest", ["manifest-sha512.txt", "tagmanifest-sha512.txt", "fetch.txt"])
def test_no_path_leads_out_of_a_bag(folder: Path, manifest: str, path: str) -> None:
    """In a manifest or in what is to be fetched; on any system."""
    with (folder / manifest).open("a") as file:
        file.write(f"https://example.com/ 1 {path}\n" if manifest == "fetch.txt" else f"{'0' * 128}  {path}\n")
    assert faults(folder) == [f"{manifest} names a path outside the bag: {path}"]


@pytest.mark.parametrize("declaration", [b"", b"BagIt-Version : 1.0\n", b"\xef\xbb\xbf" + b"BagIt-Version: 1.0\n"])
def test_a_bag_declares_itself_as_the_standard_wants(folder: Path, declaration: bytes) -> None:
    """No blank before the colon, no byte order mark, both lines."""
    (folder / "bagit.txt").write_bytes(declaration + b"Tag-File-Character-Encoding: UTF-8\n")
    assert faults(folder) == ["bagit.txt does not declare a bag as RFC 8493 wants it."]


def test_what_cannot_be_read_is_a_sentence(folder: Path) -> None:
    """A folder where a manifest should be."""
    (folder / "manifest-md5.txt").mkdir()
    assert faults(folder) == [f"{folder}/manifest-md5.txt cannot be read: is a directory."]
