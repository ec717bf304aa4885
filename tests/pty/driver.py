"""A program with nothing in it but the interview: ``python driver.py STATE.json [--plain] [--real] [--slow]``.

Answers are kept in STATE.json, as ``pia new`` keeps them in its drafts. Exit codes are those of the command line.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path

import msgspec

from pia.errors import PiaError
from pia.interview.judge import Judge, Judging
from pia.interview.walk import face_for, interview
from pia.model import Answer, Answers, Catalogue, Half


def small() -> tuple[Catalogue, Judge]:
    """The catalogue of the tests."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from interview.small import CATALOGUE, SmallJudge

    return CATALOGUE, SmallJudge


def real() -> tuple[Catalogue, Judge]:
    """The catalogue that ships."""
    from pia.catalogue import load

    catalogue = load()
    return catalogue, partial(Judging, catalogue, date(2026, 6, 1))


def main(arguments: list[str]) -> int:
    """Go on with the answers kept in the file named first."""
    state = Path(arguments[0])
    kept = json.loads(state.read_text()) if state.exists() else {}
    answers = msgspec.convert(kept.get("answers", {}), dict[str, Answer])
    half = msgspec.convert(kept.get("half"), Half | None)

    def save(answers: Answers, half: Half | None) -> None:
        written = state.with_suffix(".new")
        written.write_bytes(msgspec.json.encode({"answers": answers, "half": half}))
        written.rename(state)
        if "--slow" in arguments:
            time.sleep(0.5)

    try:
        face = face_for(sys.stdin, sys.stdout, os.environ, plain="--plain" in arguments)
        catalogue, judge = real() if "--real" in arguments else small()
        interview(catalogue, answers, face, save, judge, half=half)
    except PiaError as error:
        sys.stdout.flush()
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write("Done.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
