"""How soon pia helps and asks, beside Python doing nothing and questionary asking alone.

Run from the top: python bench/startup.py
"""

from __future__ import annotations

import os
import pty
import re
import resource
import select
import signal
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from harness import MEGABYTE, Run, compare, whole

PIA = str(Path(sys.executable).with_name("pia"))
BARE = "import questionary; questionary.select('Which?', ['one', 'two', 'three']).unsafe_ask()"
LONGEST = 20.0


def until(pattern: bytes, command: Callable[[], Sequence[str]]) -> Run:
    """Start a command on a pseudo-terminal and wait until its output matches; then end it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    arguments = command()
    begun = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
        os.execv(arguments[0], list(arguments))  # noqa: S606 - our own command
    termios.tcsetwinsize(terminal, (24, 80))
    seen = b""
    while not re.search(pattern, seen):
        if time.perf_counter() - begun > LONGEST or not select.select([terminal], [], [], LONGEST)[0]:
            raise SystemExit(f"{arguments}: nothing like {pattern!r} in {seen!r}")
        seen += os.read(terminal, 65536)
    wall = time.perf_counter() - begun
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / MEGABYTE)


def main() -> None:
    """Print three tables."""
    python = sys.executable
    compare(
        "pia --help",
        {
            "python -c pass": partial(whole, [python, "-c", "pass"]),
            "pia --help": partial(whole, [PIA, "--help"]),
            "pia check FILE": partial(whole, [PIA, "check", "tests/scenarios/courier.toml"]),
        },
        rounds=20,
        base="python -c pass",
        budget="--help <= 6 x python -c pass",
    )
    with tempfile.TemporaryDirectory() as folder:
        numbers = iter(range(10_000))

        def new() -> list[str]:
            return [PIA, "new", f"plan-{next(numbers)}", "--store", folder]

        compare(
            "first prompt on a pseudo-terminal",
            {
                "questionary.select alone": partial(until, rb"three", lambda: [python, "-c", BARE]),
                "pia new: first text": partial(until, rb"saved", new),
                "pia new: first prompt": partial(until, rb"(?s)collection point\?.*2004h.*>", new),
            },
            rounds=20,
            base="questionary.select alone",
            budget="text <= 0.8, prompt <= 1.4 x questionary",
        )


if __name__ == "__main__":
    main()
