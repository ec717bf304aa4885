"""What several tests share: the real catalogue, the day they judge on, and answers as people write them in TOML."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Self

import pia.catalogue
from pia.catalogue import load
from pia.model import Answer, Catalogue

TESTS = Path(__file__).parent
CATALOGUE = Path(pia.catalogue.__file__).parent
ON_DATE = date(2026, 11, 24)
"""The day every story and scenario is judged on; law that starts later is still to come."""


@functools.cache
def real_catalogue() -> Catalogue:
    """The catalogue that ships, read once."""
    return load()


def table(path: Path) -> dict[str, Any]:
    """A TOML file as a table."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def answers_in(catalogue: Catalogue, written: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers as written: a value, or a table of value and comment. An unknown question or choice fails the test."""
    return {question: _answer(catalogue, question, value) for question, value in written.items()}


def _answer(catalogue: Catalogue, name: str, written: Any) -> Answer:  # noqa: ANN401 -- TOML, as written
    assert name in catalogue.questions, f"there is no question {name}"
    question = catalogue.questions[name]
    value, comment = (written["value"], written.get("comment", "")) if isinstance(written, dict) else (written, "")
    answer = Answer(value=tuple(value) if isinstance(value, list) else value, comment=comment)
    if question.choices and answer.known:
        known = {choice.id for choice in question.choices}
        given = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        assert set(given) <= known, f"{name} has no choice {', '.join(sorted(map(str, set(given) - known)))}"
    return answer


class Quick:
    """Stands in for the process that makes a PDF, where none is looked at: it takes no time."""

    def __enter__(self) -> Self:
        """Start."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def submit(self, *_: object, **__: object) -> Self:
        """A page."""
        return self

    content = b"%PDF-1.7 of a test"
    gaps = ()
