"""Whose law counts: where the people are, and which sources are in force there for such people on a date."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from pia.assess.conditions import Names, merge
from pia.assess.ready import Ready, ReadyRule, Settled
from pia.model import Citation, Frozen, Place, Source, SourceKind, Standing, Status, Value

WORLD = "intl"
"""The place every place lies in: joint statements and standards that name no country."""

Told: TypeAlias = tuple[Value | None, Names | None]
"""What is known of a question: its answer, or what it waits for; neither when it does not apply."""


class Whereabouts(Frozen, frozen=True):
    """Where the people are.

    ``certain``: places ticked, with every place around them. ``possible``: places that may be ticked once the questions
    named there are answered.
    """

    ticked: Names
    certain: frozenset[str]
    possible: Mapping[str, Names]


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """What a rule rests on; told from others by identity.

    ``firmest``: of the sources that count here, how the best one stands; None without any. ``undecided``: the sources
    that may count yet. ``could_be``: how the best one would stand if they did. ``precedent``: whether one of the rule's
    precedents counts. ``may_be_precedent``: whether one does, or may yet. ``alive`` and ``sure``: of the gates of its
    sources.
    """

    citations: tuple[Citation, ...]
    firmest: Standing | None
    undecided: Names
    could_be: Standing | None
    precedent: bool
    may_be_precedent: bool
    alive: int
    sure: int


def whereabouts(prepared: Ready, told: Iterable[Told]) -> Whereabouts:
    """Read the places off what was told to the questions that ask for them."""
    ticked: dict[str, None] = {}
    possible: dict[str, Names] = {}
    for question, (value, waits_for) in zip(prepared.where, told, strict=True):
        given = value if isinstance(value, tuple) else ()
        for choice in question.choices:
            if choice.id in given:
                ticked.update(dict.fromkeys(choice.places))
            elif waits_for is not None:
                possible.update(dict.fromkeys(choice.places, waits_for))
    certain = {WORLD}
    for place in ticked:
        certain.update(around(prepared.catalogue.places, place))
    return Whereabouts(ticked=tuple(ticked), certain=frozenset(certain), possible=possible)


def around(places: Mapping[str, Place], place: str) -> Iterable[str]:
    """A place and every place it lies within, innermost first."""
    while place:
        yield place
        place = places[place].within


def standing(source: Source, on: date) -> Standing | None:
    """How a source counts on a date where it applies; None when it is no longer in force."""
    if source.until is not None and source.until < on:
        return None
    if source.status is Status.CONTESTED:
        return Standing.UNSETTLED
    if source.status in {Status.DRAFT, Status.POSTPONED} or (source.since is not None and source.since > on):
        return Standing.UPCOMING
    if source.kind is SourceKind.ENFORCEMENT:
        return Standing.PRECEDENT
    if source.kind in {SourceKind.GUIDANCE, SourceKind.STANDARD}:
        return Standing.GUIDANCE
    return Standing.BINDING


class Day(Frozen, frozen=True):
    """The sources on one date, whatever the place.

    ``standings``: of all that are in force or to come. For each rule, ``here``: as they count where the people are,
    firmest first; ``elsewhere``: as they are shown where the people are not, if they are in force and settled.
    """

    standings: Mapping[str, Standing]
    here: Mapping[str, tuple[Citation, ...]]
    elsewhere: Mapping[str, tuple[Citation, ...]]


@functools.lru_cache(maxsize=64)
def day(prepared: Ready, on: date) -> Day:
    """The sources on a date, once for each date in use."""
    all_standings = {name: standing(source, on) for name, source in prepared.catalogue.sources.items()}
    standings = {name: how for name, how in all_standings.items() if how is not None}
    here = {name: Citation(source=name, standing=how) for name, how in standings.items()}
    worth_showing = {Standing.BINDING, Standing.PRECEDENT, Standing.GUIDANCE, Standing.UNSETTLED}
    elsewhere = {
        name: Citation(source=name, standing=Standing.PERSUASIVE)
        for name, how in standings.items()
        if how in worth_showing
    }
    rules = prepared.catalogue.rules.values()
    return Day(
        standings=standings,
        here={rule.id: _firmest_first(here, rule.sources + rule.persuasive) for rule in rules},
        elsewhere={rule.id: tuple(elsewhere[name] for name in rule.persuasive if name in elsewhere) for rule in rules},
    )


def _firmest_first(citations: Mapping[str, Citation], names: Names) -> tuple[Citation, ...]:
    return tuple(
        sorted((citations[name] for name in names if name in citations), key=lambda citation: citation.standing.rank)
    )


class Law:
    """The sources that count on one date in some places, for people, numbers and companies of one kind or another."""

    def __init__(self, prepared: Ready, where: Whereabouts, on: date) -> None:
        self.where = where
        self._prepared = prepared
        self._day = day(prepared, on)

    @functools.lru_cache(maxsize=16384)  # noqa: B019 - few laws are kept, and each is small
    def basis(self, item: ReadyRule, alive: int, sure: int) -> Basis:
        """The rule's sources: those that count here, firmest first, then those from elsewhere worth showing.

        ``alive`` and ``sure``: of the alternatives of their gates. Worked out once for the same kind of people.
        """
        rule, standings = item.rule, self._day.standings
        counting = [citation for citation in self._day.here[rule.id] if self._counts(citation.source, alive, sure)]
        shown = [citation for citation in self._day.elsewhere[rule.id] if self._persuades(citation.source, alive, sure)]
        cited = {citation.source for citation in (*counting, *shown)}
        names = [name for name in rule.sources + rule.persuasive if name in standings and name not in cited]
        undecided = [name for name in names if self._may_count(name, alive, sure)]
        hoped = [citation.standing for citation in counting] + [standings[name] for name in undecided]
        firmest = counting[0].standing if counting else None
        decided = [name for name in rule.precedents if standings.get(name) is Standing.PRECEDENT]
        precedent = any(self._counts(name, alive, sure) for name in decided)
        return Basis(
            citations=(*counting, *shown),
            firmest=firmest,
            undecided=tuple(undecided),
            could_be=firmest if rule.anywhere and firmest is None else min(hoped, default=None),
            precedent=precedent,
            may_be_precedent=precedent or any(self._may_count(name, alive, sure) for name in decided),
            alive=alive,
            sure=sure,
        )

    def waits_for(self, basis: Basis, waiting: Mapping[str, Names]) -> Names:
        """What to answer to learn whether the sources of a rule count, when none does yet."""
        return merge([self._source_waits_for(basis, name, waiting) for name in basis.undecided])

    def _counts(self, name: str, alive: int, sure: int) -> bool:
        source = self._prepared.sources[name]
        return source.place in self.where.certain and source.counts(alive, sure) is True

    def _persuades(self, name: str, alive: int, sure: int) -> bool:
        source = self._prepared.sources[name]
        return source.place not in self.where.certain and source.counts(alive, sure) is not False

    def _may_count(self, name: str, alive: int, sure: int) -> bool:
        source = self._prepared.sources[name]
        counts = source.counts(alive, sure)
        if source.place in self.where.certain:
            return counts is None
        return source.place in self.where.possible and counts is not False

    def _source_waits_for(self, basis: Basis, name: str, waiting: Mapping[str, Names]) -> Names:
        source = self._prepared.sources[name]
        gate = source.gate.waits_for(basis.alive, basis.sure, waiting) if source.gate else ()
        return gate if source.place in self.where.certain else gate + self.where.possible[source.place]


def law(prepared: Ready, settled: Settled, on: date) -> Law:
    """The law for a set of facts on a date."""
    known, waiting = settled.facts.known, settled.facts.waiting
    told = [(known.get(question.id), waiting.get(question.id)) for question in prepared.where]
    return _law(prepared, tuple(told), on)


@functools.lru_cache(maxsize=256)
def _law(prepared: Ready, told: tuple[Told, ...], on: date) -> Law:
    """Worked out once for the same places: measures do not change them, and plans of a house often share them."""
    return Law(prepared, whereabouts(prepared, told), on)
