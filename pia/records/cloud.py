"""A store in the object storage of a cloud: S3 and what speaks like it, Google Cloud Storage, Azure.

Who may read and write is set up where the storage's own tools look for it: AWS_*, GOOGLE_* and AZURE_* variables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import from_url

from pia.errors import StoreUnreachable
from pia.records.backend import KEY, check_key


class Cloud:
    """The backend of a bucket, or of a path in it."""

    def __init__(self, url: str) -> None:
        self.where = url
        with self._sentence():
            self.store = from_url(url)

    def create(self, key: str, content: bytes) -> bool:
        """See `Backend.create`. The storage itself refuses the second writer (``If-None-Match: *``)."""
        with self._sentence():
            try:
                obstore.put(self.store, check_key(key), content, mode="create")
            except AlreadyExistsError:
                return self.read(key) == content
        return True

    def replace(self, key: str, content: bytes) -> None:
        """See `Backend.replace`."""
        with self._sentence():
            obstore.put(self.store, check_key(key), content)

    def read(self, key: str) -> bytes | None:
        """See `Backend.read`."""
        with self._sentence():
            try:
                return bytes(obstore.get(self.store, check_key(key)).bytes())
            except FileNotFoundError:
                return None

    def names(self, prefix: str = "") -> list[str]:
        """See `Backend.names`. Storages list by whole folders, so the rest of a prefix is ours to match."""
        folder = prefix.rpartition("/")[0]
        with self._sentence():
            found = [item["path"] for page in obstore.list(self.store, folder or None) for item in page]
        return sorted(key for key in found if key.startswith(prefix) and KEY.fullmatch(key))

    def changed(self, key: str) -> float:
        """See `Backend.changed`."""
        with self._sentence():
            try:
                return obstore.head(self.store, check_key(key))["last_modified"].timestamp()
            except FileNotFoundError:
                return 0.0

    @contextmanager
    def _sentence(self) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            raise StoreUnreachable(self.where, str(error).partition("\n")[0]) from error
