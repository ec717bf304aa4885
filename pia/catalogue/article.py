"""The article the product began from, clause by clause, and what in the catalogue carries each clause."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from pia.model import Catalogue, Frozen, Source

PATH = Path(__file__).with_name("article.toml")


class Clause(Frozen, frozen=True):
    """One thing the article says, in plain words, and the ids of the entries that carry it.

    ``ceilings``: it is carried by every source with a statutory maximum, and the rules that rest on one.
    ``report``: where in the report it shows, when that is more than its findings and measures.
    """

    id: str
    topic: str
    says: str
    questions: tuple[str, ...]
    rules: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    ceilings: bool = False
    report: str = ""


def clauses(path: Path = PATH) -> tuple[Clause, ...]:
    """Every clause, in the order of the article."""
    table = tomllib.loads(path.read_text("utf-8"))
    return msgspec.convert(table["clause"], tuple[Clause, ...], strict=True)


def with_ceiling(catalogue: Catalogue) -> dict[str, Source]:
    """Every source that a rule rests on and that states a statutory maximum."""
    cited = {name for rule in catalogue.rules.values() for name in (*rule.sources, *rule.persuasive)}
    return {name: source for name, source in catalogue.sources.items() if source.ceiling and name in cited}
