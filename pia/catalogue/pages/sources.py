"""The page of sources: place by place, with everything the catalogue knows of each."""

from __future__ import annotations

from collections.abc import Iterator

from pia.catalogue.pages.markdown import heading, rules, text, whenever
from pia.dates import day
from pia.model import Catalogue, Confidence, Source, Status


def sources(held: Catalogue) -> Iterator[str]:
    """Every source: what it says, since when, where it applies, its maximum, its limits, who cites it."""
    yield "# Sources"
    yield ""
    yield "In our own words, by the place whose people they protect. A source counts only where the people are; a place"
    yield "lies within those around it (California in the United States), and their law counts there too."
    for place in held.places.values():
        here = [source for source in held.sources.values() if source.place == place.id]
        if here:
            around = f" (within {held.places[place.within].name})" if place.within else ""
            yield from ("", f"## {text(place.name)}{text(around)}")
        if here and place.gaps:
            yield from ("", f"*Not held here:* {text(place.gaps)}")
        for source in here:
            yield from _source(held, source)


def _source(held: Catalogue, source: Source) -> Iterator[str]:
    yield from heading(source.id, source.title)
    yield f"[{text(source.cited)}](<{source.url}>)"
    yield from ("", f"`{source.id}` · {' · '.join(_state(source))}")
    yield from ("", text(source.says))
    yield from whenever(held, "Applies when", source.when)
    yield from whenever(held, "Not when", source.unless)
    for title, words, confidence in (
        ("Statutory maximum", source.ceiling, source.ceiling_confidence),
        ("Imposed", source.imposed, source.imposed_confidence),
        ("Limits", source.caveat, Confidence.VERIFIED),
        ("Counsel should still open", source.verify, Confidence.VERIFIED),
    ):
        if words:
            unsure = "" if confidence is Confidence.VERIFIED else " (figure to be confirmed by counsel)"
            yield from ("", f"*{title}:* {text(words)}{unsure}")
    named = [rule for rule in held.rules.values() if source.id in (*rule.sources, *rule.persuasive)]
    yield from ("", f"Cited by: {rules(named)}." if named else f"No rule cites it. {text(source.kept_for)}")


def _state(source: Source) -> Iterator[str]:
    yield source.kind.value
    if source.since:
        yield f"since {day(source.since)}"
    if source.until:
        yield f"until {day(source.until)}"
    if source.status is not Status.SETTLED:
        yield source.status.value
    verified = source.confidence is Confidence.VERIFIED
    yield "read in the text" if verified else "well established, to be opened by counsel"
    yield f"checked {day(source.checked)}"
