"""The page of measures and alternatives."""

from __future__ import annotations

from collections.abc import Iterator

from pia.catalogue.pages.markdown import heading, link, rules, text
from pia.catalogue.words import changed
from pia.model import Alternative, Catalogue, Measure


def measures(held: Catalogue) -> Iterator[str]:
    """Every measure with what it changes, then every alternative by the need it serves."""
    yield "# Measures and alternatives"
    yield ""
    yield "What a team can do. *Once done* says which answers a measure changes: what remains of a plan is what the"
    yield "same rules say of those answers."
    yield from ("", "## Measures")
    for measure in held.measures.values():
        yield from _measure(held, measure)
    yield from ("", "## Alternatives", "", "Other ways to the same goal, by the need that was claimed.")
    for need in dict.fromkeys(item.need for item in held.alternatives.values()):
        yield from ("", f"### {text(need)}")
        for item in held.alternatives.values():
            if item.need == need:
                yield from _alternative(held, item)


def _measure(held: Catalogue, measure: Measure) -> Iterator[str]:
    yield from heading(measure.id, measure.title)
    yield f"`{measure.id}` · {measure.effort.span} of work · usually {text(measure.owner)}"
    yield from ("", text(measure.how), "", f"*Evidence to keep:* {text(measure.evidence)}")
    if measure.changes:
        yield from ("", "Once done:", "")
        for change in measure.changes:
            question = held.questions[change.question]
            yield f"- {link(question.text, 'questions', question.id)} {text(changed(question, change))}."
    else:
        yield from ("", "It changes no answer: the finding stays, as something to keep an eye on.")
    if measure.ends:
        yield from ("", "Where no number comes from elsewhere, it is the end of the collection.")
    named = [rule for rule in held.rules.values() if measure.id in rule.measures]
    yield from ("", f"Named by: {rules(named) or 'no rule'}.")


def _alternative(held: Catalogue, item: Alternative) -> Iterator[str]:
    yield from heading(item.id, item.title, depth=4)
    yield f"`{item.id}`" + ("" if item.credible else " · often proposed, and not accepted by reviewers")
    yield from ("", text(item.text))
    named = [rule for rule in held.rules.values() if item.id in rule.alternatives]
    yield from ("", f"Named by: {rules(named) or 'no rule'}.")
