"""Short runs with faults in the kernel: whatever fails while something is kept, nothing is lost, torn, or won twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from racers import KEYS, content_of, race

BENCH = Path(__file__).parents[2] / "bench" / "faults.py"


@pytest.fixture
def strace() -> str:
    """What makes system calls fail."""
    found = shutil.which("strace")
    if found and subprocess.run([found, "-qq", "-e", "none", "true"], capture_output=True, check=False).returncode == 0:
        return found
    if os.environ.get("PIA_REQUIRE_TOOLS"):
        pytest.fail("strace is missing, or may not trace here")
    pytest.skip("strace is missing, or may not trace here: sudo apt-get install strace")


@pytest.mark.usefixtures("strace")
def test_a_fault_at_any_call_loses_nothing() -> None:
    """Twelve points of the four hundred."""
    done = subprocess.run([sys.executable, str(BENCH), "--sample", "12"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("12 points, 0 wrong\n")


def test_one_of_eight_wins_where_there_are_no_hard_links(strace: str, tmp_path: Path) -> None:
    """Eight processes, each refused every hard link as FAT refuses it: one wins each key, and its content stays."""
    told = tmp_path / "refused"
    refuse = [strace, "-qq", "-e", "trace=link,linkat", "-e", "inject=link,linkat:error=EPERM"]
    won = race(str(tmp_path / "store"), under=[*refuse, "-A", "-o", str(told)])
    assert told.read_text().count("EPERM") == 8 * len(KEYS)
    assert Counter(key for key, _ in won) == Counter(KEYS)
    folder = tmp_path / "store" / "the-race"
    kept = {f"the-race/{path.name}": path.read_bytes() for path in folder.iterdir()}
    assert kept == {key: content_of(number, key) for key, number in won}
