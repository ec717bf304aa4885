"""A program with nothing in it but the interview: ``python driver.py STATE.json [--plain] [--real]``.

Answers are kept in STATE.json, as ``pia new`` keeps them in its drafts. Exit codes are those of the command line.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from pia.errors import PiaError
from pia.interview.walk import face_for, interview
from pia.model import Answer, Answers, Catalogue


def small() -> Catalogue:
    """The catalogue of the tests."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from interview.small import CATALOGUE

    return CATALOGUE


def real() -> Catalogue:
    """The catalogue that ships."""
    from pia.catalogue import load

    return load()


def main(arguments: list[str]) -> int:
    """Go on with the answers kept in the file named first."""
    state = Path(arguments[0])
    kept = msgspec.convert(json.loads(state.read_text()), dict[str, Answer]) if state.exists() else {}

    def save(answers: Answers) -> None:
        written = state.with_suffix(".new")
        written.write_bytes(msgspec.json.encode(answers))
        written.rename(state)

    def consequence(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> str | None:
        sold = [name for name, answer in after.items() if answer.value in {"bought", ("ads",)} and name not in before]
        return "high: bought numbers. Ask people yourself instead." if sold else None

    try:
        face = face_for(sys.stdin, sys.stdout, os.environ, plain="--plain" in arguments)
        interview(real() if "--real" in arguments else small(), kept, face, save, consequence)
    except PiaError as error:
        sys.stdout.flush()
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write("Done.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
