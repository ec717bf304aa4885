"""What the tests of records share: a store in memory, plans judged once, and a way to write a life in short."""

from __future__ import annotations

import functools
from datetime import UTC, date, datetime

import msgspec
from helpers import ON_DATE, TESTS, real_catalogue

from pia.model import Answer, AnyAct, Approved, Opinion, Revised, Submitted, Term
from pia.records.answers import read_answers
from pia.records.life import Life
from pia.records.revise import next_revision
from pia.records.store import Store
from pia.records.stream import Stream, When

NAME = "guest-checkout"
AT = datetime(2026, 11, 24, 10, 30, 0, 123456, UTC)
NEXT_YEAR = date(2027, 11, 24)
REPORT = "0" * 64


class Memory:
    """A backend that forgets."""

    where = "memory"

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def create(self, key: str, content: bytes) -> bool:
        """Keep it when there is none, or the same."""
        return self.files.setdefault(key, content) == content

    def replace(self, key: str, content: bytes) -> None:
        """Keep it."""
        self.files[key] = content

    def read(self, key: str) -> bytes | None:
        """What is kept."""
        return self.files.get(key)

    def names(self, prefix: str = "") -> list[str]:
        """All keys that begin so."""
        return sorted(key for key in self.files if key.startswith(prefix))

    def changed(self, key: str) -> float:
        """By the order of keeping."""
        return float(list(self.files).index(key)) if key in self.files else 0.0


@functools.cache
def answers_to(scenario: str) -> dict[str, Answer]:
    """The answers of a worked example."""
    return read_answers(TESTS / "scenarios" / f"{scenario}.toml", real_catalogue()).answers


@functools.cache
def revised(scenario: str = "courier", revision: int = 1, missing: tuple[str, ...] = (), on: date = ON_DATE) -> Revised:
    """A revision of a worked example."""
    made = next_revision(real_catalogue(), Life(name=NAME), answers_to(scenario), on)
    assert made is not None
    return msgspec.structs.replace(made, revision=revision, missing=missing)


def term(name: str = "c1", *, due: date = date(2027, 1, 31), finding: str = "") -> Term:
    """A condition."""
    return Term(id=name, text="Tell people why the number is asked for.", owner="Product", due=due, finding=finding)


def add(store: Store, act: AnyAct, by: str = "author", on: date = ON_DATE, name: str = NAME) -> Stream:
    """One more record at the end of the stream."""
    return store.append(store.stream(name), act, by=by, when=When(AT, on), catalogue=real_catalogue())


def three() -> Store:
    """A grave plan that was approved, a mild one under review, and a draft."""
    kept = Store(Memory())
    grave, mild = revised("ebook"), revised("courier")
    add(kept, grave, name="ebook-gate")
    add(kept, Submitted(revision=1, sha256=grave.sha256, report=REPORT), name="ebook-gate")
    add(kept, Opinion(revision=1, sha256=grave.sha256, text="No."), "privacy officer", name="ebook-gate")
    approval = Approved(revision=1, sha256=grave.sha256, review_on=NEXT_YEAR, views="Not sought.")
    add(kept, approval, "reviewer", name="ebook-gate")
    add(kept, mild, name="shop")
    add(kept, Submitted(revision=1, sha256=mild.sha256, report=REPORT), name="shop")
    kept.backend.replace("unfinished/draft.json", b"{}")
    return kept
