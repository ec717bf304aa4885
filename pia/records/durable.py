"""Writing a file so that it is there, whole, after a crash or a power cut.

Temporary file in the same folder, write, fsync, rename, fsync of the folder: the sequence POSIX promises and the common
recipe without fsync does not (Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014).
"""

from __future__ import annotations

import os
from pathlib import Path

from pia.errors import CannotWrite


def replace(path: Path, content: bytes) -> None:
    """Put ``content`` in place of what ``path`` held, creating its folder; CannotWrite leaves the old content whole."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync(path.parent)
    except OSError as error:
        raise CannotWrite(path, (error.strerror or str(error)).lower()) from error


def _sync(folder: Path) -> None:
    if os.name == "nt":  # Windows keeps no handle on a folder; its rename is durable by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
