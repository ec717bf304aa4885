"""The page of the article: what it says, clause by clause, and what carries each clause here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pia.catalogue.article import Clause, clauses, with_ceiling
from pia.catalogue.pages.markdown import link, text
from pia.model import Catalogue


def article(held: Catalogue) -> Iterator[str]:
    """A table for each topic of the article."""
    yield "# The article, clause by clause"
    yield ""
    yield "`pia` began from an article, *Where Not to Collect Phone Numbers*. What it says, and what carries it here:"
    yield "the question that asks for it, the finding that raises it, the measure or alternative that carries it (for"
    yield "fines, the sources that state a maximum)."
    for topic, group in groupby(clauses(), key=lambda clause: clause.topic):
        yield from ("", f"## {text(topic)}", "")
        yield "| the article says | asked by | raised as | carried by |"
        yield "| --- | --- | --- | --- |"
        yield from (_row(held, clause) for clause in group)


def _row(held: Catalogue, clause: Clause) -> str:
    asked = [link(held.questions[name].text, "questions", name) for name in clause.questions]
    raised = [link(held.rules[name].title, "rules", name) for name in clause.rules]
    carried = [link(held.measures[name].title, "measures", name) for name in clause.measures]
    carried += [link(held.alternatives[name].title, "measures", name) for name in clause.alternatives]
    if clause.ceilings:
        known = with_ceiling(held)
        resting = [rule for rule in held.rules.values() if {*rule.sources, *rule.persuasive} & known.keys()]
        raised.append(f"{len(resting)} of {len(held.rules)} rules rest on a text that states a maximum")
        carried += [link(source.title, "sources", name) for name, source in known.items()]
    if clause.report:
        raised.append(text(clause.report))
    says = f'<a id="{clause.id}"></a>{text(clause.says)}'
    return f"| {' | '.join([says, *('<br>'.join(cell) for cell in (asked, raised, carried))])} |"
