"""Processes that race: each tries to create the same keys at the same moments, and says which it won."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pia.records.backend import open_store

KEYS = [f"the-race/{number:04d}.json" for number in range(1, 26)]


def race(where: str, racers: int = 8, under: Sequence[str] = ()) -> list[tuple[str, int]]:
    """Let the racers run on the store at ``where``: pairs of a key and the number of a racer that won it.

    ``under``: a command that runs each of them.
    """
    command = [*under, sys.executable, __file__, where]
    running = [
        subprocess.Popen(
            [*command, str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            cwd=Path(__file__).parent.parent,
        )
        for number in range(racers)
    ]
    won = []
    for answers in ([process.stdout.readline() for process in running if process.stdout] for _ in [None, *KEYS]):
        won.append([number for number, answer in enumerate(answers) if answer == "won\n"])
        for process in running:
            if process.stdin and len(won) <= len(KEYS):
                process.stdin.write("go\n")
    assert [process.communicate(timeout=60)[0] for process in running] == [""] * racers
    assert [process.returncode for process in running] == [0] * racers
    return [(key, number) for key, numbers in zip(KEYS, won[1:], strict=True) for number in numbers]


def content_of(number: int, key: str) -> bytes:
    """What racer ``number`` writes under a key."""
    return f'{{"by": {number}, "key": "{key}"}}\n'.encode()


def _run(where: str, number: int) -> None:
    store = open_store(where)
    print("ready", flush=True)  # noqa: T201 - the answer to the one who lets us run
    for key in KEYS:
        sys.stdin.readline()
        print("won" if store.create(key, content_of(number, key)) else "lost", flush=True)  # noqa: T201


if __name__ == "__main__":
    _run(sys.argv[1], int(sys.argv[2]))
