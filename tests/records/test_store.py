"""A whole store: which assessments it has, quick looks that agree with careful ones, and one bad stream among many."""

from __future__ import annotations

import gc

import msgspec
import pytest
from helpers import ON_DATE, real_catalogue

from pia.errors import BrokenFile, Conflict, WrongUse
from pia.model import AnyAct, Commented, State, Submitted
from pia.records import stream as streams
from pia.records.life import Life
from pia.records.standing import due, status
from pia.records.store import Store
from pia.records.stream import When
from records.lives import AT, NAME, NEXT_YEAR, REPORT, Memory, add, revised, three


class Counting(Memory):
    """Remembers what was read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[str] = []

    def read(self, key: str) -> bytes | None:
        """What is kept."""
        self.reads.append(key)
        return super().read(key)


def shops(*names: str, memory: Memory | None = None) -> Store:
    """A store with plans of these names, each under review."""
    kept, act = Store(memory or Memory()), revised()
    for name in names:
        add(kept, act, name=name)
        add(kept, Submitted(revision=1, sha256=act.sha256, report=REPORT), name=name)
    return kept


def memory_of(store: Store) -> Memory:
    """What the store keeps."""
    assert isinstance(store.backend, Memory)
    return store.backend


def states(store: Store, *, checked: bool = False) -> dict[str, State | str]:
    """Where each stands, or why that cannot be told."""
    lives = store.lives(checked=True) if checked else store.lives()
    return {name: life.state if isinstance(life, Life) else str(life) for name, life in lives}


def test_what_has_a_draft_or_a_record_is_an_assessment() -> None:
    """Named once and in order; a report or a note by itself is none, nor is a record number 0."""
    store = shops("two-shop", "one-shop")
    for key in (
        "one-shop/draft.json",
        "a-draft/draft.json",
        "a-report/a-report.pdf",
        "a-note/note.json",
        "a/0000.json",
    ):
        store.backend.replace(key, b"{}")
    assert store.names() == ["a-draft", "one-shop", "two-shop"]
    assert states(store) == {"a-draft": State.DRAFT, "one-shop": State.SUBMITTED, "two-shop": State.SUBMITTED}


def test_a_quick_look_and_a_careful_one_agree() -> None:
    """On every life of a store that nobody touched."""
    store = shops("one-shop", "two-shop")
    assert list(store.lives()) == list(store.lives(checked=True))
    assert [life for _, life in store.lives()] == [store.life("one-shop"), store.life("two-shop")]


def test_a_quick_look_reads_on_over_a_changed_record_and_a_careful_one_tells() -> None:
    """It is what makes a list of ten thousand quick; the other streams are read either way."""
    store = shops("one-shop", "two-shop")
    files = memory_of(store).files
    files["one-shop/0002.json"] = files["one-shop/0002.json"].replace(b'"by": "author"', b'"by": "nobody"')
    assert states(store) == {"one-shop": State.SUBMITTED, "two-shop": State.SUBMITTED}
    careful = states(store, checked=True)
    assert "was changed after it was written" in str(careful["one-shop"])
    assert careful["two-shop"] is State.SUBMITTED


@pytest.mark.parametrize(
    ("key", "source", "sentence"),
    [
        ("one-shop/0002.json", None, "0002.json is not valid JSON"),
        ("one-shop/0004.json", "one-shop/0002.json", "0003.json"),
        ("one-shop/0001.json", "two-shop/0001.json", "says it is record 1 of two-shop"),
    ],
    ids=["broken", "one is missing", "of another plan"],
)
def test_a_stream_that_does_not_hold_together_shows_at_a_quick_look(
    key: str, source: str | None, sentence: str
) -> None:
    """In the place of its life there is the sentence, and the store goes on."""
    store = shops("one-shop", "two-shop")
    files = memory_of(store).files
    files[key] = files[source] if source else b"{"
    found = dict(store.lives())
    assert isinstance(found["one-shop"], BrokenFile)
    assert sentence in str(found["one-shop"])
    assert states(store)["two-shop"] is State.SUBMITTED


def test_older_records_take_the_slower_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are brought up to today's schema, which a quick look does not do."""
    store = shops("one-shop")
    monkeypatch.setattr(streams, "RECORD_SCHEMA", 2)
    monkeypatch.setattr(streams, "UPGRADES", {1: lambda table: {**table, "schema": 2, "by": "somebody"}})
    ((_, life),) = store.lives()
    assert isinstance(life, Life)
    assert (life.state, life.authors) == (State.SUBMITTED, ("somebody",))


def test_lives_are_read_one_at_a_time() -> None:
    """No life is read before it is asked for, or a large store would not fit; and collecting goes on afterwards."""
    memory = Counting()
    kept = shops("one-shop", "two-shop", memory=memory)
    memory.reads.clear()
    lives = kept.lives()
    assert next(lives)[0] == "one-shop"
    assert memory.reads == ["one-shop/0001.json", "one-shop/0002.json"]
    assert not gc.isenabled()
    del lives
    assert gc.isenabled(), "also when it is left halfway"


def test_who_collects_no_garbage_is_not_made_to() -> None:
    """A program that has turned it off finds it off afterwards."""
    kept = shops("one-shop")
    gc.disable()
    try:
        assert len(list(kept.lives())) == 1
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_loser_of_a_race_against_a_record_that_cannot_be_read_is_told_so() -> None:
    """A newer pia's, or a broken one: there is nobody to name and nothing to compare, and it stays as it is."""
    store = shops(NAME)
    seen = store.stream(NAME)
    files = memory_of(store).files
    files[f"{NAME}/0003.json"] = msgspec.json.encode({"schema": 99})
    before = dict(files)
    with pytest.raises(Conflict, match="somebody else was faster") as caught:
        store.append(seen, Commented(text="Hm."), by="reviewer", when=When(AT, AT.date()), catalogue=real_catalogue())
    assert (caught.value.differences, files) == ((), before)


def test_records_that_come_together_are_looked_at_before_any_is_written() -> None:
    """The second is refused: the first is not there either."""
    store = shops()
    act = revised()
    both: list[tuple[AnyAct, str]] = [
        (act, "author"),
        (Submitted(revision=2, sha256=act.sha256, report=REPORT), "author"),
    ]
    when = When(AT, AT.date())
    with pytest.raises(WrongUse, match="Revision 1"):
        store.append_all(store.stream(NAME), both, when=when, catalogue=real_catalogue())
    assert memory_of(store).files == {}
    good: list[tuple[AnyAct, str]] = [
        (act, "author"),
        (Submitted(revision=1, sha256=act.sha256, report=REPORT), "author"),
    ]
    grown = store.append_all(store.stream(NAME), good, when=when, catalogue=real_catalogue())
    assert list(memory_of(store).files) == [f"{NAME}/0001.json", f"{NAME}/0002.json"]
    assert grown == store.stream(NAME)


def test_a_life_in_outline_stands_where_the_whole_one_does() -> None:
    """A list reads far less, and says the same of it; what was passed over is not there, rather than empty."""
    kept = three()
    whole, outlined = (
        {name: life for name, life in lives if isinstance(life, Life)}
        for lives in (kept.lives(), kept.lives(outlined=True))
    )
    assert list(outlined) == list(whole) == ["ebook-gate", "shop", "unfinished"]
    for name, life in whole.items():
        other = outlined[name]
        assert status(other, NEXT_YEAR) == status(life, NEXT_YEAR)
        assert due(other, ON_DATE, real_catalogue()) == due(life, ON_DATE, real_catalogue())
        assert (other.state, other.revision, other.authors) == (life.state, life.revision, life.authors)
        if life.revised and other.revised:
            plan, outline = life.revised.assessment, other.revised.assessment
            assert (outline.verdict, outline.level) == (plan.verdict, plan.level)
            with pytest.raises(AttributeError):
                _ = outline.findings
    assert outlined["ebook-gate"].approval


def test_what_an_outline_cannot_be_read_from_is_told() -> None:
    """Broken JSON, a verdict there is none of, a record out of place: a list never passes them over."""
    for spoil in (
        (b'"verdict": "do not collect"', b'"verdict": "fine"'),
        (b'"verdict": "do not collect",', b""),
        (b'"findings": [', b'"findings": [,'),
        (b'"number": 1', b'"number": 2'),
        (b'"revision": 1', b'"revision": "1"'),
    ):
        kept = three()
        assert isinstance(kept.backend, Memory)
        before = kept.backend.files["ebook-gate/0001.json"]
        kept.backend.files["ebook-gate/0001.json"] = before.replace(*spoil)
        assert kept.backend.files["ebook-gate/0001.json"] != before
        lives = dict(kept.lives(outlined=True))
        assert isinstance(lives["ebook-gate"], BrokenFile), spoil
        assert isinstance(lives["shop"], Life)
