"""The stream of records: what was written is read, and whatever was done to it since is found."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec
import pytest
from helpers import real_catalogue
from invented import by_chance

from pia.errors import BrokenFile, Conflict, WrongUse
from pia.model import Approved, Commented, Record, Revised, Submitted
from pia.records import stream as streams
from pia.records.store import Store
from pia.records.stream import Stream, When, file_name, read, seal, written
from records.lives import AT, NAME, NEXT_YEAR, REPORT, Memory, add, revised

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
GOLDEN = Path(__file__).parent / "golden"
MUTATIONS = int(os.environ.get("PIA_MUTATIONS", "600"))
"""How many ways to tamper are tried; the long version has 5,000."""


def lived() -> Memory:
    """A store with a short life in it."""
    memory = Memory()
    store = Store(memory)
    first = revised("courier")
    add(store, first)
    add(store, Commented(text="Zähler 📞 “so” \u202ais it?", about="required"), by="reviewer")
    add(store, Submitted(revision=1, sha256=first.sha256, report=REPORT))
    add(store, Commented(text="Looks good."), by="reviewer")
    add(store, Approved(revision=1, sha256=first.sha256, review_on=NEXT_YEAR), by="reviewer")
    return memory


def files_of(memory: Memory) -> dict[int, bytes]:
    """The files of the records by number."""
    return {int(key[-9:-5]): content for key, content in memory.files.items()}


def test_what_was_written_is_read() -> None:
    """Every record comes back as it was, in order, each naming the one before."""
    records = Store(lived()).stream(NAME).records
    assert [record.number for record in records] == [1, 2, 3, 4, 5]
    assert records[0].act == revised("courier")
    assert [record.previous for record in records] == ["", *(record.digest for record in records[:-1])]
    assert all(record.at == AT.replace(microsecond=0) for record in records)
    assert records[1].act == Commented(text="Zähler 📞 “so” \u202ais it?", about="required")


def test_a_record_reads_well_in_a_pull_request() -> None:
    """One value a line, the act in words, text as it was typed and not in escapes."""
    lines = written(Store(lived()).stream(NAME).records[1]).decode().splitlines()
    assert '  "kind": "commented",' in lines
    assert '  "text": "Zähler 📞 “so” \u202ais it?",' in lines
    assert ' "by": "reviewer",' in lines


def test_a_record_of_an_old_schema_is_read_for_ever() -> None:
    """The golden stream of schema 1 reads as it did when it was released, digests and all."""
    files = {int(path.stem): path.read_bytes() for path in sorted((GOLDEN / "schema-1").glob("*.json"))}
    stream = read(NAME, "golden", files)
    assert [type(record.act).__name__ for record in stream.records] == [
        "Revised", "Submitted", "Commented", "ChangesRequested", "Revised", "Submitted", "Opinion",
        "ApprovedWithConditions", "ConditionClosed", "Declared", "Archived", "Superseded",
    ]  # fmt: skip
    assert [written(record) for record in stream.records] == list(files.values())


def test_an_older_schema_is_brought_up_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step is run once, in memory; the file and its digest stay those that were written."""
    files = files_of(lived())
    steps = {
        1: lambda table: {**table, "schema": 2, "by": table["by"] + " (2)"},
        2: lambda table: {**table, "schema": 3, "by": table["by"] + " (3)"},
    }
    monkeypatch.setattr(streams, "RECORD_SCHEMA", 3)
    monkeypatch.setattr(streams, "UPGRADES", steps)
    records = read(NAME, "here", files).records
    assert records[0].by == "author (2) (3)"
    assert records[0].schema == 3


def test_a_newer_schema_is_shown_and_never_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a newer pia wrote is read as far as its digests go; adding to it is refused."""
    memory = lived()
    monkeypatch.setattr(streams, "RECORD_SCHEMA", 2)
    last = msgspec.json.decode(memory.files[f"{NAME}/0005.json"])
    newer = {**last, "schema": 2, "number": 6, "previous": last["digest"], "act": {"kind": "unheard of"}}
    newer["digest"] = streams._digest(newer)
    monkeypatch.undo()
    memory.files[f"{NAME}/0006.json"] = streams._laid_out(msgspec.json.encode(newer))
    stream = Store(memory).stream(NAME)
    assert len(stream.records) == 5
    assert [table["act"]["kind"] for table in stream.newer] == ["unheard of"]
    with pytest.raises(WrongUse, match="Update pia"):
        add(Store(memory), Commented(text="And?"))


def test_line_ends_of_windows_do_no_harm() -> None:
    """A checkout that turned line feeds into two characters is still whole."""
    files = {number: content.replace(b"\n", b"\r\n") for number, content in files_of(lived()).items()}
    assert len(read(NAME, "here", files).records) == 5


def test_what_is_larger_than_any_record_is_not_looked_into() -> None:
    """Ten million bytes are read; one more is too many."""
    with pytest.raises(BrokenFile, match="is not valid JSON"):
        read(NAME, "here", {1: b" " * 10_000_000})
    with pytest.raises(BrokenFile, match="has 10,000,001 bytes; a record has 10,000,000 at most"):
        read(NAME, "here", {1: b" " * 10_000_001})


# --- tampering ----------------------------------------------------------------------------------------------


def flip(files: dict[int, bytes], chance: Random) -> None:
    """One bit of one file."""
    number = chance.choice(sorted(files))
    content = bytearray(files[number])
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    files[number] = bytes(content)


def delete(files: dict[int, bytes], chance: Random) -> None:
    """Some bytes of a file, or a record that others follow."""
    if chance.random() < 0.3:
        del files[chance.choice(sorted(files)[:-1])]
        return
    number = chance.choice(sorted(files))
    content = files[number]
    start = chance.randrange(len(content))
    files[number] = content[:start] + content[start + chance.randint(1, 200) :]


def insert(files: dict[int, bytes], chance: Random) -> None:
    """Some bytes, or a record once more at another place."""
    number = chance.choice(sorted(files))
    content = files[number]
    if chance.random() < 0.3:
        files[max(files) + 1] = content
        return
    start = chance.randrange(len(content) + 1)
    more = bytes(chance.choice(b' \n{}[]",:0aZ\x00\xff') for _ in range(chance.randint(1, 5)))
    files[number] = content[:start] + more + content[start:]


def swap(files: dict[int, bytes], chance: Random) -> None:
    """Two records."""
    one, other = chance.sample(sorted(files), 2)
    files[one], files[other] = files[other], files[one]


def truncate(files: dict[int, bytes], chance: Random) -> None:
    """The end of a file."""
    number = chance.choice(sorted(files))
    files[number] = files[number][: chance.randrange(len(files[number]))]


def resealed(files: dict[int, bytes], chance: Random) -> None:
    """A record changed by somebody who knows how to make its digest, but not those that follow."""
    number = chance.choice(sorted(files)[:-1])
    table = msgspec.json.decode(files[number])
    table["by"] = "somebody"
    table["digest"] = streams._digest(table)
    files[number] = streams._laid_out(msgspec.json.encode(table))


@pytest.mark.parametrize("tamper", [flip, delete, insert, swap, truncate, resealed])
def test_tampering_is_found(tamper: Callable[[dict[int, bytes], Random], None]) -> None:
    """Every change of every kind is refused with a sentence that names the store, and none with a traceback."""
    whole = files_of(lived())
    chance = by_chance(tamper.__name__)
    changed = 0
    while changed < MUTATIONS // 6 + 1:
        files = dict(whole)
        tamper(files, chance)
        if files == whole:
            continue
        changed += 1
        with pytest.raises(BrokenFile, match=r"^here: "):
            read(NAME, "here", files)


def test_duplicate_keys_are_found() -> None:
    """A name that stands twice in a file could show people one thing and programs another."""
    files = files_of(lived())
    files[2] = files[2].replace(b' "by": "reviewer",', b' "by": "somebody",\n "by": "reviewer",')
    with pytest.raises(BrokenFile, match="not laid out as pia writes it"):
        read(NAME, "here", files)


def test_what_cannot_be_found_without_an_anchor() -> None:
    """The newest records gone, or all written anew: documented, and nobody is told otherwise."""
    files = files_of(lived())
    assert len(read(NAME, "here", {number: files[number] for number in (1, 2, 3)}).records) == 3
    anew: Stream = Stream(NAME, ())
    for record in read(NAME, "here", files).records:
        sealed = seal(anew, record.act, by="somebody", when=When(record.at, record.on), catalogue=real_catalogue())
        anew = Stream(NAME, (*anew.records, sealed))
    again = read(NAME, "here", {record.number: written(record) for record in anew.records})
    assert {record.by for record in again.records} == {"somebody"}


@pytest.mark.parametrize("number", [b"1e400", b"99999999999999999999999999", b"1.5", b"-0"])
def test_numbers_that_no_record_holds_are_refused(number: bytes) -> None:
    """Too large, not whole, or written in another way: a sentence, and no other reading of it."""
    files = files_of(lived())
    files[3] = files[3].replace(b'"revision": 1', b'"revision": ' + number)
    with pytest.raises(BrokenFile, match=r"0003\.json"):
        read(NAME, "here", files)


def test_all_faults_come_at_once() -> None:
    """Whoever mends a store wants to know of everything."""
    files = files_of(lived())
    files[2] = b"{"
    del files[4]
    with pytest.raises(BrokenFile) as caught:
        read(NAME, "here", files)
    assert len(caught.value.faults) == 2


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the third-party test data is not beside the project")
def test_the_json_parsing_suite_never_crashes() -> None:
    """No file of the suite is a record, and each is refused with a sentence."""
    paths = sorted((CORPORA / "jsontestsuite").rglob("*.json"))
    assert len(paths) > 100
    for path in paths:
        with pytest.raises(BrokenFile):
            read(NAME, "here", {1: path.read_bytes()})


# --- races ----------------------------------------------------------------------------------------------------


def test_the_loser_of_a_race_sees_what_differs() -> None:
    """Two people decide on the same stream: the second learns field by field what the first said."""
    memory = lived()
    store = Store(memory)
    seen = store.stream(NAME)
    add(store, Commented(text="First."), by="reviewer")
    before = dict(memory.files)
    with pytest.raises(Conflict) as caught:
        store.append(seen, Commented(text="Second."), by="author", when=When(AT, AT.date()), catalogue=real_catalogue())
    assert caught.value.differences == (("by", "reviewer", "author"), ("act.text", "First.", "Second."))
    assert "0006.json: reviewer was faster, and yours was not written" in str(caught.value)
    assert memory.files == before


def test_writing_the_same_record_twice_is_a_success() -> None:
    """A try whose answer got lost is tried again, and finds its own record."""
    store = Store(lived())
    seen = store.stream(NAME)
    made: list[Record] = []
    for _ in range(2):
        after = store.append(
            seen, Commented(text="Once."), by="reviewer", when=When(AT, AT.date()), catalogue=real_catalogue()
        )
        made.append(after.records[-1])
    assert made[0] == made[1]
    assert len(store.stream(NAME).records) == 6


def test_files_are_numbered_from_one() -> None:
    """And sort by name as they do by number, far beyond what a life needs."""
    assert [file_name(number) for number in (1, 42, 10_000)] == ["0001.json", "0042.json", "10000.json"]


def test_a_revision_holds_every_question_as_it_was_asked() -> None:
    """The text of each question is in the record, so that it can be read when the catalogue has moved on."""
    act = Store(lived()).stream(NAME).records[0].act
    assert isinstance(act, Revised)
    assert act.assessment.answers
    assert all(answer.asked for answer in act.assessment.answers.values())
