"""The page of rules: how a level comes about, then every rule, family by family."""

from __future__ import annotations

from collections.abc import Iterator

from pia.catalogue.pages.markdown import heading, link, sentence, text, whenever
from pia.catalogue.words import limits
from pia.model import Adjustment, Catalogue, Circumstance, Kind, Rule, Source


def rules(held: Catalogue) -> Iterator[str]:
    """Every rule in words: raised when, not when, its level and what moves it, what helps, what it rests on."""
    yield "# Rules"
    yield from _levels(held)
    for family in held.families.values():
        of_family = [rule for rule in held.rules.values() if rule.family == family.id]
        if of_family:
            yield from ("", f"## {text(family.title)}", "", text(family.says))
        for rule in of_family:
            yield from _rule(held, rule)
            yield from _help(held, rule)
            yield from _rests_on(held, rule)


def _levels(held: Catalogue) -> Iterator[str]:
    scale = held.scale
    points = range(1, len(scale.matrix) + 1)
    yield from heading("levels", "How a level comes about", depth=2)
    yield "| severity | " + " | ".join(f"likelihood {number}" for number in points) + " |"
    yield "| --- |" + " --- |" * len(points)
    for severity, row in reversed(list(enumerate(scale.matrix, 1))):
        yield f"| {severity} | " + " | ".join(level.value for level in row) + " |"
    yield ""
    yield from (f"- Severity {number}: {text(words)}" for number, words in enumerate(scale.severity, 1))
    yield from (f"- Likelihood {number}: {text(words)}" for number, words in enumerate(scale.likelihood, 1))
    yield ""
    yield "However many circumstances apply, a level moves one step at most; findings of severity 1 do not move:"
    yield ""
    for step in scale.steps:
        yield f"- {_step(held, step)}"
    yield ""
    yield f"Guidance alone, or decisions about others alone, carry a finding to {scale.guidance_cap.value} at most; law"
    yield f"that is contested, or not in force yet, to {scale.unsettled_cap.value}. A direct prohibition never falls"
    yield f"below {scale.prohibition_floor.value}. An answer that is not known yet leaves an open point, shown as"
    yield f"{scale.open_cap.value} at most. High findings in {scale.redesign_families} different families mean: rethink"
    yield "the plan as a whole."


def _step(held: Catalogue, step: Circumstance) -> str:
    parts = [f"One step {'up' if step.step > 0 else 'down'}: {text(step.reason)}"]
    if step.precedent:
        parts.append("When a decision that the rule names as taken on the same facts counts where the people are.")
    if step.when:
        parts.append(sentence(held, "When", step.when))
    if step.unless:
        parts.append(sentence(held, "Not when", step.unless))
    if step.backed_by:
        question = held.questions[step.backed_by]
        day = ", with a day that has not passed" if question.kind is Kind.DATE else ""
        parts.append(f"It counts only once {link(question.text, 'questions', question.id)} is answered{day}.")
    parts.append(text(limits(step, {name: family.title for name, family in held.families.items()})))
    return " ".join(part for part in parts if part)


def _rule(held: Catalogue, rule: Rule) -> Iterator[str]:
    level = held.scale.matrix[rule.severity - 1][rule.likelihood - 1]
    yield from heading(rule.id, rule.title)
    yield f"`{rule.id}` · {rule.nature.value}" + (" · a direct prohibition" if rule.prohibition else "")
    yield from ("", text(rule.matter))
    yield from whenever(held, "Raised when", rule.when)
    yield from whenever(held, "Not when", rule.unless)
    yield from ("", f"**Level: {level.value}** (severity {rule.severity}, likelihood {rule.likelihood}).")
    if rule.adjust:
        yield ""
    yield from (f"- {_adjustment(held, item)}" for item in rule.adjust)
    if rule.unmoved_by:
        unmoved = [step.reason.rstrip(".") for step in held.scale.steps if step.id in rule.unmoved_by]
        yield from ("", f"Does not move it: {text('; '.join(unmoved))}.")
    yield from ("", f"*Why it matters:* {text(rule.why)}")
    yield from ("", f"*What to check:* {text(rule.check)}")
    yield from ("", f"*When it is not a problem:* {text(rule.fine_when)}")


def _adjustment(held: Catalogue, item: Adjustment) -> str:
    points = (("Severity", item.severity), ("Likelihood", item.likelihood))
    moves = ", ".join(f"{name} {move:+d}".replace("-", "\N{MINUS SIGN}") for name, move in points if move)
    unless = f" {sentence(held, 'Not when', item.unless)}" if item.unless else ""
    return f"{moves}: {text(item.reason)} {sentence(held, 'When', item.when)}{unless}"


def _help(held: Catalogue, rule: Rule) -> Iterator[str]:
    measures = [link(held.measures[name].title, "measures", name) for name in rule.measures]
    alternatives = [link(held.alternatives[name].title, "measures", name) for name in rule.alternatives]
    for title, links in (("Measures", measures), ("Alternatives", alternatives)):
        if links:
            yield from ("", f"{title}: {'; '.join(links)}.")


def _rests_on(held: Catalogue, rule: Rule) -> Iterator[str]:
    for title, names in (
        ("Rests on, where the people are", rule.sources),
        ("Shown as persuasive where it does not bind", rule.persuasive),
    ):
        if names:
            yield from ("", f"{title}:", "")
        for name in names:
            same = " *Decided on these very facts.*" if name in rule.precedents else ""
            yield f"- {_cited(held, held.sources[name])}{same}"
    if rule.anywhere:
        yield from ("", "A rule of good method: it is raised wherever the people are.")


def _cited(held: Catalogue, source: Source) -> str:
    place = text(held.places[source.place].name)
    gate = f" {sentence(held, 'Only when', source.when)}" if source.when else ""
    limits = f" *Limits:* {text(source.caveat)}" if source.caveat else ""
    law = f"[{text(source.cited)}](sources.md#{source.id})"
    return f"{place}: {text(source.title)}. {law}.{gate}{limits}"
