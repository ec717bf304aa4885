"""A reviewer walked through a revision: findings first, answers beside them, then the decision and what it needs."""

from __future__ import annotations

import os
import sys
from datetime import date
from typing import TYPE_CHECKING

from pia.errors import Stopped, WrongUse
from pia.interview.face import Back, Face, Given, Prompt, Tone
from pia.interview.values import check_text, shown
from pia.model import UNKNOWN, Choice, Finding, Kind, Question, State
from pia.records.review import grave
from pia.records.words import details, headline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pia.model import AnyAct, Assessment, Catalogue, OpenPoint, Record, Revised, Term
    from pia.records.life import Life
    from pia.records.store import Store

    Check = Callable[[str], str | None]

_AHEAD = "Type a day that lies ahead, such as 2027-03-31."

DECISION = Question(
    id="decision",
    section="",
    kind=Kind.ONE,
    text="What do you decide about this revision?",
    help="A decision is on this very revision, named by its digest. Comments made so far are kept with each of them.",
    who="the reviewer",
    choices=(
        Choice(id="approve", text="Approve"),
        Choice(id="conditions", text="Approve with conditions"),
        Choice(id="request-changes", text="Request changes"),
        Choice(id="reject", text="Reject"),
        Choice(id="later", text="No decision now; keep my comments"),
    ),
)


def walk_through(  # noqa: PLR0913 - what a review needs
    kept: Store, life: Life, catalogue: Catalogue, today: date, *, by: str | None, plain: bool, paper: str
) -> None:
    """Show what is under review and record what the person says; Stopped, and nothing recorded, when they leave."""
    from pia.cli.review import record
    from pia.interview.walk import face_for

    revised = life.revised
    if revised is None or life.state is not State.SUBMITTED:
        raise WrongUse(
            f"{life.name} is {life.state.value}: nothing is under review. `pia submit {life.name}` hands it to review; "
            "`pia review --help` shows what else can be recorded."
        )
    face = face_for(sys.stdin, sys.stdout, os.environ, plain=plain)
    try:
        name = by or _line(face, "Your name, as it should stand in the record", needed=True)
        acts = [
            (act, name) for act in _Reviewer(face, catalogue, life, revised).comments(kept.stream(life.name).records)
        ]
        acts += _decision(face, life, revised, name, today)
        if not acts:
            face.say("Nothing to record.")
            return
        while _line(face, "Type yes to record it, Ctrl-C to leave it", needed=True).lower() != "yes":
            continue
    except (KeyboardInterrupt, EOFError):
        raise Stopped("Stopped. Nothing was recorded.") from None
    record(kept, life, catalogue, today, acts, paper=paper)


class _Reviewer:
    """What a reviewer is shown, one thing after the other."""

    def __init__(self, face: Face, catalogue: Catalogue, life: Life, revised: Revised) -> None:
        self._face, self._catalogue, self._life, self._revised = face, catalogue, life, revised

    def comments(self, records: Sequence[Record]) -> Iterator[AnyAct]:
        """Show everything, and yield what the reviewer remarks on the way."""
        from pia.model import Commented

        assessment = self._revised.assessment
        self._head(assessment, records)
        for number, finding in enumerate(assessment.findings, 1):
            self._finding(finding, assessment, f"Finding {number} of {len(assessment.findings)}")
            if text := _line(self._face, "Comment on this finding (Enter: none)"):
                yield Commented(text=text, about=finding.rule)
        if assessment.open_points:
            self._open(assessment.open_points)
            if text := _line(self._face, "Comment on what is open (Enter: none)"):
                yield Commented(text=text)

    def _head(self, assessment: Assessment, records: Sequence[Record]) -> None:
        say, life = self._face.say, self._life
        say(f"{life.name}, revision {self._revised.revision}", Tone.HEADING)
        if life.submitted:
            say(headline(life.submitted) + ".")
        say(f"Verdict: {assessment.verdict.value}. {len(assessment.findings)} findings, worst first.")
        say(f"SHA-256 {self._revised.sha256}")
        for line in self._since(records):
            say(line, Tone.ITEM)

    def _since(self, records: Sequence[Record]) -> Iterator[str]:
        """What was said about the revision before, and what changed since."""
        from pia.records.difference import Side, compare
        from pia.records.life import revisions

        if self._life.decided:
            yield headline(self._life.decided) + ":"
            yield from details(self._catalogue, self._life.decided)
        earlier = revisions(records).get(self._revised.revision - 1)
        if earlier is None:
            return
        found = compare(
            self._catalogue,
            Side(label="before", assessment=earlier.assessment),
            Side(label="now", assessment=self._revised.assessment),
        )
        for item in found.answers:
            yield f"Changed since revision {self._revised.revision - 1}: {item.title} {item.before} -> {item.after}"

    def _finding(self, finding: Finding, assessment: Assessment, count: str) -> None:
        rule, say = self._catalogue.rules[finding.rule], self._face.say
        say(f"{count}: {finding.level.value}", Tone.HEADING)
        say(f"{rule.title} [{rule.id}]")
        say(rule.matter)
        for name in finding.because:
            question, answer = self._catalogue.questions[name], assessment.answers[name]
            say(question.text, Tone.ITEM)
            say(shown(question, answer.value) + (f" ({answer.comment})" if answer.comment else ""), Tone.ANSWER)
        sources = (self._catalogue.sources[item.source] for item in finding.citations)
        if named := "; ".join(f"{source.instrument}, {source.pinpoint}".rstrip(", ") for source in sources):
            say(f"Rests on: {named}")
        say(f"Check: {rule.check}")

    def _open(self, points: Sequence[OpenPoint]) -> None:
        self._face.say("Not known yet", Tone.HEADING)
        for point in points:
            asked = "; ".join(self._catalogue.questions[name].text for name in point.waits_for)
            title = self._catalogue.rules[point.rule].title
            self._face.say(f"{title}: could be {point.could_be.value}. Waits for: {asked}", Tone.ITEM)


def _decision(face: Face, life: Life, revised: Revised, name: str, today: date) -> list[tuple[AnyAct, str]]:
    """What was decided, with all that it needs; empty when nothing was."""
    from pia.cli.review import act_of
    from pia.model import Opinion
    from pia.records.standing import a_year_after

    while isinstance(reply := face.ask(Prompt(DECISION, 1, 1)), Back):
        continue
    kind = reply.value if isinstance(reply, Given) else "later"
    if kind in {"later", UNKNOWN}:
        return []
    face.say(shown(DECISION, kind), Tone.ANSWER)
    until = a_year_after(today)
    if kind in {"request-changes", "reject"}:
        label = "What should change, and why" if kind == "request-changes" else "Why"
        return [(act_of(str(kind), life, _line(face, label, needed=True), review_on=until), name)]
    acts: list[tuple[AnyAct, str]] = []
    views = ""
    if grave(revised.assessment):
        if life.opinion is None:
            face.say("It is, or could be, high or critical. The privacy officer's opinion comes first.", Tone.NOTE)
            officer = _line(face, "The privacy officer's name", needed=True)
            opinion = _line(face, "Their opinion", needed=True)
            acts.append((Opinion(revision=revised.revision, sha256=revised.sha256, text=opinion), officer))
        views = _line(face, "Views of the people concerned, or why they were not sought", needed=True)
    terms = tuple(_terms(face, revised.assessment, today)) if kind == "conditions" else ()
    note = _line(face, "A note to the decision (Enter: none)")
    label = f"Next review, as year-month-day (Enter: {until.isoformat()})"
    typed = _line(face, label, lambda text: None if not text or _day(text, today) else _AHEAD)
    review_on = _day(typed, today) or until
    acts.append((act_of("approve", life, note, terms=terms, views=views, review_on=review_on), name))
    return acts


def _terms(face: Face, assessment: Assessment, today: date) -> Iterator[Term]:
    from pia.model import Term

    found = {item.rule for item in assessment.findings}
    number = 1
    while text := _line(face, f"Condition {number}" + ("" if number == 1 else " (Enter: no more)"), needed=number == 1):
        owner = _line(face, "Who does it", needed=True)
        due = _line(face, "Until when, as year-month-day", lambda day: None if _day(day, today) else _AHEAD)
        finding = _line(
            face,
            "The finding it answers (Enter: none)",
            lambda rule: None if not rule or rule in found else f"One of: {', '.join(sorted(found))}.",
        )
        yield Term(id=f"c{number}", text=text, owner=owner, due=date.fromisoformat(due), finding=finding)
        number += 1


def _line(face: Face, label: str, check: Check | None = None, *, needed: bool = False) -> str:
    """One line; going back asks it again."""

    def fault(line: str) -> str | None:
        if needed and not line.strip():
            return "Type a few words."
        return check_text(line) or (check(line) if check else None)

    while isinstance(typed := face.line(label, fault), Back):
        continue
    return typed.strip()


def _day(text: str, today: date) -> date | None:
    """A day that lies ahead; None when it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day > today else None
