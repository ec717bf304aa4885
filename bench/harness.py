"""Times whole processes side by side: each round runs each command once, so that a drifting machine harms all alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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
