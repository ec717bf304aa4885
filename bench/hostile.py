"""How long a report takes when somebody answers to do harm, beside one whose answers are plain.

Run from the top: python bench/hostile.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from report import sample  # noqa: E402

from pia.model import Answer  # noqa: E402 - the checkout it stands in, installed or not
from pia.report.renderer import Renderer  # noqa: E402

MANY = 100_000
INPUTS = {
    "plain": "A plain answer.",
    "100,000 spaces": " " * MANY + "end",
    "100,000 combining marks": "Z" + "\u0301" * MANY,
    "100,000 unbroken characters": "x" * MANY,
    "100,000 lines": "line\n" * MANY,
    "100,000 tabs": "\t" * MANY + "end",
    "100,000 no-break spaces": "\u00a0" * MANY + "end",
    "100,000 zero-width spaces": "a\u200b" * (MANY // 2),
    "100,000 bidi overrides": "\u202ea\u202c" * (MANY // 3),
    "100,000 emoji": "\U0001f469\u200d\U0001f4bb" * (MANY // 3),
    "100,000 Arabic letters": "\u0631\u0642\u0645" * (MANY // 3),
    "100,000 angle brackets": "<b><!--" * (MANY // 7),
    "100,000 ampersands": "&" * MANY,
    "100,000 control characters": "\x00\x1b[2J" * (MANY // 5),
    "words of 10,000 characters": "word " * 2000,
}


def main() -> None:
    """Print seconds and pages for each kind of harm, put in a comment and in an open answer at once."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(f"hostile answers, one warm child: medians of {rounds} rounds")
    with Renderer() as renderer:
        renderer.submit(sample.CATALOGUE, sample.SMALL)
        for name, text in INPUTS.items():
            answers = {"summary": Answer(value=text), "given": Answer(value=("none",), comment=text)}
            assessment = sample.assessment(*sample.SMALL.findings, answers=answers)
            times = []
            for _ in range(rounds):
                begun = time.perf_counter()
                done = renderer.submit(sample.CATALOGUE, assessment)
                times.append(time.perf_counter() - begun)
            print(f"  {name:34}{statistics.median(times):8.2f} s{_pages(done.content):5} pages", flush=True)


def _pages(content: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


if __name__ == "__main__":
    main()
