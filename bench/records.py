"""How long a large store takes to list, check, verify, recheck and register, and how much memory.

Run: python bench/records.py [COUNT]. It writes COUNT assessments (10,000 unless told otherwise) into a temporary
folder: the five worked examples in turn, each with a draft as the interview keeps one (the wording of each question
beside its answer) and two or five records, two of three approved. Each command runs as a process of its own, three
times; the median is printed.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from harness import whole

from pia.catalogue import load
from pia.model import AnyAct, Approved, Catalogue, Commented, Opinion, Submitted
from pia.records.answers import read_answers
from pia.records.drafts import Drafts
from pia.records.life import Life
from pia.records.revise import asked_as, next_revision
from pia.records.store import Store
from pia.records.stream import Stream, When, file_name, written

ON = date(2026, 11, 24)
BUDGETS = {"list": 2, "check": 5, "verify": 10, "recheck": None, "due": None, "register": None}
"""Seconds for 10,000 assessments."""
ROUNDS = 3
NAMES = ("courier", "returns", "ebook", "kids-game", "cold-list")


def main() -> None:
    """Make the store, then time each command on it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        made = make(Path(folder), count)
        print(f"{count:,} assessments, {made:,} files")
        pia = [sys.executable, "-m", "pia"]
        store = ["--store", folder, "--date", "2026-12-01"]
        commands = {
            "list": [*pia, "list", *store],
            "check": [sys.executable, __file__, "--check", folder],
            "verify": [*pia, "list", "--verify", *store],
            "recheck": [*pia, "recheck", *store],
            "due": [*pia, "due", *store],
            "register": [*pia, "register", *store],
        }
        if count > 10_000:  # noqa: PLR2004 - what takes minutes then
            commands = {name: command for name, command in commands.items() if name in {"list", "recheck"}}
        for name, command in commands.items():
            runs = [whole(command) for _ in range(ROUNDS)]
            wall, peak = statistics.median(run.wall for run in runs), max(run.peak for run in runs)
            budget = BUDGETS[name]
            said = f", budget {budget * count / 10_000:g} s" if budget else ""
            print(f"{name:10}{wall:8.2f} s{peak:8.0f} MiB{said}")


def make(folder: Path, count: int) -> int:
    """Write the store, quickly and not durably; the number of files."""
    catalogue = load()
    plans = [life_of_one(catalogue, name) for name in NAMES]
    files = 0
    for number in range(count):
        place = folder / f"plan-{number:06}"
        place.mkdir()
        stream = Stream(place.name, ())
        moment = When(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), ON)
        for act, by in plans[number % len(NAMES)][: None if number % 3 else 2]:
            stream = Store.grown(stream, [(act, by)], when=moment, catalogue=catalogue)
        for record in stream.records:
            (place / file_name(record.number)).write_bytes(written(record))
        (place / "draft.json").write_bytes(DRAFTS[NAMES[number % len(NAMES)]])
        files += len(stream.records) + 1
    return files


DRAFTS: dict[str, bytes] = {}


def life_of_one(catalogue: Catalogue, scenario: str) -> list[tuple[AnyAct, str]]:
    """A short life: written, submitted, commented, an opinion, approved."""
    answers = read_answers(Path("tests/scenarios", f"{scenario}.toml"), catalogue).answers
    with tempfile.TemporaryDirectory() as folder:
        Drafts(folder).save("draft", catalogue, asked_as(catalogue, answers))
        DRAFTS[scenario] = Path(folder, "draft", "draft.json").read_bytes()
    revised = next_revision(catalogue, Life(name="plan"), answers, ON)
    assert revised is not None  # noqa: S101 - the first always is
    sha256 = revised.sha256
    return [
        (revised, "author"),
        (Submitted(revision=1, sha256=sha256, report="0" * 64), "author"),
        (Opinion(revision=1, sha256=sha256, text="No objection."), "privacy officer"),
        (Commented(text="Thank you."), "reviewer"),
        (
            Approved(revision=1, sha256=sha256, review_on=date(2027, 11, 24), views="Not sought: no plan so far."),
            "reviewer",
        ),
    ]


def check(folder: str) -> None:
    """Judge every draft, as `pia check` judges one."""
    from pia.assess import assess

    catalogue, drafts = load(), Drafts(folder)
    out = io.StringIO()
    for name in drafts.names():
        out.write(assess(catalogue, drafts.load(name, catalogue).answers, ON, name=name).verdict.value)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"]:
        check(sys.argv[2])
    else:
        main()
