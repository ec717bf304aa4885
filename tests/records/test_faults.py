"""A short run of bench/faults.py: whatever fails while something is kept, nothing is lost, torn, or beyond mending."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "faults.py"


@pytest.mark.skipif(
    shutil.which("strace") is None and not os.environ.get("PIA_REQUIRE_TOOLS"),
    reason="no strace on this machine: sudo apt-get install strace",
)
def test_a_fault_at_any_call_loses_nothing() -> None:
    """Twelve points of the four hundred."""
    done = subprocess.run([sys.executable, str(BENCH), "--sample", "12"], capture_output=True, text=True, check=False)
    if "strace cannot run here" in done.stderr and not os.environ.get("PIA_REQUIRE_TOOLS"):
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("12 points, 0 wrong\n")
