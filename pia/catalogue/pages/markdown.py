"""Words, links and conditions as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pia.catalogue.words import answered
from pia.model import Catalogue, Condition, Rule, Test


def heading(anchor: str, title: str, depth: int = 3) -> Iterator[str]:
    """A heading that can be linked to by its entry's id."""
    yield from ("", f'<a id="{anchor}"></a>', "", f"{'#' * depth} {text(title)}", "")


def link(title: str, page: str, anchor: str) -> str:
    """A link to an entry on its page."""
    return f"[{text(title)}]({page}.md#{anchor})"


def rules(of: Iterable[Rule]) -> str:
    """Links to rules, in one line."""
    return "; ".join(link(rule.title, "rules", rule.id) for rule in of)


def text(words: str) -> str:
    """Words that Markdown shows as they are."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", words)


def whenever(held: Catalogue, title: str, condition: Condition) -> Iterator[str]:
    """A condition as a paragraph, or as a list when it has several alternatives; nothing when it is empty."""
    if len(condition) == 1:
        yield from ("", f"**{title}** {_all(held, condition[0])}.")
    elif condition:
        yield from ("", f"**{title}** one of these holds:", "")
        yield from (f"- {_all(held, tests)}" for tests in condition)


def sentence(held: Catalogue, title: str, condition: Condition) -> str:
    """A condition in one sentence."""
    return f"{title} {', or '.join(_all(held, tests) for tests in condition)}."


def _all(held: Catalogue, tests: Iterable[Test]) -> str:
    asked = [(held.questions[test.question], test) for test in tests]
    return ", and ".join(
        f"{link(question.text, 'questions', question.id)} {text(answered(question, test))}" for question, test in asked
    )
