"""From a catalogue and an assessment to what the report shows. Pure: no files, no clock, no question known by id."""

from __future__ import annotations

from collections.abc import Mapping

from pia.assess import prospect
from pia.dates import day
from pia.digest import digest
from pia.model import Advice, Assessment, Catalogue, Decided, House, Role
from pia.report import action, decision, found, law, told, words
from pia.report.case import case, left_after
from pia.report.clean import shorten
from pia.report.outcome import method, outcome
from pia.report.shapes import Additions, View

BRIEF = 420
"""So many characters of the summary stand on the first page; the next page has all of a longer one."""


def view(  # noqa: PLR0913 - what a report is made of
    catalogue: Catalogue,
    assessment: Assessment,
    versions: Mapping[str, str] | None = None,
    *,
    advice: Advice,
    decided: Decided | None = None,
    excerpt: str = "",
) -> View:
    """Everything the report shows.

    ``versions``: the program and libraries that make it, by name. ``advice``: the shortest ways to a better verdict,
    as found under the whole catalogue for the same answers and date. ``decided``: what is printed of a decision.
    ``excerpt``: the SHA-256 of the file inside with the entries of the catalogue it rests on, where there is one.
    """
    this = case(catalogue, assessment, advice)
    title = told.told(this, Role.TITLE) or assessment.name or "A phone-number collection point"
    summary = told.told(this, Role.SUMMARY)
    brief = shorten(summary, BRIEF)
    best = advice.ways[0].verdict if advice.ways else assessment.plan.verdict
    left = left_after(assessment, advice)
    all_found = found.findings(this)
    carrying = found.carrying(all_found)
    return View(
        name=assessment.name,
        title=shorten(title, 160),
        running_title=shorten(title, 60),
        summary=summary if brief != " ".join(summary.split()) else "",
        brief=brief,
        company=shorten(told.told(this, Role.COMPANY), 120),
        author=shorten(told.told(this, Role.AUTHOR), 120),
        date=day(assessment.on),
        iso_date=assessment.on.isoformat(),
        places=words.places(tuple(catalogue.places[place] for place in assessment.places), catalogue.places.values()),
        now=outcome(assessment.verdict, assessment.findings, catalogue.scale, this.findings),
        after=outcome(best, left, catalogue.scale, this.findings),
        rethink=words.RETHINK if assessment.redesign else "",
        relied_on=found.relied_on(this),
        course=action.course(this),
        glance=found.glance(this),
        findings=all_found,
        carrying=carrying,
        besides=found.besides(all_found, carrying),
        remaining=action.remaining(this),
        open_points=action.open_points(this),
        way=told.way(this),
        options=action.options(this),
        lawless=tuple(catalogue.rules[rule].title for rule in assessment.lawless),
        unheld=prospect.unheld(catalogue, assessment),
        gaps=tuple(
            f"{place.name}: {place.gaps}"
            for place in (catalogue.places[name] for name in assessment.places)
            if place.gaps
        ),
        uncovered=tuple(catalogue.places[place].name for place in assessment.uncovered),
        decision=decision.recorded(decided) if decided else decision.blank(),
        changes=decision.changes(decided) if decided else None,
        chapters=told.chapters(this),
        terms=law.terms(this),
        sources=law.sources(this),
        ceilings=_from_to(tuple(this.ceilings.values())),
        checked=law.checked(this),
        method=method(catalogue.scale),
        catalogue=assessment.catalogue,
        catalogue_released=day(catalogue.released),
        catalogue_digest=assessment.digest,
        assessment_digest=digest(assessment),
        excerpt_digest=excerpt,
        versions=dict(versions or {}),
        house=_additions(assessment.house),
    )


def _from_to(refs: tuple[str, ...]) -> str:
    """``P1``, ``P1 to P3``; nothing for none."""
    first, *rest = refs or ("",)
    return f"{first} to {rest[-1]}" if rest else first


def _additions(house: House | None) -> Additions | None:
    if house is None:
        return None
    return Additions(
        name=shorten(house.name, 120),
        counted=f"{len(house.added)} added, {len(house.changed)} changed",
        digest=house.digest,
        loosened=house.loosened,
    )
