"""What an archive relies on: every changed bit shows, every rewriting shows, and rebuilds have one digest.

Run from the top: python bench/archive.py
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from report import tampering  # noqa: E402

from pia.assess import assess  # noqa: E402 - the checkout it stands in, installed or not
from pia.catalogue import load  # noqa: E402
from pia.errors import BrokenFile  # noqa: E402
from pia.model import Catalogue  # noqa: E402
from pia.records.answers import read_answers  # noqa: E402
from pia.report.inside import look_inside  # noqa: E402
from pia.report.renderer import Renderer  # noqa: E402
from pia.report.verify import verify  # noqa: E402

ON = date(2026, 11, 24)
BITS = 1000
REBUILDS = 20


def main() -> None:
    """Print one line for each thing that was to be detected, or to be the same."""
    catalogue = load()
    answers = read_answers(ROOT / "tests/scenarios/courier.toml", catalogue).answers
    assessment = assess(catalogue, answers, ON, name="courier")
    with Renderer() as renderer, tempfile.TemporaryDirectory() as folder:
        report = renderer.submit(catalogue, assessment).content
        path = Path(folder) / "report.pdf"
        failed = [
            *_flipped(report, path, catalogue, renderer),
            *_rewritten(report, path, catalogue, renderer),
            *_rebuilt(report, Path(folder)),
        ]
    for line in failed:
        print(f"NOT DETECTED: {line}")
    raise SystemExit(1 if failed else 0)


def _found(content: bytes, path: Path, catalogue: Catalogue, renderer: Renderer) -> str:
    """What `pia verify` says; "sound" when it finds nothing."""
    path.write_bytes(content)
    try:
        found = verify(look_inside(path), catalogue, renderer)
    except BrokenFile as error:
        return f"refused: {str(error).partition(': ')[2]}"
    if found.sound:
        return "sound"
    contradictions = {
        "its parts disagree": found.consistent,
        "made again, it is another file": found.made_again,
        "judged again, it says something else": found.judged_again,
    }
    named = [name for name, check in contradictions.items() if check.outcome.value == "no"]
    return f"{found.state.value}{', but ' + named[0] if named else ''}"


def _flipped(report: bytes, path: Path, catalogue: Catalogue, renderer: Renderer) -> list[str]:
    chance = random.Random(0)  # noqa: S311 - not for secrets
    begun = time.perf_counter()
    said: Counter[str] = Counter()
    missed = []
    for _ in range(BITS):
        at, bit = chance.randrange(len(report)), chance.randrange(8)
        flipped = bytearray(report)
        flipped[at] ^= 1 << bit
        found = _found(bytes(flipped), path, catalogue, renderer)
        said[found] += 1
        missed += [f"bit {bit} of byte {at}"] if found == "sound" else []
    seconds = time.perf_counter() - begun
    print(f"flipped bits: {BITS - len(missed)} of {BITS} detected in {seconds:.1f} s: {dict(said)}")
    return missed


def _rewritten(report: bytes, path: Path, catalogue: Catalogue, renderer: Renderer) -> list[str]:
    missed = []
    count = 0
    for count, (name, content) in enumerate(tampering.rewritten(report), 1):  # noqa: B007 - printed below
        found = _found(content, path, catalogue, renderer)
        print(f"  {name:52} {found}")
        missed += [name] if found == "sound" else []
    print(f"rewritten reports: {count - len(missed)} of {count} detected")
    return missed


REBUILD = """
import hashlib, sys, time
sys.path[:0] = [{root!r}]
later = {later}
time.time = lambda real=time.time: real() + later
from datetime import date
from pathlib import Path
from pia.assess import assess
from pia.catalogue import load
from pia.records.answers import read_answers
from pia.report import render_pdf
catalogue = load()
answers = read_answers(Path({root!r}) / "tests/scenarios/courier.toml", catalogue).answers
assessment = assess(catalogue, answers, date(2026, 11, 24), name="courier")
for _ in range({times}):
    digest = hashlib.sha256(render_pdf(catalogue, assessment)).hexdigest()
print(digest)
"""
ZONES = ("UTC", "Pacific/Kiritimati", "America/Anchorage", "Asia/Kathmandu", "Europe/Berlin")
LOCALES = ("C", "C.UTF-8", "POSIX", "en_US.UTF-8")


def _rebuilt(report: bytes, folder: Path) -> list[str]:
    expected = hashlib.sha256(report).hexdigest()
    other = []
    for number in range(REBUILDS):
        place = folder / f"place {number}"
        place.mkdir()
        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(number * 7919),
            "TZ": ZONES[number % len(ZONES)],
            "LC_ALL": LOCALES[number % len(LOCALES)],
            "HOME": str(place),
            "TMPDIR": str(place),
            "XDG_CACHE_HOME": str(place / "cache"),
        }
        code = REBUILD.format(root=str(ROOT), later=number * 86_400 * 40, times=1 + number % 2)
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=place, env=environment, capture_output=True, text=True, check=True
        )
        if done.stdout.strip() != expected:
            other.append(f"rebuild {number} has the digest {done.stdout.strip()}")
    print(f"rebuilds: {REBUILDS - len(other)} of {REBUILDS} have the digest {expected[:16]}...")
    return other


if __name__ == "__main__":
    main()
