"""What a reviewer is shown of a revision: its head, what was said and changed before, each finding, what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pia.interview.face import Face, Tone
from pia.interview.values import shown
from pia.model import Approved, Commented
from pia.records.life import revisions
from pia.records.review import barred
from pia.records.words import details, headline, remarks

if TYPE_CHECKING:
    from pia.model import Catalogue, Citation, Finding, OpenPoint, Record, Revised
    from pia.records.life import Life

_UNANSWERED = "not answered"


class Shown:
    """One revision as it is shown, one thing after the other."""

    def __init__(
        self, face: Face, catalogue: Catalogue, life: Life, revised: Revised, records: Sequence[Record]
    ) -> None:
        self._face, self._catalogue, self._life, self._revised = face, catalogue, life, revised
        self._records = records
        self._remarks = remarks(records, since=2)

    def head(self, name: str) -> None:
        """What is under review, what this person may do about it, what was said before and what changed since."""
        say, life, assessment = self._face.say, self._life, self._revised.assessment
        say(f"{life.name}, revision {self._revised.revision}", Tone.HEADING)
        if life.submitted:
            say(headline(life.submitted) + ".")
        count = len(assessment.findings)
        say(f"Verdict: {assessment.verdict.value}. {count} finding{'' if count == 1 else 's'}, worst first.")
        say(f"SHA-256 {self._revised.sha256}")
        if barred(life, name, Approved):
            say(f"{name} wrote or submitted it, and can comment on it; the decision is somebody else's.", Tone.NOTE)
        for line in self._before():
            say(line, Tone.ITEM)

    def finding(self, finding: Finding, place: int) -> None:
        """A finding, the answers that raised it, what it rests on, and what was said about it before."""
        rule, say, assessment = self._catalogue.rules[finding.rule], self._face.say, self._revised.assessment
        say(f"Finding {place} of {len(assessment.findings)}: {finding.level.value}", Tone.HEADING)
        say(f"{rule.title} [{rule.id}]")
        say(rule.matter)
        for name in finding.because:
            question, answer = self._catalogue.questions[name], assessment.answers[name]
            say(question.text, Tone.ITEM)
            say(shown(question, answer.value) + (f" ({answer.comment})" if answer.comment else ""), Tone.ANSWER)
        if named := "; ".join(map(self._cited, finding.citations)):
            say(f"Rests on: {named}")
        say(f"Check: {rule.check}")
        for name in (rule.id, *finding.because):
            self._said_about(name)

    def open(self, points: Sequence[OpenPoint]) -> None:
        """What is not known yet."""
        self._face.say("Not known yet", Tone.HEADING)
        for point in points:
            asked = "; ".join(self._catalogue.questions[name].text for name in point.waits_for)
            title = self._catalogue.rules[point.rule].title
            self._face.say(f"{title}: could be {point.could_be.value}. Waits for: {asked}", Tone.ITEM)

    def _cited(self, citation: Citation) -> str:
        """A source by its name, with how it counts here where it is not simply law in force."""
        from pia.model import Standing
        from pia.report.words import standing

        source = self._catalogue.sources[citation.source]
        if citation.standing is Standing.BINDING:
            return source.cited
        how = standing(citation.standing, source, self._revised.assessment.on)
        return f"{source.cited} ({how[:1].lower()}{how[1:]})"

    def _before(self) -> Iterator[str]:
        """What was decided and said about the revisions before, and what changed since the last."""
        from pia.records.difference import Side, compare

        if self._life.decided:
            yield headline(self._life.decided) + ":"
            yield from details(self._catalogue, self._life.decided.act)
        found = {finding.rule for finding in self._revised.assessment.findings}
        beside = found.union(*(finding.because for finding in self._revised.assessment.findings))
        for record in self._remarks:
            if isinstance(record.act, Commented) and record.act.about not in beside:
                yield f"{headline(record)}: {' '.join(details(self._catalogue, record.act))}"
        earlier = revisions(self._records).get(self._revised.revision - 1)
        if earlier is None:
            return
        found_then = compare(
            self._catalogue,
            Side(label="before", assessment=earlier.assessment),
            Side(label="now", assessment=self._revised.assessment),
        )
        for item in found_then.answers:
            then, now = item.before or _UNANSWERED, item.after or _UNANSWERED
            yield f"Changed since revision {self._revised.revision - 1}: {item.title} {then} -> {now}"

    def _said_about(self, name: str) -> None:
        for record in self._remarks:
            if isinstance(record.act, Commented) and record.act.about == name:
                self._face.say(f"{headline(record)}: {record.act.text}", Tone.COMMENT)
