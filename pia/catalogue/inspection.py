"""What `pia catalogue check` finds beyond what every load checks: what is too slow, or too opinionated, to stop a load.

A fault is something an author should mend; a note is something to know. Each is one sentence with file and id.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from pia.catalogue.check import Fault, too_long
from pia.catalogue.possible import Possible
from pia.catalogue.read import Key, Reading, key_of
from pia.catalogue.readers import alike, read_by, tests_of, unread
from pia.catalogue.words import in_words
from pia.dates import years_later
from pia.model import Catalogue, Condition, Frozen, Kind, Level, Measure, Question, Role, Rule, Source, Test

Entry = TypeVar("Entry", bound=Frozen)

LIMITS = {"title": 100, "says": 600, "caveat": 700, "verify": 400, "ceiling": 400, "evidence": 200, "reason": 160}
"""Characters an entry of any kind may have there; the loader bounds what the report and the terminal cannot hold."""
HELPFUL = {Question: ("help", "who"), Rule: ("matter", "why", "check", "fine_when"), Measure: ("how", "evidence")}
STORIES = {"found": "found", "not found": "not found", "no law": "not found", "open": "open"}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found. ``faults`` are to be mended; ``notes`` are not, but worth knowing."""

    faults: tuple[str, ...]
    notes: tuple[str, ...]


def inspect(reading: Reading, on: date, stories: Path | None = None) -> Inspection:
    """Look at a catalogue as it was read, faults and all. ``on``: the day from which a check of the law is old.

    ``stories``: the folder of its stories, where there is one. What depends on an entry with a fault is not judged.
    """
    faults, notes = list(reading.faults), []
    if reading.catalogue is not None:
        inspector = _Inspector(reading.catalogue, reading.doubtful)
        faults += [f"{reading.where[key_of(entry)]}: {sentence}" for entry, sentence in inspector.faults(on)]
        if stories is not None and stories.is_dir():
            found = inspector.stories(_told(stories))
            faults += [f"{reading.where[key_of(rule)]}: {sentence}" for rule, sentence in found]
        notes = [
            f"{reading.where[key_of(entry)]}: {sentence}"
            for entry, sentence in inspector.notes()
            if _of_house(reading.catalogue, entry)
        ]
    return Inspection(tuple(faults), tuple(notes))


class _Inspector:
    """A catalogue, what is doubtful in it, and what its conditions can come to."""

    def __init__(self, catalogue: Catalogue, doubtful: frozenset[Key]) -> None:
        self.catalogue = catalogue
        self.doubtful = doubtful
        self.sound = _sound(catalogue, doubtful)
        self.possible = Possible(self.sound)
        self.readers = read_by(catalogue)
        self.places = _ticks(catalogue)

    def faults(self, on: date) -> Iterator[Fault]:
        """What to mend, part by part."""
        for question in self._clear(self.catalogue.questions.values()):
            yield from self._question(question)
        for rule in self._clear(self.catalogue.rules.values()):
            yield from self._rule(rule)
        yield from self._helps()
        for source in self._clear(self.catalogue.sources.values()):
            yield from self._source(source, on)
        for step in self.catalogue.scale.steps:
            known = key_of(self.catalogue.scale) not in self.doubtful and self._known(step.when, step.unless)
            if known and step.when and not self.possible.together(step.when, none_of=step.unless):
                yield self.catalogue.scale, f"the step “{step.reason}” can never apply."
        for kind in (self.catalogue.questions, self.catalogue.rules, self.catalogue.measures, self.catalogue.sources):
            for entry in kind.values():
                yield from _texts(entry)

    def stories(self, told: Mapping[str, set[str]]) -> Iterator[tuple[Rule, str]]:
        """Rules that lack a story; where a house has its own catalogue, those it added."""
        house = self.catalogue.house
        for rule in self.catalogue.rules.values():
            if house is not None and f"rule {rule.id}" not in house.added:
                continue
            lacks = [kind for kind in dict.fromkeys(STORIES.values()) if kind not in told.get(rule.id, set())]
            if lacks:
                yield rule, f"has no story that is {' and none that is '.join(lacks)}."

    def notes(self) -> Iterator[Fault]:
        """What to know."""
        for question in self._clear(self.catalogue.questions.values()):
            for group in alike(question, self._tests_on(question)):
                names = " and ".join(choice.id for choice in group)
                yield question, f"{names} are treated alike by every condition; only the reader sees which was chosen."
        for entry in self._clear([*self.catalogue.questions.values(), *self.catalogue.rules.values()]):
            for test in dict.fromkeys(tests_of(entry)):
                if self._knows(test) and self._always(test):
                    yield entry, f"tests {test.question} for every answer it can have, so only for being asked."
        cited = {name for rule in self.catalogue.rules.values() for name in (*rule.sources, *rule.persuasive)}
        for source in self.catalogue.sources.values():
            if source.id not in cited and not source.kept_for:
                yield source, "no rule cites it, and `kept_for` does not say why it is kept."
        for rule in self._clear(self.catalogue.rules.values()):
            yield from self._idle_measures(rule)
        families = {rule.family for rule in self.catalogue.rules.values()}
        yield from (
            (item, "no rule belongs to it.") for item in self.catalogue.families.values() if item.id not in families
        )

    # --- questions ---------------------------------------------------------------------------------------------------

    def _question(self, question: Question) -> Iterator[Fault]:
        for sentence in self._never(question.when, question.unless, "can never be asked"):
            yield question, sentence
        tests = self._tests_on(question)
        if not self.readers[question.id] and question.role is None:
            yield question, "nobody reads it: no condition tests it, and it has no role."
            return
        for choice in unread(question, tests) if tests or question.role else ():
            yield question, f"nobody reads choice {choice.id}: name it in a condition, or drop it."
        lacking = any(test.lacks for test in tests)
        if question.kind is Kind.MANY and lacking and not any(choice.alone for choice in question.choices):
            yield question, "offers no way to say that none applies: add a choice with `alone = true`."

    def _tests_on(self, question: Question) -> tuple[Test, ...]:
        return tuple(test for tests in self.readers[question.id].values() for test in tests)

    # --- rules -------------------------------------------------------------------------------------------------------

    def _rule(self, rule: Rule) -> Iterator[Fault]:
        if not self._known(rule.when, rule.unless):
            return
        never = list(self._never(rule.when, rule.unless, "can never be raised"))
        yield from ((rule, sentence) for sentence in never)
        if never and not self.possible.together(rule.when, none_of=rule.unless):
            return
        if not self.possible.every((), rule.when) and not (rule.unless and self.possible.together(rule.unless)):
            yield rule, "is always raised, whatever is answered, so it says nothing about the plan."
        for item in rule.adjust:
            if not self._known(item.when, item.unless):
                continue
            if not self.possible.together(rule.when, item.when, none_of=(*rule.unless, *item.unless)):
                why = self._why((rule.when, item.when), (*rule.unless, *item.unless))
                yield rule, f"its adjustment “{item.reason}” can never apply{why}."
        for name in (*rule.sources, *rule.persuasive):
            source = self.catalogue.sources[name]
            if key_of(source) not in self.doubtful and self._known(source.when, source.unless):
                yield from self._citation(rule, source)

    def _citation(self, rule: Rule, source: Source) -> Iterator[Fault]:
        here = self.places.get(source.place)
        vetoes = (*rule.unless, *source.unless)
        if here is None or not self.possible.together(source.when, none_of=source.unless):
            return  # said of the source itself
        if not self.possible.together(rule.when, source.when, here, none_of=vetoes):
            why = self._why((rule.when, source.when, here), vetoes)
            yield rule, f"cites {source.id}, which can never count where the rule is raised{why}."

    def _helps(self) -> Iterator[Fault]:
        rules = self.catalogue.rules.values()
        for part, names in (
            (self.catalogue.measures, {name for rule in rules for name in rule.measures}),
            (self.catalogue.alternatives, {name for rule in rules for name in rule.alternatives}),
        ):
            yield from ((entry, "no rule names it.") for entry in part.values() if entry.id not in names)
        if key_of(self.catalogue.scale) in self.doubtful:
            return
        for rule in self._clear(rules):
            level = self.catalogue.scale.matrix[rule.severity - 1][rule.likelihood - 1]
            if level >= Level.MEDIUM and rule.measures and not any(self._touches(name, rule) for name in rule.measures):
                which = " and ".join(rule.measures)
                yield rule, f"is {level.value}, and nothing in `sets` of {which} changes an answer it depends on."

    def _idle_measures(self, rule: Rule) -> Iterator[Fault]:
        for name in rule.measures:
            if self.catalogue.measures[name].changes and not self._touches(name, rule):
                yield rule, f"names measure {name}, which changes no answer it depends on."

    def _touches(self, measure: str, rule: Rule) -> bool:
        depends = set(self.possible.path(test.question for test in tests_of(rule) if self._knows(test)))
        return any(change.question in depends for change in self.catalogue.measures[measure].changes)

    # --- sources -----------------------------------------------------------------------------------------------------

    def _source(self, source: Source, on: date) -> Iterator[Fault]:
        if source.place not in self.places:
            yield source, f"can never count: no choice stands for {source.place} or a place within it."
        if self._known(source.when, source.unless):
            for sentence in self._never(source.when, source.unless, "can never count"):
                yield source, sentence
        if source.checked > on:
            yield source, f"was checked on {source.checked}, which is yet to come."
        elif source.checked < years_later(on, -1):
            yield source, f"was last checked on {source.checked}, more than 12 months before {on}: open it again."

    # --- conditions --------------------------------------------------------------------------------------------------

    def _never(self, when: Condition, unless: Condition, never: str) -> Iterator[str]:
        """One sentence when a condition can never be true, or one for each of its alternatives that cannot."""
        if not self._known(when, unless):
            return
        dead = [tests for tests in when if not self.possible.every(tests, unless)]
        if when and len(dead) == len(when):
            yield f"{never}{self._why((when,), unless)}."
        elif not when and unless and not self.possible.every((), unless):
            yield f"{never}: its `unless` is always true."
        else:
            for tests in dead:
                yield f"one alternative of its `when` can never be true{self._why(((tests,),), unless)}."

    def _why(self, all_of: tuple[Condition, ...], unless: Condition) -> str:
        """A smallest set of tests that exclude each other, and when their questions are asked."""
        tests = [test for condition in all_of if condition for test in condition[0]]
        core, vetoes = self.possible.core(tests, unless)
        parts = [in_words((core,))] if core else []
        parts += [f"not {in_words((veto,))}" for veto in vetoes]
        asked = dict.fromkeys(test.question for test in core if self.sound[test.question].when)
        only = "; ".join(f"{name} is asked only when {in_words(self.sound[name].when)}" for name in asked)
        return f": {' and '.join(parts)} exclude each other{f' ({only})' if only else ''}" if parts else ""

    def _always(self, test: Test) -> bool:
        return all(test in kind for kind in self.possible.kinds(test.question, (test,)))

    def _clear(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        return (entry for entry in entries if key_of(entry) not in self.doubtful)

    def _known(self, *where: Condition) -> bool:
        return all(self._knows(test) for condition in where for tests in condition for test in tests)

    def _knows(self, test: Test) -> bool:
        return test.question in self.sound


def _sound(catalogue: Catalogue, doubtful: frozenset[Key]) -> dict[str, Question]:
    """Questions without a fault.

    One whose conditions test a doubtful question counts as always asked: at worst, an impossibility is not seen until
    that fault is mended.
    """
    sound = {name: item for name, item in catalogue.questions.items() if key_of(item) not in doubtful}
    return {
        name: item
        if all(test.question in sound for test in tests_of(item))
        else msgspec.structs.replace(item, when=(), unless=())
        for name, item in sound.items()
    }


def _ticks(catalogue: Catalogue) -> dict[str, Condition]:
    """For each place where law can apply, what has to be ticked for it."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for question in catalogue.role(Role.PLACES):
        for choice in question.choices:
            for place in choice.places:
                while place in catalogue.places:
                    found.setdefault(place, {}).setdefault(question.id, {})[choice.id] = None
                    place = catalogue.places[place].within  # noqa: PLW2901 - outwards, place by place
    return {
        place: tuple((Test(question=question, any_of=tuple(choices)),) for question, choices in asked.items())
        for place, asked in found.items()
    }


def _of_house(catalogue: Catalogue, entry: Frozen) -> bool:
    """Whether a note is worth a house's while: what is built in is noted where it is made."""
    house = catalogue.house
    return house is None or f"{type(entry).__name__.lower()} {getattr(entry, 'id', '')}" in house.added + house.changed


def _texts(entry: Frozen) -> Iterator[Fault]:
    yield from too_long(entry, LIMITS)
    for field in HELPFUL.get(type(entry), ()):
        if not getattr(entry, field).strip():
            yield entry, f"{field} is empty: write it."


def _told(stories: Path) -> dict[str, set[str]]:
    """For each rule, the kinds of story that tell of it."""
    told: dict[str, set[str]] = {}
    for path in sorted(stories.glob("*.toml")):
        for story in tomllib.loads(path.read_text("utf-8")).get("story", ()):
            told.setdefault(story.get("rule", ""), set()).add(STORIES.get(story.get("expect", ""), ""))
    return told
