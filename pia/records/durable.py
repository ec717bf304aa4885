"""Writing a file so that it is there, whole, after a crash or a power cut.

Temporary file in the same folder, write, fsync, link or rename, fsync of the folder: the sequence POSIX promises and
the common recipe without fsync does not (Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014).
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pia.errors import CannotWrite, reason

NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
"""How a folder says that it has no hard links: FAT and exFAT sticks, some network and user-space file systems."""

STALE = 3600.0
"""Seconds after which a temporary file has no writer any more."""

CLAIM = 10.0
"""Seconds after which an empty file has no writer any more: it is the claim of one that died (see `_claim`)."""


def create(path: Path, content: bytes) -> bool:
    """Put ``content`` where nothing is yet, creating the folder. One of many writers wins; True says: it was this one.

    True also when the file holds this very content already: then an earlier try of ours got there and could not say so.
    CannotWrite when it cannot be known to be there for good; trying again is always right.
    """
    with _sentence(path):
        _make(path.parent)
        _sweep(path.parent)
        with _temporary(path, content) as temporary:
            try:
                os.link(temporary, path)
                won = True
            except FileExistsError:
                won = path.read_bytes() == content or (path.stat().st_size == 0 and _claim(path, temporary))
            except OSError as error:
                if error.errno not in NO_LINKS:
                    raise
                won = _claim(path, temporary) or path.read_bytes() == content
        if won:
            _sync(path.parent)
    return won


def replace(path: Path, content: bytes) -> None:
    """Put ``content`` in place of what ``path`` held, creating its folder; CannotWrite leaves the old content whole."""
    with _sentence(path):
        _make(path.parent)
        with _temporary(path, content) as temporary:
            temporary.replace(path)
        _sync(path.parent)


def create_folder(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Put a folder of files where nothing is yet: all of them or none. False when something stands there already.

    ``files``: contents by path in the folder. CannotWrite leaves nothing there but, if the machine died, a folder that
    begins with a dot and ends in ``.tmp``.
    """
    import shutil

    temporary = folder.with_name(f".{folder.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    with _sentence(folder):
        if folder.exists():
            return False
        try:
            for path, content in files.items():
                _make((temporary / path).parent)
                _write(temporary / path, content)
            for inside in sorted({(temporary / path).parent for path in files}):
                _sync(inside)
            try:
                temporary.rename(folder)
            except OSError as error:  # another was there first
                if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                    raise
                return False
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        _sync(folder.parent)
    return True


def _claim(path: Path, temporary: Path) -> bool:
    """`create` without hard links: claim the name with an empty file, then rename over the claim. Whether it was ours.

    Readers take an empty file for none. So a writer that dies in between leaves nothing torn, and after ten seconds its
    claim may be taken over.
    """
    with suppress(FileNotFoundError):
        found = path.stat()
        if found.st_size or time.time() - found.st_mtime < CLAIM:
            return False
        path.unlink()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return False
    try:
        ours = os.path.samestat(os.fstat(handle), path.stat())
    finally:
        os.close(handle)
    if not ours:  # we slept so long that another took the claim over
        return False
    temporary.replace(path)
    return True


@contextmanager
def _temporary(path: Path, content: bytes) -> Iterator[Path]:
    """The content in a file beside ``path``, on the disk for good; taken away afterwards, or swept later."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        _write(temporary, content)
        yield temporary
    finally:
        with suppress(OSError):  # it is renamed away, or the link is made and this name is mere debris
            temporary.unlink()


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _make(folder: Path) -> None:
    """Create a folder and those above it, each on the disk for good."""
    if folder.is_dir():
        return
    _make(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
    _sync(folder.parent)


def _sweep(folder: Path) -> None:
    """Take away temporary files whose writer died."""
    for entry in os.scandir(folder):
        if entry.name.startswith(".") and entry.name.endswith(".tmp"):
            with suppress(OSError):
                if time.time() - entry.stat().st_mtime > STALE:
                    Path(entry).unlink()


def _sync(folder: Path) -> None:
    if os.name == "nt":  # Windows keeps no handle on a folder; its rename is durable by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(path, reason(error)) from error
