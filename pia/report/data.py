"""The data a report carries inside, and is made from: the answers, the assessment, and the catalogue as far as used.

Beside the entries used stands what the whole catalogue advises: these entries alone could not lead to it again.

Each is canonical JSON (RFC 8785), so that the same content has the same bytes and one digest. A report is made from
these files alone: whoever has the PDF has everything that is needed to make it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec

from pia.assess.advise import advise
from pia.digest import canonical
from pia.model import (
    DRAFT_SCHEMA,
    Advice,
    Alternative,
    Assessment,
    Catalogue,
    Decided,
    Draft,
    Family,
    Finding,
    Frozen,
    House,
    Measure,
    OpenPoint,
    Outlook,
    Place,
    Question,
    Rule,
    Scale,
    Section,
    Source,
    Way,
)

ANSWERS = "answers.json"
ASSESSMENT = "assessment.json"
CATALOGUE = "catalogue.json"
DECISION = "decision.json"
"""Only in reports on which a decision is printed."""

EXCERPT_SCHEMA = 1
"""Counts changes of the shape of an excerpt."""

Entry = TypeVar("Entry", Section, Family, Place, Question, Rule, Measure, Alternative, Source)


class Excerpt(Frozen, frozen=True):
    """The entries of a catalogue that an assessment rests on, in the catalogue's order, and what all of it advises.

    ``digest``: the whole catalogue's.
    """

    schema: int
    version: str
    released: date
    digest: str
    sections: tuple[Section, ...]
    families: tuple[Family, ...]
    places: tuple[Place, ...]
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    measures: tuple[Measure, ...]
    alternatives: tuple[Alternative, ...]
    sources: tuple[Source, ...]
    scale: Scale
    advice: Advice
    house: House | None = None

    def catalogue(self) -> Catalogue:
        """As a catalogue that has these entries and no others."""
        return Catalogue(
            version=self.version,
            released=self.released,
            digest=self.digest,
            sections=_by_id(self.sections),
            families=_by_id(self.families),
            places=_by_id(self.places),
            questions=_by_id(self.questions),
            rules=_by_id(self.rules),
            measures=_by_id(self.measures),
            alternatives=_by_id(self.alternatives),
            sources=_by_id(self.sources),
            scale=self.scale,
            house=self.house,
        )


@dataclass(frozen=True, slots=True)
class Documents:
    """What a report is made from: ``assessment.json``, ``catalogue.json`` and perhaps ``decision.json``, as bytes."""

    assessment: bytes
    catalogue: bytes
    decision: bytes = b""

    def decoded(self) -> tuple[Catalogue, Assessment]:
        """What they say; msgspec.DecodeError when they are not what they should be."""
        excerpt = msgspec.json.decode(self.catalogue, type=Excerpt)
        return excerpt.catalogue(), msgspec.json.decode(self.assessment, type=Assessment)

    def advice(self) -> Advice:
        """The shortest ways to a better verdict, as the whole catalogue has them."""
        return msgspec.json.decode(self.catalogue, type=Excerpt).advice

    def decided(self) -> Decided | None:
        """What was decided; None when nothing of it is printed. msgspec.DecodeError when it is broken."""
        return msgspec.json.decode(self.decision, type=Decided) if self.decision else None

    def digests(self) -> dict[str, str]:
        """The SHA-256 of each, as hex, by file name; empty for one that is not there."""
        return {
            ASSESSMENT: sha256(self.assessment),
            CATALOGUE: sha256(self.catalogue),
            DECISION: sha256(self.decision) if self.decision else "",
        }


def documents(
    catalogue: Catalogue, assessment: Assessment, advice: Advice | None = None, decided: Decided | None = None
) -> Documents:
    """What a report on this assessment is made from. ``advice``: what the catalogue advises, when it is known already.

    Without it the catalogue must be a whole one. ``decided``: what was decided on this assessment.
    """
    if advice is None:
        advice = advise(catalogue, assessment.answers, assessment.on)
    return Documents(
        canonical(assessment),
        canonical(excerpt(catalogue, assessment, advice)),
        canonical(decided) if decided else b"",
    )


def excerpt(catalogue: Catalogue, assessment: Assessment, advice: Advice) -> Excerpt:
    """The entries used: questions asked, rules, measures, alternatives and sources cited, and what places them."""
    held: tuple[Assessment | Outlook | Advice | Way, ...] = (assessment, assessment.plan, advice, *advice.ways)
    found = [item for place in held for item in place.findings]
    waiting = [item for place in held for item in place.open_points]
    items: list[Finding | OpenPoint] = [*found, *waiting]
    rules = {item.rule for item in items} | set(assessment.lawless)
    called = {name for rule in rules for name in catalogue.rules[rule].measures}
    taken = {step.measure for way in advice.ways for step in way.steps}
    return Excerpt(
        schema=EXCERPT_SCHEMA,
        version=catalogue.version,
        released=catalogue.released,
        digest=catalogue.digest,
        sections=tuple(catalogue.sections.values()),
        families=tuple(catalogue.families.values()),
        places=tuple(catalogue.places.values()),
        questions=_used(
            catalogue.questions,
            {*assessment.answers, *_named(items), *(saving.question for saving in advice.savings)},
        ),
        rules=_used(catalogue.rules, rules),
        measures=_used(catalogue.measures, {*assessment.plan.measures, *called, *taken}),
        alternatives=_used(
            catalogue.alternatives, {name for rule in rules for name in catalogue.rules[rule].alternatives}
        ),
        sources=_used(catalogue.sources, {cited.source for item in items for cited in item.citations}),
        scale=catalogue.scale,
        advice=advice,
        house=catalogue.house,
    )


def answers_json(assessment: Assessment) -> bytes:
    """The answers as a draft, in canonical JSON."""
    draft = Draft(
        schema=DRAFT_SCHEMA,
        name=assessment.name,
        catalogue=assessment.catalogue,
        answers=assessment.answers,
    )
    return canonical(draft)


def sha256(content: bytes) -> str:
    """SHA-256 as hex."""
    return hashlib.sha256(content).hexdigest()


def _named(items: Iterable[Finding | OpenPoint]) -> Iterable[str]:
    for item in items:
        yield from item.because if isinstance(item, Finding) else item.waits_for


def _used(entries: Mapping[str, Entry], names: set[str]) -> tuple[Entry, ...]:
    return tuple(entry for name, entry in entries.items() if name in names)


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.id: entry for entry in entries}
