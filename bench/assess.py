"""How many assessments a second, and what loading the catalogue costs. Run: python bench/assess.py"""

from __future__ import annotations

import statistics
import time
from datetime import date
from pathlib import Path

from pia.assess import assess
from pia.catalogue import load
from pia.records.answers import read_answers

SCENARIOS = Path("tests/scenarios")
ON = date(2026, 11, 24)


def main() -> None:
    """Print one line for the catalogue and one for each scenario."""
    times = []
    for _ in range(11):
        begun = time.perf_counter()
        catalogue = load()
        times.append(time.perf_counter() - begun)
    print(f"load the catalogue: {statistics.median(times) * 1000:.1f} ms (aim 40)")
    for path in sorted(SCENARIOS.glob("*.toml")):
        answers = read_answers(path, catalogue).answers
        rates = []
        for _ in range(5):
            begun = time.perf_counter()
            for _ in range(100):
                assess(catalogue, answers, ON)
            rates.append(100 / (time.perf_counter() - begun))
        print(f"assess {path.stem:12} {statistics.median(rates):8.0f} a second")


if __name__ == "__main__":
    main()
