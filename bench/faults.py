"""Faults at every write, fsync, link and rename of a draft, a record, a report and an archive. Needs strace, on Linux.

    .venv/bin/python bench/faults.py [--sample N]

A process keeps drafts, records, a report and a bag, and tells of each when it is kept. It is run once for each system
call it makes on its folder, and that call fails: the process is killed there, or the disk is full (ENOSPC), or broken
(EIO). Afterwards everything told of must be there, nothing half-written may be seen, and the same run without a fault
must end well, with all contents as they should be.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import bagit  # noqa: F401 - before the work, so that no fault falls on its import

from pia.errors import BrokenFile, PiaError
from pia.records import durable
from pia.records.archive import found_in
from pia.records.backend import open_store
from pia.records.bag import bag, faults

CALLS = ("openat", "write", "fsync", "link", "rename", "unlink", "mkdir", "close")
MODES = {"kill": "signal=KILL", "ENOSPC": "error=ENOSPC", "EIO": "error=EIO"}
SENTENCES = {65, 69, 73}
"""The exit codes of a sentence: a broken file, a store that does not answer, a file that cannot be written."""

ROUNDS = 5
PDF = b"%PDF-1.7\n" + b"x" * 100_000 + b"\n%%EOF\n"
BAG = bag(
    {"report.pdf": PDF, "records/0001.json": b"{}\n"}, {"External-Identifier": "a-plan"}, {"README.txt": b"Read.\n"}
)


def draft(number: int) -> bytes:
    """A draft after so many answers."""
    return f'{{"draft": {number}, "x": "{"x" * 5000}"}}\n'.encode()


def record(number: int) -> bytes:
    """A record."""
    return f'{{"record": {number}, "x": "{"x" * 5000}"}}\n'.encode()


def work(folder: Path) -> None:
    """Keep everything, and tell of each step."""
    store = open_store(folder / "store")
    for number in range(1, ROUNDS + 1):
        store.replace("a-plan/draft.json", draft(number))
        tell(f"draft {number}")
        assert store.create(f"a-plan/{number:04d}.json", record(number))  # noqa: S101 - the check is the point
        tell(f"record {number}")
    durable.replace(folder / "store" / "a-plan" / "a-plan.pdf", PDF)
    tell("report 1")
    durable.create_folder(folder / "archive" / "a-plan-1", BAG)
    if found := faults(folder / "archive" / "a-plan-1"):
        raise BrokenFile(folder, found)
    tell("bag 1")


def tell(what: str) -> None:
    """One line, past any buffer."""
    os.write(1, f"{what}\n".encode())


def wrong(folder: Path, told: list[str]) -> list[str]:
    """What is not as it should be after a fault."""
    latest = dict(line.split() for line in told)
    store = open_store(folder / "store")
    found = []
    kept = {name: store.read(f"a-plan/{name}") for name in ("draft.json", "a-plan.pdf")}
    if kept["draft.json"] not in [draft(number) for number in range(int(latest.get("draft", 0)), ROUNDS + 1)]:
        found += ["draft"] if kept["draft.json"] is not None or "draft" in latest else []
    if kept["a-plan.pdf"] != PDF and (kept["a-plan.pdf"] is not None or "report" in latest):
        found += ["report"]
    for number in range(1, ROUNDS + 1):
        content = store.read(f"a-plan/{number:04d}.json")
        if content != record(number) and (content is not None or number <= int(latest.get("record", 0))):
            found += [f"record {number}"]
    archive = folder / "archive" / "a-plan-1"
    if (archive.exists() or "bag" in latest) and found_in(archive) != BAG:
        found += ["bag"]
    return found


def run(folder: Path, *strace: str) -> tuple[int, list[str]]:
    """Run the work, under strace if there is something for it to do; exit code and what was told."""
    command = [*strace, sys.executable, __file__, "--work", str(folder)]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    return done.returncode, done.stdout.splitlines()


def points(folder: Path) -> list[tuple[str, int]]:
    """Every system call of the work that concerns its folder: its name, and the how manieth of that name it is."""
    log = folder / "strace"
    code, told = run(folder / "work", "strace", "-qq", "-y", "-e", f"trace={','.join(CALLS)}", "-o", str(log))
    if code or len(told) != 2 * ROUNDS + 2:
        sys.exit("faults.py: strace cannot run here (install it, and allow ptrace), or the work fails without a fault.")
    counted: Counter[str] = Counter()
    found = []
    for line in log.read_text("utf-8", errors="replace").splitlines():
        call = re.match(r"\w+", line)
        if call is None:
            continue
        counted[call[0]] += 1
        if str(folder / "work") in line:
            found.append((call[0], counted[call[0]]))
    return found


def main() -> None:
    """Print a line for each mode and call; exit code 1 when anything was lost, torn, or could not be mended."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, help="only so many points, chosen by chance, always the same ones")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        try:
            work(given.work)
        except PiaError as error:
            sys.exit(error.exit_code)
        return
    with tempfile.TemporaryDirectory() as scratch:
        found_points = points(Path(scratch))
    every = [(mode, *point) for mode in MODES for point in found_points]
    if given.sample:
        every = random.Random(1).sample(every, given.sample)  # noqa: S311 - the same ones each time
    tried: Counter[tuple[str, str]] = Counter()
    failed = 0
    for mode, call, count in every:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch, "work")
            inject = ("-e", f"trace={call}", "-e", f"inject={call}:{MODES[mode]}:when={count}")
            code, told = run(folder, "strace", "-qq", "-o", os.devnull, *inject)
            found = wrong(folder, told)
            if code not in {0, *SENTENCES, -9, 137}:
                found.append(f"exit code {code}")
            again, everything = run(folder)
            if again or len(everything) != 2 * ROUNDS + 2 or wrong(folder, everything):
                found.append("not mended by trying again")
        tried[mode, call] += 1
        failed += bool(found)
        if found:
            print(f"{mode} at {call} {count}: {', '.join(found)}", flush=True)
    for (mode, call), number in sorted(tried.items()):
        print(f"{mode:6} at {call:6}: {number} points")
    print(f"{len(every)} points, {failed} wrong")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
