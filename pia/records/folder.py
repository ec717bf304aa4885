"""A store in a folder of this machine, or of a git checkout: one folder for each assessment."""

from __future__ import annotations

import os
from pathlib import Path

from pia.errors import StoreUnreachable, reason
from pia.records import durable
from pia.records.backend import KEY, check_key


class Folder:
    """The backend of a folder; it is created with the first file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.where = str(path)

    def create(self, key: str, content: bytes) -> bool:
        """See `Backend.create`."""
        return durable.create(self._file(key), content)

    def replace(self, key: str, content: bytes) -> None:
        """See `Backend.replace`."""
        durable.replace(self._file(key), content)

    def read(self, key: str) -> bytes | None:
        """See `Backend.read`. An empty file is the claim of a writer that is not done, and so is none."""
        try:
            place = f"{self.where}/{check_key(key)}"
            with open(place, "rb", buffering=0) as file:  # noqa: PTH123 - a store has ten thousands of them
                return file.readall() or None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreUnreachable(str(self._file(key)), reason(error)) from error

    def names(self, prefix: str = "") -> list[str]:
        """See `Backend.names`."""
        assessment, inside, _ = prefix.partition("/")
        folders = [assessment] if inside else _entries(self.path, folders=True)
        keys = (f"{folder}/{file}" for folder in folders for file in _entries(self.path / folder, folders=False))
        return sorted(key for key in keys if key.startswith(prefix) and KEY.fullmatch(key))

    def changed(self, key: str) -> float:
        """See `Backend.changed`."""
        try:
            return self._file(key).stat().st_mtime_ns / 1e9
        except FileNotFoundError:
            return 0.0

    def _file(self, key: str) -> Path:
        return self.path / check_key(key)


def _entries(folder: Path, *, folders: bool) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if entry.is_dir() == folders]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StoreUnreachable(str(folder), reason(error)) from error
