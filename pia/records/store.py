"""All assessments of a store: which there are, the stream of each, and adding a record so that nobody's is lost."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from pia.errors import Conflict, PiaError, WrongUse
from pia.model import AnyAct, Catalogue, Record
from pia.records import review
from pia.records.life import Life, after, life_of
from pia.records.stream import Sketch, Stream, When, differences, file_name, glance, read, seal, written

if TYPE_CHECKING:
    from pia.records.backend import Backend

RECORD_FILE = re.compile(r"(\d{4,})\.json")


class Store:
    """The record streams behind one backend."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend

    def names(self) -> list[str]:
        """Every assessment that has a draft or a record, in order."""
        return [name for name, _ in self._assessments()]

    def stream(self, name: str) -> Stream:
        """The records of one assessment, checked; empty when there are none. BrokenFile when one is not as written."""
        keys = self.backend.names(f"{name}/")
        files = {number: self.backend.read(key) or b"" for key in keys if (number := _number(key))}
        return read(name, f"{self.backend.where}/{name}", files)

    def life(self, name: str) -> Life:
        """Where one assessment stands, its records checked."""
        return life_of(name, self.stream(name).records)

    def lives(self, *, checked: bool = False, outlined: bool = False) -> Iterator[tuple[str, Life | PiaError]]:
        """Where each assessment stands, in order of names; for one that cannot be read, the sentence that says why.

        Read quickly: whether each record is as it was written is told only when ``checked``. Records that cannot be
        read as they are, such as older ones, take the slower way. ``outlined``: quicker still, for a list: of the
        plans, only what `Outline` has.
        """
        with _no_collecting():
            for name, numbers in self._assessments():
                records = None if checked else self._glanced(name, numbers, Sketch if outlined else Record)
                try:
                    yield name, life_of(name, self.stream(name).records if records is None else records)
                except PiaError as error:
                    yield name, error

    def _assessments(self) -> Iterator[tuple[str, list[tuple[int, str]]]]:
        """Every assessment that has a draft or a record, in order: its name, and its records by number and key."""
        for name, group in groupby(self.backend.names(), key=lambda key: key.partition("/")[0]):
            keys = list(group)
            numbers = sorted((number, key) for key in keys if (number := _number(key)))
            if numbers or f"{name}/draft.json" in keys:
                yield name, numbers

    def append(self, stream: Stream, act: AnyAct, *, by: str, when: When, catalogue: Catalogue) -> Stream:
        """Add one record and return the stream with it; raises what ``append_all`` does."""
        return self.append_all(stream, [(act, by)], when=when, catalogue=catalogue)

    def append_all(
        self, stream: Stream, acts: Iterable[tuple[AnyAct, str]], *, when: When, catalogue: Catalogue
    ) -> Stream:
        """Add records, each with who did it, and return the stream with them.

        WrongUse, and nothing is written, when the review does not allow one of them, or a newer pia wrote here.
        Conflict when the record of somebody else took the place of one first.
        """
        grown = self.grown(stream, acts, when=when, catalogue=catalogue)
        for record in grown.records[len(stream.records) :]:
            key = f"{stream.name}/{file_name(record.number)}"
            if not self.backend.create(key, written(record)):
                raise self._conflict(key, record)
        return grown

    @staticmethod
    def grown(stream: Stream, acts: Iterable[tuple[AnyAct, str]], *, when: When, catalogue: Catalogue) -> Stream:
        """The stream as it would be with these records; WrongUse when one is not allowed. Nothing is written."""
        if stream.newer:
            raise WrongUse(
                f"{stream.name} has records of a newer pia, and is left as it is. Update pia to go on with it."
            )
        life = life_of(stream.name, stream.records)
        for act, by in acts:
            record = seal(stream, act, by=by, when=when, catalogue=catalogue)
            review.check(life, record)
            stream, life = Stream(stream.name, (*stream.records, record)), after(life, record)
        return stream

    def _conflict(self, key: str, ours: Record) -> Conflict:
        theirs = glance(self.backend.read(key) or b"")
        lines = [] if theirs is None else list(differences(theirs, ours))
        by = theirs.by if theirs else "somebody else"
        return Conflict(f"{self.backend.where}/{key}", by, lines)

    def _glanced(self, name: str, numbers: Sequence[tuple[int, str]], kind: type[Record]) -> list[Record] | None:
        """The records without a look at their digests; None when one is not there or not of today's schema."""
        records = []
        for place, (number, key) in enumerate(numbers, 1):
            record = glance(self.backend.read(key) or b"", kind)
            if record is None or (record.name, record.number, number) != (name, place, place):
                return None
            records.append(record)
        return records


@contextmanager
def _no_collecting() -> Iterator[None]:
    """No search for garbage in rings, which takes a third of the time: records form none, and each goes when unused."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _number(key: str) -> int:
    """The number of a record's file; 0 for any other file."""
    match = RECORD_FILE.fullmatch(key.rpartition("/")[2])
    return int(match[1]) if match else 0
