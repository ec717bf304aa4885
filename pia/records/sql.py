"""A store in one table of a PostgreSQL or SQLite database; the primary key lets one of many writers win."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from pia.errors import StoreUnreachable
from pia.records.backend import check_key

FILES = sql.Table(
    "pia_files",
    sql.MetaData(),
    sql.Column("key", sql.String(192), primary_key=True),
    sql.Column("content", sql.LargeBinary, nullable=False),
    sql.Column("changed", sql.Double, nullable=False),
)


class Table:
    """The backend of a database. Passwords belong in ~/.pgpass or PGPASSWORD, not in a URL."""

    def __init__(self, url: str) -> None:
        self.where = url.partition("://")[0] + "://"
        with self._sentence():
            address = sql.make_url(url)
            self.where = address.render_as_string(hide_password=True)
            if address.drivername == "postgresql":
                address = address.set(drivername="postgresql+psycopg")
            self.engine = sql.create_engine(address, poolclass=sql.NullPool)
            if self.engine.dialect.name == "sqlite":  # or a power cut may take back what was answered for
                sql.event.listen(self.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=EXTRA"))
            self.insert = import_module(f"sqlalchemy.dialects.{self.engine.dialect.name}").insert(FILES)
            try:
                FILES.create(self.engine, checkfirst=True)
            except DBAPIError:  # another creates it at this moment, or it was created for us, who may not
                if not sql.inspect(self.engine).has_table(FILES.name):
                    raise

    def create(self, key: str, content: bytes) -> bool:
        """See `Backend.create`."""
        new = self.insert.on_conflict_do_nothing().returning(FILES.c.key)
        with self._sentence(), self.engine.begin() as connection:
            won = connection.execute(new, _row(key, content)).first() is not None
        return won or self.read(key) == content

    def replace(self, key: str, content: bytes) -> None:
        """See `Backend.replace`."""
        row = _row(key, content)
        put = self.insert.values(row).on_conflict_do_update(index_elements=[FILES.c.key], set_=row)
        with self._sentence(), self.engine.begin() as connection:
            connection.execute(put)

    def read(self, key: str) -> bytes | None:
        """See `Backend.read`."""
        content: bytes | None = self._one(FILES.c.content, key)
        return content

    def names(self, prefix: str = "") -> list[str]:
        """See `Backend.names`."""
        some = sql.select(FILES.c.key).where(FILES.c.key.startswith(prefix, autoescape=True))
        with self._sentence(), self.engine.connect() as connection:
            return sorted(connection.scalars(some))

    def changed(self, key: str) -> float:
        """See `Backend.changed`."""
        changed: float | None = self._one(FILES.c.changed, key)
        return changed or 0.0

    def _one(self, column: sql.Column[Any], key: str) -> Any:  # noqa: ANN401 - the column's own type
        with self._sentence(), self.engine.connect() as connection:
            return connection.scalar(sql.select(column).where(FILES.c.key == check_key(key)))

    @contextmanager
    def _sentence(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            why = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
            raise StoreUnreachable(self.where, why) from error


def _row(key: str, content: bytes) -> dict[str, object]:
    return {"key": check_key(key), "content": content, "changed": time.time()}
