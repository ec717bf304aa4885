"""The writer beneath every store: whole or not at all, the first stays, on folders with and without hard links."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from racers import KEYS, content_of

from pia.errors import CannotWrite
from pia.records import durable


@pytest.fixture(params=["links", "no links"])
def path(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to be, in a folder to be, where there are hard links and where there are none."""
    if request.param == "no links":
        monkeypatch.setattr(os, "link", no_links)
    return tmp_path / "store" / "a-plan" / "0001.json"


def no_links(_source: Path, target: Path) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(target))


def test_create_is_once(path: Path) -> None:
    """The first content stays; the same content again is a success, another is not."""
    assert durable.create(path, b"one")
    assert durable.create(path, b"one")
    assert not durable.create(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(path.parent.iterdir()) == [path]


def test_every_new_folder_is_on_the_disk_for_good(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder above each new one is forced to disk, and the file's own before the answer is given."""
    synced: list[Path] = []
    real = durable._sync

    def noted(folder: Path) -> None:
        synced.append(folder)
        real(folder)

    monkeypatch.setattr(durable, "_sync", noted)
    durable.create(path, b"one")
    assert synced == [path.parent.parent.parent, path.parent.parent, path.parent]


def forced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The inodes that are forced to disk from now on, in order."""
    inodes: list[int] = []
    real = os.fsync

    def noted(handle: int) -> None:
        inodes.append(os.fstat(handle).st_ino)
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    return inodes


def test_content_and_then_its_folder_are_forced_to_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the answer is given; also when an earlier try of ours is found."""
    path.parent.mkdir(parents=True)
    inodes = forced(monkeypatch)
    durable.create(path, b"one")
    assert inodes == [path.stat().st_ino, path.parent.stat().st_ino]
    inodes.clear()
    durable.create(path, b"one")
    assert inodes[-1] == path.parent.stat().st_ino
    inodes.clear()
    durable.replace(path, b"two")
    assert inodes == [path.stat().st_ino, path.parent.stat().st_ino]


def test_all_of_the_content_is_there_when_it_is_forced_to_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is still in a buffer of ours at that moment."""
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: sizes.append(os.fstat(handle).st_size))
    durable.create(path, b"one")
    durable.replace(path, b"twice")
    assert {3, 5} <= set(sizes)


def test_every_part_of_a_folder_is_forced_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file and folder of it, and last the folder it stands in."""
    inodes = forced(monkeypatch)
    durable.create_folder(tmp_path / "bag", {"a.txt": b"a", "data/deep/b.txt": b"b"})
    parts = [tmp_path / "bag", *(tmp_path / "bag").rglob("*")]
    assert {part.stat().st_ino for part in parts} <= set(inodes)
    assert inodes[-1] == tmp_path.stat().st_ino


def test_a_claim_of_a_dead_writer_is_taken_over(path: Path) -> None:
    """An empty file is a claim: it is respected while its writer may live, and then taken over."""
    path.parent.mkdir(parents=True)
    path.touch()
    assert not durable.create(path, b"one")
    assert path.read_bytes() == b""
    old = time.time() - durable.CLAIM - 1
    os.utime(path, (old, old))
    assert durable.create(path, b"one")
    assert path.read_bytes() == b"one"


def test_a_writer_that_slept_does_not_write_over_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its claim was taken over while it slept: it sees that, and loses."""
    path = tmp_path / "0001.json"
    monkeypatch.setattr(os, "link", no_links)
    claim = os.open

    def sleep_after_the_claim(name: Path, flags: int, mode: int = 0o777) -> int:
        handle = claim(name, flags, mode)
        if flags & os.O_EXCL and name == path:
            path.unlink()
            path.write_bytes(b"another")
        return handle

    monkeypatch.setattr(os, "open", sleep_after_the_claim)
    assert not durable.create(path, b"one")
    assert path.read_bytes() == b"another"


def test_no_handle_stays_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long run writes thousands of files: what is opened to claim a name or to force a folder is closed."""
    opened: list[int] = []
    closed: list[int] = []
    real_open, real_close = os.open, os.close

    def counting_open(name: Path, flags: int, mode: int = 0o777) -> int:
        opened.append(real_open(name, flags, mode))
        return opened[-1]

    def counting_close(handle: int) -> None:
        closed.append(handle)
        real_close(handle)

    monkeypatch.setattr(os, "open", counting_open)
    monkeypatch.setattr(os, "close", counting_close)
    assert durable.create(path, b"one")
    monkeypatch.setattr(os, "link", no_links)
    assert durable.create(path.with_name("0002.json"), b"two")
    assert opened
    assert Counter(opened) == Counter(closed)


def test_debris_that_cannot_be_removed_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link is made and forced to disk; the temporary name beside it may stay, and is swept an hour later."""
    path = tmp_path / "0001.json"

    def unlink(_path: Path, *, missing_ok: bool = False) -> None:  # noqa: ARG001
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        assert durable.create(path, b"one")
    (debris,) = (file for file in tmp_path.iterdir() if file != path)
    durable.create(tmp_path / "0002.json", b"two")
    assert debris.exists()
    old = time.time() - durable.STALE - 1
    os.utime(debris, (old, old))
    durable.create(tmp_path / "0003.json", b"three")
    assert not debris.exists()


def test_what_is_not_ours_is_never_swept(tmp_path: Path) -> None:
    """However old."""
    for name in [".keep", "notes.tmp", ".gitignore"]:
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (0, 0))
    durable.create(tmp_path / "0001.json", b"one")
    assert {".keep", "notes.tmp", ".gitignore"} < {file.name for file in tmp_path.iterdir()}


def test_a_failed_sync_of_the_folder_is_said_and_mended_by_trying_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the name is on the disk is not known: that is a failure; the next try finds it, and makes sure."""
    path.parent.mkdir(parents=True)

    def broken(_folder: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(durable, "_sync", broken)
        with pytest.raises(CannotWrite, match="input/output error"):
            durable.create(path, b"one")
    assert durable.create(path, b"one")


def test_one_of_eight_threads_wins_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims exclude each other too."""
    monkeypatch.setattr(os, "link", no_links)

    def run(number: int) -> list[str]:
        return [key for key in KEYS if gate.wait(10) + 1 and durable.create(tmp_path / key, content_of(number, key))]

    gate = threading.Barrier(8)
    with ThreadPoolExecutor(8) as pool:
        won = [(key, number) for number, keys in enumerate(pool.map(run, range(8))) for key in keys]
    assert Counter(key for key, _ in won) == Counter(KEYS)
    for key, number in won:
        assert (tmp_path / key).read_bytes() == content_of(number, key)


def test_a_folder_is_created_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault at any file leaves nothing; the second try succeeds; the third finds it there."""
    files = {"a.txt": b"a", "data/b.txt": b"b", "data/deep/c.txt": b"c"}
    real = durable._write
    for fault in files:

        def broken(path: Path, content: bytes, fault: str = fault) -> None:
            if path.name == Path(fault).name:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(path, content)

        monkeypatch.setattr(durable, "_write", broken)
        with pytest.raises(CannotWrite, match="no space left"):
            durable.create_folder(tmp_path / "bag", files)
        assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(durable, "_write", real)
    assert durable.create_folder(tmp_path / "bag", files)
    assert durable.create_folder(tmp_path / "bag", {"other": b""}) is False
    found = {str(path.relative_to(tmp_path / "bag")): path for path in (tmp_path / "bag").rglob("*") if path.is_file()}
    assert {name: path.read_bytes() for name, path in found.items()} == files


def test_one_of_eight_folders_wins(tmp_path: Path) -> None:
    """The rename onto a folder that holds something is refused."""
    gate = threading.Barrier(8)

    def run(number: int) -> bool:
        gate.wait(10)
        return durable.create_folder(tmp_path / "bag", {str(number): b"x"})

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(run, range(8)))
    assert Counter(won) == {True: 1, False: 7}
    assert [path.name for path in (tmp_path / "bag").iterdir()] == [str(won.index(True))]
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]
