"""From a catalogue and an assessment to what the report shows. Pure: no files, no clock, no question known by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

import msgspec

from pia.dates import day
from pia.interview.values import who_knows
from pia.model import (
    Answer,
    Assessment,
    Catalogue,
    Citation,
    Finding,
    House,
    Level,
    OpenPoint,
    Question,
    Role,
    Source,
    Standing,
)
from pia.report import words
from pia.report.clean import shorten
from pia.report.data import assessment_digest
from pia.report.outcome import method, outcome
from pia.report.shapes import (
    Additions,
    Basis,
    Chapter,
    Cited,
    Entry,
    Found,
    Hanging,
    Open,
    Option,
    PlaceTexts,
    Pointer,
    Said,
    Step,
    Stop,
    Text,
    View,
)

WAY = (
    ("Whose number", Role.PEOPLE),
    ("Where it is taken", Role.POINT),
    ("What it is used for", Role.USES),
    ("Who receives it", Role.RECIPIENTS),
    ("When it is deleted", Role.LIFETIME),
)
"""The stops of a number's way and the roles of the questions that tell of them."""


def view(catalogue: Catalogue, assessment: Assessment, versions: Mapping[str, str] | None = None) -> View:
    """Everything the report shows. ``versions``: the program and libraries that make it, by name."""
    return _Maker(catalogue, assessment).view(versions or {})


class _Maker:
    """The numbers given to findings, measures, alternatives and sources, and what is made with them."""

    def __init__(self, catalogue: Catalogue, assessment: Assessment) -> None:
        self.catalogue = catalogue
        self.assessment = assessment
        self.on = assessment.on
        rules = dict.fromkeys(item.rule for item in (*assessment.findings, *assessment.plan.findings))
        self.finding_refs = {rule: f"F{number}" for number, rule in enumerate(rules, 1)}
        self.measure_refs = {name: f"M{number}" for number, name in enumerate(assessment.plan.measures, 1)}
        named = (name for item in assessment.findings for name in catalogue.rules[item.rule].alternatives)
        self.option_refs = {name: f"A{number}" for number, name in enumerate(dict.fromkeys(named), 1)}
        self._standing = dict(_standings(assessment))
        self._ceilings: dict[tuple[str, str], str] = {}
        families = catalogue.families
        aged = (item.rule for item in assessment.findings if families[catalogue.rules[item.rule].family].ages)
        self._with_ages = next(aged, "")
        self.cited = self._cited_sources()
        checks = {source.checked for source in self.cited}
        self._checked = day(checks.pop()) if len(checks) == 1 else ""
        self.source_refs = {source.id: f"S{number}" for number, source in enumerate(self.cited, 1)}

    def view(self, versions: Mapping[str, str]) -> View:
        """Put the parts together."""
        catalogue, assessment = self.catalogue, self.assessment
        title = self._said_once(Role.TITLE) or assessment.name or "A phone-number collection point"
        summary = self._said_once(Role.SUMMARY)
        return View(
            name=assessment.name,
            title=shorten(title, 160),
            running_title=shorten(title, 60),
            summary=summary,
            brief=shorten(summary, 420),
            company=shorten(self._said_once(Role.COMPANY), 120),
            author=shorten(self._said_once(Role.AUTHOR), 120),
            date=day(assessment.on),
            iso_date=assessment.on.isoformat(),
            places=words.places(tuple(catalogue.places[place] for place in assessment.places)),
            now=outcome(assessment.verdict, assessment.findings, catalogue.scale, self.finding_refs),
            after=outcome(assessment.plan.verdict, assessment.plan.findings, catalogue.scale, self.finding_refs),
            rethink=assessment.redesign,
            findings=tuple(self._found(finding) for finding in assessment.findings),
            remaining=tuple(self._hanging(item.rule, item.level) for item in assessment.plan.findings),
            open_points=self._open_points(assessment.open_points),
            still_open=len(assessment.plan.open_points),
            way=tuple(self._stop(title, role) for title, role in WAY),
            steps=tuple(self._step(name, ref) for name, ref in self.measure_refs.items()),
            options=tuple(self._option(name, ref) for name, ref in self.option_refs.items()),
            lawless=tuple(catalogue.rules[rule].title for rule in assessment.lawless),
            uncovered=tuple(catalogue.places[place].name for place in assessment.uncovered),
            chapters=self._chapters(),
            sources=self._sources(),
            checked=self._checked,
            method=method(catalogue.scale),
            catalogue=assessment.catalogue,
            catalogue_released=day(catalogue.released),
            catalogue_digest=assessment.digest,
            assessment_digest=assessment_digest(assessment),
            versions=dict(versions),
            house=_additions(assessment.house),
        )

    # --- answers -----------------------------------------------------------------------------------------------------

    def _answered(self, role: Role) -> list[tuple[Question, Answer]]:
        answers = self.assessment.answers
        return [(item, answers[item.id]) for item in self.catalogue.role(role) if item.id in answers]

    def _said_once(self, role: Role) -> str:
        lines = [line for item, answer in self._answered(role) for line in words.answer_lines(item, answer)]
        return " ".join(lines)

    def _said(self, question: Question, answer: Answer) -> Said:
        return Said(
            question=answer.asked or question.text,
            lines=words.answer_lines(question, answer),
            comment=answer.comment,
            known=answer.known,
        )

    def _stop(self, title: str, role: Role) -> Stop:
        answered = self._answered(role)
        lines = dict.fromkeys(line for item, answer in answered for line in words.answer_lines(item, answer))
        known = bool(answered) and all(answer.known for _, answer in answered)
        return Stop(title=title, lines=tuple(shorten(line, 90) for line in lines) or ("Not stated",), known=known)

    def _chapters(self) -> tuple[Chapter, ...]:
        answers = self.assessment.answers
        asked = [question for question in self.catalogue.questions.values() if question.id in answers]
        grouped = groupby(asked, key=lambda question: question.section)
        return tuple(
            Chapter(
                title=self.catalogue.sections[section].title,
                said=tuple(self._said(question, answers[question.id]) for question in questions),
            )
            for section, questions in grouped
        )

    # --- findings ----------------------------------------------------------------------------------------------------

    def _found(self, finding: Finding) -> Found:
        rule = self.catalogue.rules[finding.rule]
        answers = self.assessment.answers
        scale = self.catalogue.scale
        return Found(
            ref=self.finding_refs[rule.id],
            rule=rule.id,
            level=finding.level.value,
            title=rule.title,
            family=self.catalogue.families[rule.family].title,
            nature=rule.nature.value,
            matter=rule.matter,
            why=rule.why,
            degree=f"Severity {finding.severity} of {len(scale.severity)}, likelihood {finding.likelihood} "
            f"of {len(scale.likelihood)}",
            reasons=tuple(words.reason(item) for item in finding.reasons),
            because=tuple(
                _in_short(self._said(self.catalogue.questions[name], answers[name]))
                for name in finding.because
                if name in answers
            ),
            bases=self._bases(finding),
            ages=self._ages() if rule.id == self._with_ages else (),
            check=rule.check,
            fine_when=rule.fine_when,
            measures=tuple(
                Pointer(ref=self.measure_refs[name], title=self.catalogue.measures[name].title)
                for name in rule.measures
                if name in self.measure_refs
            ),
            alternatives=tuple(
                Pointer(ref=self.option_refs[name], title=self.catalogue.alternatives[name].title)
                for name in rule.alternatives
            ),
        )

    def _ages(self) -> tuple[str, ...]:
        """The age of consent in each place ticked that has one; said with the first finding that hangs on it."""
        places = (self.catalogue.places[name] for name in self.assessment.places)
        return tuple(words.age(place) for place in places if place.consent_age is not None)

    def _bases(self, finding: Finding) -> tuple[Basis, ...]:
        def standing(citation: Citation) -> tuple[str, str]:
            source = self.catalogue.sources[citation.source]
            return citation.standing.value, words.standing(citation.standing, source, self.on)

        return tuple(
            Basis(standing=value, words=said, cited=tuple(self._cited(citation.source) for citation in citations))
            for (value, said), citations in groupby(finding.citations, key=standing)
        )

    def _cited(self, name: str) -> Cited:
        source = self.catalogue.sources[name]
        return Cited(ref=self.source_refs[name], name=words.name(source), url=source.url)

    def _hanging(self, rule: str, level: Level) -> Hanging:
        return Hanging(ref=self.finding_refs.get(rule, ""), level=level.value, title=self.catalogue.rules[rule].title)

    def _open_points(self, points: Iterable[OpenPoint]) -> tuple[Open, ...]:
        by_question: dict[str, list[OpenPoint]] = {}
        for point in points:
            for question in point.waits_for:
                by_question.setdefault(question, []).append(point)
        return tuple(
            Open(
                question=self.catalogue.questions[name].text,
                who=who_knows(self.catalogue.questions[name], self.assessment.answers.get(name)),
                hanging=tuple(self._hanging(point.rule, point.could_be) for point in waiting),
            )
            for name, waiting in by_question.items()
        )

    # --- what to do --------------------------------------------------------------------------------------------------

    def _step(self, name: str, ref: str) -> Step:
        measure = self.catalogue.measures[name]
        serves = (item.rule for item in self.assessment.findings if name in self.catalogue.rules[item.rule].measures)
        return Step(
            ref=ref,
            title=measure.title,
            how=measure.how,
            effort=words.EFFORT[measure.effort],
            owner=measure.owner,
            evidence=measure.evidence,
            serves=tuple(self.finding_refs[rule] for rule in serves),
        )

    def _option(self, name: str, ref: str) -> Option:
        item = self.catalogue.alternatives[name]
        return Option(ref=ref, need=item.need, title=item.title, text=item.text, credible=item.credible)

    # --- sources ------------------------------------------------------------------------------------------

    def _cited_sources(self) -> list[Source]:
        """Every source cited, place by place in the order of the catalogue."""
        cited = {name for name, _ in _standings(self.assessment)}
        places = list(self.catalogue.places)
        texts = list(dict.fromkeys(source.instrument for source in self.catalogue.sources.values()))
        return sorted(
            (source for source in self.catalogue.sources.values() if source.id in cited),
            key=lambda source: (places.index(source.place), texts.index(source.instrument)),
        )

    def _sources(self) -> tuple[PlaceTexts, ...]:
        by_place = groupby(self.cited, key=lambda source: source.place)
        return tuple(
            PlaceTexts(
                place=self.catalogue.places[place].name,
                texts=tuple(
                    Text(name=name, url=url, entries=tuple(self._entry(source) for source in sources))
                    for (name, url), sources in groupby(group, key=lambda source: (source.instrument, source.url))
                ),
            )
            for place, group in by_place
        )

    def _entry(self, source: Source) -> Entry:
        ceiling = words.figure(source.ceiling, source.ceiling_confidence)
        first = self._ceilings.setdefault((source.place, ceiling), self.source_refs[source.id])
        said_before = ceiling and first != self.source_refs[source.id]
        return Entry(
            ref=self.source_refs[source.id],
            pinpoint=source.pinpoint,
            title=source.title,
            says=source.says,
            state=f"{words.standing(self._standing[source.id], source, self.on)}. "
            f"{words.source_state(source, self.on, with_check=not self._checked)}.",
            ceiling=f"As {first}." if said_before else ceiling,
            imposed=words.figure(source.imposed, source.imposed_confidence),
            caveat=source.caveat,
            verify=source.verify,
        )


def _in_short(said: Said) -> Said:
    """As a finding quotes it; the appendix has it whole."""
    return msgspec.structs.replace(
        said, lines=tuple(shorten(line, 240) for line in said.lines), comment=shorten(said.comment, 240)
    )


def _additions(house: House | None) -> Additions | None:
    if house is None:
        return None
    return Additions(
        name=shorten(house.name, 120),
        counted=f"{len(house.added)} added, {len(house.changed)} changed",
        digest=house.digest,
        loosened=house.loosened,
    )


def _standings(assessment: Assessment) -> Iterable[tuple[str, Standing]]:
    items: tuple[Finding | OpenPoint, ...] = (*assessment.findings, *assessment.open_points)
    for item in items:
        for citation in item.citations:
            yield citation.source, citation.standing
