"""Reference pages in Markdown that a lawyer can read without Python: made from the catalogue, never written by hand."""

from __future__ import annotations

from collections.abc import Iterator

from pia.catalogue.pages.article import article
from pia.catalogue.pages.markdown import text
from pia.catalogue.pages.measures import measures
from pia.catalogue.pages.questions import questions
from pia.catalogue.pages.rules import rules
from pia.catalogue.pages.sources import sources
from pia.dates import day
from pia.model import Catalogue

MADE = "<!-- Made by `pia catalogue docs`; edit the catalogue, not this page. -->"


def pages(catalogue: Catalogue) -> dict[str, str]:
    """Every page by its file name."""
    made = {
        "README.md": index,
        "questions.md": questions,
        "rules.md": rules,
        "measures.md": measures,
        "sources.md": sources,
        "article.md": article,
    }
    return {name: "\n".join([MADE, "", *page(catalogue)]).rstrip() + "\n" for name, page in made.items()}


def index(held: Catalogue) -> Iterator[str]:
    """What there is to read."""
    yield f"# The catalogue, version {held.version}"
    yield ""
    yield f"Released on {day(held.released)}. What `pia` asks, what it makes of the answers, and what that rests on."
    yield "Nothing here is legal advice."
    yield from _house(held)
    yield ""
    yield "| page | what it holds |"
    yield "| --- | --- |"
    yield f"| [Questions](questions.md) | {len(held.questions)} questions, when each is asked, and what reads it |"
    yield f"| [Rules](rules.md) | {len(held.rules)} risks, when each is raised, and how its level comes about |"
    yield f"| [Measures](measures.md) | {len(held.measures)} measures and {len(held.alternatives)} alternatives |"
    yield f"| [Sources](sources.md) | {len(held.sources)} provisions, decisions and guidelines, by place |"
    yield "| [Article](article.md) | the article the product began from, clause by clause |"


def _house(held: Catalogue) -> Iterator[str]:
    if held.house is None:
        return
    yield from ("", f"With the additions of {text(held.house.name)}.")
    if held.house.loosened:
        yield from ("", "What could make a finding of the built-in catalogue disappear or milder:", "")
        yield from (f"- {text(line)}" for line in held.house.loosened)
