"""How soon pia helps and judges, beside Python doing nothing. How soon it asks: bench/interview.py.

Run from the top: python bench/startup.py
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from harness import compare, whole

PIA = str(Path(sys.executable).with_name("pia"))


def main() -> None:
    """Print one table."""
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


if __name__ == "__main__":
    main()
