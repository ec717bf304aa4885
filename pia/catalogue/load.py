"""The catalogue, ready to use: read from its files once, then kept beside them in a form that loads in milliseconds.

What is kept is found by the digest of every file it was made from, those of this room and of the model included, as
Python keeps its own bytecode: when any of them changes it is not found, and made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from pia import model
from pia.model import Catalogue

HERE = Path(__file__).parent
CODE = [HERE / "read.py", HERE / "check.py", Path(model.__file__)]


def load(directory: Path = HERE) -> Catalogue:
    """The catalogue in ``directory``; BrokenFile lists every fault found."""
    digest = digest_of(directory, sorted(directory.rglob("*.toml")))
    if directory != HERE:
        return _read(directory, digest)
    kept = HERE / "__pycache__" / f"{digest_of(HERE, CODE)[:16]}-{digest[:32]}.msgpack"
    try:
        return msgspec.msgpack.decode(kept.read_bytes(), type=Catalogue)
    except (OSError, msgspec.DecodeError):
        catalogue = _read(directory, digest)
    with contextlib.suppress(OSError):  # a folder that may not be written costs time, nothing else
        _keep(kept, msgspec.msgpack.encode(catalogue))
    return catalogue


def digest_of(directory: Path, paths: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of files, as hex."""
    whole = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        name = path.relative_to(directory).as_posix() if path.is_relative_to(directory) else path.name
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def _read(directory: Path, digest: str) -> Catalogue:
    from pia.catalogue.read import read

    return read(directory, digest)


def _keep(path: Path, content: bytes) -> None:
    import os

    path.parent.mkdir(exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)
    for old in path.parent.glob("*.msgpack"):
        if old != path:
            old.unlink(missing_ok=True)
