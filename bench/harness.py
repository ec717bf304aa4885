"""Times whole processes side by side: each round runs each command once, so that a drifting machine harms all alike."""

from __future__ import annotations

import os
import pty
import re
import resource
import select
import signal
import statistics
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * (1 if sys.platform != "darwin" else 1024)
"""What ru_maxrss counts in, per MiB: KiB on Linux, bytes on macOS."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall and processor time in seconds, peak memory in MiB."""

    wall: float
    cpu: float
    peak: float


def whole(command: Sequence[str]) -> Run:
    """Run a command to its end, its output read by nobody."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return used(wall, usage)


class Terminal:
    """A command on a pseudo-terminal of 80 columns and 24 lines, and what it has written."""

    LONGEST = 60.0
    """Seconds after which something that was to be shown is taken never to come."""

    def __init__(self, command: Sequence[str], cwd: Path) -> None:
        self._command, self._seen = command, b""
        self.begun = time.perf_counter()
        self._child, self._end = pty.fork()
        if self._child == 0:
            os.chdir(cwd)
            os.environ |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PROMPT_TOOLKIT_NO_CPR": "1"}
            os.execv(command[0], list(command))  # noqa: S606 - our own command
        termios.tcsetwinsize(self._end, (24, 80))

    def wait(self, pattern: bytes) -> float:
        """When what was written since the last wait matched; what comes after the match is left for the next."""
        last = time.perf_counter() + self.LONGEST
        while not (found := re.search(pattern, self._seen)):
            if not select.select([self._end], [], [], max(0.0, last - time.perf_counter()))[0]:
                raise SystemExit(f"{self._command}: nothing like {pattern!r} in {self._seen!r}")
            self._seen += os.read(self._end, 65536)
        self._seen = self._seen[found.end() :]
        return time.perf_counter()

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self._end, keys)

    def end(self) -> resource.struct_rusage:
        """End the command; what it took, without that of other commands."""
        os.kill(self._child, signal.SIGKILL)
        _, _, usage = os.wait4(self._child, 0)
        os.close(self._end)
        return usage


def until(pattern: bytes, command: Callable[[], Sequence[str]], cwd: Path = Path()) -> Run:
    """Start a command on a pseudo-terminal and wait until its output matches; then end it."""
    terminal = Terminal(command(), cwd)
    wall = terminal.wait(pattern) - terminal.begun
    return used(wall, terminal.end())


def used(wall: float, usage: resource.struct_rusage) -> Run:
    """The run of a command that took so long, with what the system counted of it."""
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE)


def compare(title: str, peers: Mapping[str, Callable[[], Run]], *, rounds: int, base: str, budget: str = "") -> None:
    """Run every peer once a round, after one round that is not counted, and print medians and ratios to ``base``."""
    runs: dict[str, list[Run]] = {name: [] for name in peers}
    for counted in range(-1, rounds):
        for name, run in peers.items():
            result = run()
            if counted >= 0:
                runs[name].append(result)
    print(f"\n{title}: medians of {rounds} interleaved rounds{f'; budget {budget}' if budget else ''}")
    print(f"  {'':34}{'wall ms':>10}{'min-max':>16}{'cpu ms':>10}{'peak MiB':>10}{'ratio':>8}")
    for name, measured in runs.items():
        walls = sorted(run.wall * 1000 for run in measured)
        ratio = statistics.median(run.wall / other.wall for run, other in zip(measured, runs[base], strict=True))
        print(
            f"  {name:34}{statistics.median(walls):10.1f}{f'{walls[0]:.0f}-{walls[-1]:.0f}':>16}"
            f"{statistics.median(run.cpu * 1000 for run in measured):10.1f}"
            f"{statistics.median(run.peak for run in measured):10.1f}{ratio:8.2f}"
        )
