"""The catalogue, ready to use: read from its files once, then kept beside them in a form that loads in milliseconds.

What is kept is found by the digest of every file it was made from, those of this room and of the model included, as
Python keeps its own bytecode: when any of them changes it is not found, and made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pia import model
from pia.model import Catalogue

if TYPE_CHECKING:
    from pia.catalogue.read import Reading

HERE = Path(__file__).parent
CODE = [HERE / "parts.py", HERE / "read.py", HERE / "check.py", *sorted(Path(model.__file__).parent.glob("*.py"))]
"""What says how the files are read, and what the catalogue is made of."""

FILES = [
    "alternatives.toml",
    "catalogue.toml",
    "measures.toml",
    "places.toml",
    "questions.toml",
    "rules/*.toml",
    "scale.toml",
    "sources/*.toml",
]
"""Where the parts stand (`parts.py` says which is which); other files in the folder are no part of a catalogue."""


def load(directory: Path = HERE, house: Path | None = None) -> Catalogue:
    """The catalogue in ``directory``, with a house's own laid over it if given; BrokenFile lists every fault found."""
    if house is not None:
        from pia.catalogue.read import whole

        return whole(examined(directory, house), house)
    digest = digest_of(directory, files_in(directory))
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


def examined(directory: Path | None = None, house: Path | None = None) -> Reading:
    """The same catalogue read afresh, its faults listed rather than raised."""
    from pia.catalogue.house import lay_over
    from pia.catalogue.read import examine

    base = directory or HERE
    digest = digest_of(base, files_in(base))
    if house is None:
        return examine(base, digest)
    return lay_over(load(base), base, house, digest_of(house, files_in(house)))


def stories_of(directory: Path | None = None, house: Path | None = None) -> Path | None:
    """The folder of stories that belongs to a catalogue: its own `stories`, or this checkout's; None without one.

    A house's own stories are looked for in its folder, and those of the built-in rules are left to the built-in ones.
    """
    if directory is not None or house is not None:
        beside = (house or directory or HERE) / "stories"
    else:
        beside = HERE.parents[1] / "tests" / "stories"
    return beside if beside.is_dir() else None


def files_in(directory: Path) -> list[Path]:
    """The files of the catalogue in ``directory``, in the order of their names."""
    return sorted(path for pattern in FILES for path in directory.glob(pattern))


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
