"""What the answers so far come to, said during the interview and at its end. Pure; the rules are ``pia.assess``'s."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias

from msgspec import structs

from pia.interview.values import chosen, possible
from pia.model import Answers, Catalogue, Finding, Level, OpenPoint, Question, Verdict

if TYPE_CHECKING:
    from pia.assess.findings import Judgement

_NAMED = 3
"""So many open questions are named under the verdict; all of them stand in the table."""


class Judged(Protocol):
    """What one set of answers comes to, in words; the walk only shows them."""

    def consequence(self, before: Self) -> str | None:
        """What came of one answer, in one line: what is raised since ``before``, or no longer; None for nothing."""

    def standing(self) -> str:
        """The verdict on what was found so far, in a few words; "" while nothing was found."""

    def fitted(self, question: Question) -> tuple[Question, str]:
        """The question as this plan is asked it, and what to know before answering, "" for nothing."""

    def raised(self) -> Mapping[str, tuple[str, ...]]:
        """By question, what its answer raised, or might raise once it is known."""

    def outcome(self) -> Iterator[str]:
        """The verdict, then the least work that brings a better one."""


Judge: TypeAlias = Callable[[Answers], Judged]
"""Judges answers. Every state of an interview is judged once, and its ``Judged`` handed along."""


@dataclass(frozen=True)
class Judging:
    """Answers judged by a catalogue, under the law of one day; those that are not possible in it are left out."""

    catalogue: Catalogue
    on: date
    answers: Answers

    @cached_property
    def _possible(self) -> Answers:
        return possible(self.catalogue, self.answers)

    @cached_property
    def found(self) -> Judgement:
        """The judgement, which is made when it is first asked for: the first prompt needs none."""
        from pia.assess.findings import judge

        return judge(self.catalogue, self._possible, self.on)

    def consequence(self, before: Self) -> str | None:
        """What one answer raised, and what it no longer raises."""
        from pia.assess.consequence import consequence

        return consequence(self.catalogue, before.found, self.found)

    def standing(self) -> str:
        """By the findings alone: what is not answered yet is no reason to say *undecided* at every question."""
        if not self.answers or self.found.level is None:
            return ""
        from pia.assess.findings import verdict

        found = verdict(self.found.level, ())
        if found is not Verdict.COLLECT:
            return f"so far: {found.value}"
        return (
            "so far: nothing in the way"
            if self.found.level is Level.INFO
            else f"so far: nothing above {Level.LOW.value}"
        )

    def fitted(self, question: Question) -> tuple[Question, str]:
        """Of safeguards and repairs, those that would make a finding milder, each with the finding.

        What was ticked before stays, and so does what stands alone (*none of these*).
        """
        if not question.choices:
            return question, ""
        from pia.assess.easing import eased, eases

        if not eases(self.catalogue, question):
            return question, ""
        milder = eased(self.catalogue, self._possible, question, self.on)
        if not milder:
            return question, "None of these would make anything milder that was found so far."
        before = chosen(self.answers.get(question.id))
        choices = tuple(
            structs.replace(choice, text=f"{choice.text}. Eases: {self._named(milder[choice.id])}")
            if choice.id in milder
            else choice
            for choice in question.choices
            if choice.id in milder or choice.alone or choice.id in before
        )
        note = "" if len(choices) == len(question.choices) else " What would ease nothing here is left out."
        return structs.replace(question, choices=choices), f"Each stands with what it would make milder.{note}"

    def _named(self, findings: tuple[Finding, ...]) -> str:
        """The worst of them by its title, and how many there are beyond it."""
        more = f", and {len(findings) - 1} more" if len(findings) > 1 else ""
        return f"{self._title(findings[0])} ({findings[0].level.value}){more}"

    def raised(self) -> Mapping[str, tuple[str, ...]]:
        """A finding stands with the answer that mends it, if any; an open point with the first it waits for."""
        found, where = self.found, self.places()
        lines: dict[str, list[str]] = {}
        for finding in found.findings:
            if finding.rule in where:
                lines.setdefault(where[finding.rule], []).append(f"{finding.level.value}: {self._title(finding)}")
        waiting: dict[str, list[OpenPoint]] = {}
        for point in found.open_points:
            waiting.setdefault(where[point.rule], []).append(point)
        for name, points in waiting.items():
            more = f", and {len(points) - 1} more" if len(points) > 1 else ""
            line = f"could be {points[0].could_be.value}: {self._title(points[0])}{more}"
            lines.setdefault(name, []).append(line)
        return {name: tuple(said) for name, said in lines.items()}

    def places(self) -> Mapping[str, str]:
        """By rule, the question at which a finding or an open point is shown."""
        order = {name: number for number, name in enumerate(self.found.facts.asked)}
        places = {
            finding.rule: self._mending(finding) or max(finding.because, key=lambda name: order.get(name, -1))
            for finding in self.found.findings
            if finding.because
        }
        return places | {point.rule: point.waits_for[0] for point in self.found.open_points}

    def outcome(self) -> Iterator[str]:
        """The verdict, the measures of the best way in order, and what no measure changes."""
        from pia.assess import prospect
        from pia.assess.advise import advise

        advice = advise(self.catalogue, self._possible, self.on, ways=1)
        yield f"Verdict: {advice.verdict.value}"
        yield prospect.lead(self.catalogue, advice)
        for way in advice.ways:
            for number, step in enumerate(way.steps, 1):
                measure = self.catalogue.measures[step.measure]
                yield f"M{number} {measure.title} ({measure.effort.span})"
        yield from prospect.rest(self.catalogue, advice)
        for name in (names := prospect.asked_for(advice.open_points))[:_NAMED]:
            yield f"Not known yet: {self.catalogue.questions[name].text}"
        if len(names) > _NAMED:
            yield f"And {len(names) - _NAMED} more."

    def _mending(self, finding: Finding) -> str:
        """Of the answers that raised a finding, the one its first measure changes; "" when none does."""
        measures = (self.catalogue.measures[name] for name in self.catalogue.rules[finding.rule].measures)
        changed = (change.question for measure in measures for change in measure.changes)
        return next((name for name in changed if name in finding.because), "")

    def _title(self, item: Finding | OpenPoint) -> str:
        return self.catalogue.rules[item.rule].title
