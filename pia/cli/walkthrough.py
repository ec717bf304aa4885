"""A reviewer walked through a revision: findings first, answers beside them, then the decision and what it needs."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from pia.cli.manners import as_called
from pia.errors import Stopped, WrongUse
from pia.interview.face import Back, Face, Given, Prompt, Tone
from pia.interview.values import check_text, shown
from pia.model import UNKNOWN, Choice, Finding, Kind, Question, State
from pia.records.review import grave
from pia.records.words import details, done, headline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pia.model import AnyAct, Assessment, Catalogue, OpenPoint, Record, Revised, Term
    from pia.records.life import Life
    from pia.records.store import Store

    Check = Callable[[str], str | None]

_AHEAD = "Type a day that lies ahead, such as 2027-03-31."
_WORDS = "Type a few words."

_COMMENT = "What the author should know, change or explain. It is kept with the revision, whatever you decide."
_NAME = "A name is a claim: pia cannot prove it."
_REASON = "The author reads it, and it stands in the record and in the report."
_OPINION = "What the privacy officer says about this revision, in their words. The report prints it."
_VIEWS = (
    "What the people whose numbers these are think of the plan, or those who speak for them; or why nobody asked them."
)
_CONDITION = "Something that must be done by a day. It is open until `pia review --close` says how it was met."
_RECORDED = "Records are written once and never changed. Going back leads to the decision, and Ctrl-C records nothing."

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
        name = by or _name(face)
        acts = _Reviewer(face, catalogue, life, revised).acts(kept.stream(life.name).records, name, today)
    except (KeyboardInterrupt, EOFError):
        raise Stopped("Stopped. Nothing was recorded.") from None
    if acts:
        record(kept, life, catalogue, today, acts, paper=paper)
    else:
        face.say("Nothing to record.")


class _Earlier(Exception):
    """The reviewer wants to go back."""


class _Reviewer:
    """What a reviewer is shown, one thing after the other."""

    def __init__(self, face: Face, catalogue: Catalogue, life: Life, revised: Revised) -> None:
        self._face, self._catalogue, self._life, self._revised = face, catalogue, life, revised

    def acts(self, records: Sequence[Record], name: str, today: date) -> list[tuple[AnyAct, str]]:
        """Show everything; what the reviewer says on the way and in the end, each with who says it. Empty for nothing.

        Going back leads to the finding before, and from within the decision to its beginning.
        """
        from pia.model import Commented

        assessment = self._revised.assessment
        self._head(assessment, records)
        open_points = [None] if assessment.open_points else []
        stops: list[Finding | None] = [*assessment.findings, *open_points]
        comments = [""] * len(stops)
        at = 0
        while True:
            try:
                while at < len(stops):
                    comments[at] = self._comment(at, stops[at], comments[at])
                    at += 1
                remarks = [
                    Commented(text=text, about=stop.rule if stop else "")
                    for stop, text in zip(stops, comments, strict=True)
                    if text
                ]
                return self._decided([(remark, name) for remark in remarks], name, today)
            except _Earlier:
                at = max(0, at - 1)

    def _comment(self, at: int, finding: Finding | None, before: str) -> str:
        """Show a finding, or what is open, and ask for a comment on it."""
        assessment = self._revised.assessment
        if finding is None:
            self._open(assessment.open_points)
            return _line(self._face, "Comment on what is open", "Enter: none", before=before, help=_COMMENT)
        self._finding(finding, assessment, f"Finding {at + 1} of {len(assessment.findings)}")
        return _line(self._face, "Comment on this finding", "Enter: none", before=before, help=_COMMENT)

    def _decided(self, said: list[tuple[AnyAct, str]], name: str, today: date) -> list[tuple[AnyAct, str]]:
        """Ask for the decision, show all that is to be recorded, and let it be confirmed."""
        while True:
            kind = _decision(self._face)
            with suppress(_Earlier):
                acts = [*said, *_acts_of(kind, self._face, self._life, self._revised, name, today)]
                if acts:
                    self._confirm(acts)
                return acts

    def _confirm(self, acts: list[tuple[AnyAct, str]]) -> None:
        self._face.say("To be recorded", Tone.HEADING)
        for act, who in acts:
            self._face.say(f"{done(act)}, by {who}.")
            for line in details(self._catalogue, act):
                self._face.say(line, Tone.ITEM)
        while (
            _line(self._face, "Type yes to record it, Ctrl-C to leave it", help=_RECORDED, shown=False).lower() != "yes"
        ):
            continue

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
            yield from details(self._catalogue, self._life.decided.act)
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
        if named := "; ".join(source.cited for source in sources):
            say(f"Rests on: {named}")
        say(f"Check: {rule.check}")

    def _open(self, points: Sequence[OpenPoint]) -> None:
        self._face.say("Not known yet", Tone.HEADING)
        for point in points:
            asked = "; ".join(self._catalogue.questions[name].text for name in point.waits_for)
            title = self._catalogue.rules[point.rule].title
            self._face.say(f"{title}: could be {point.could_be.value}. Waits for: {asked}", Tone.ITEM)


def _decision(face: Face) -> str:
    """What the reviewer decides, as the id of a choice."""
    face.say("Decision", Tone.HEADING)
    reply = face.ask(Prompt(DECISION))
    if not isinstance(reply, Given):
        raise _Earlier
    kind = "later" if reply.value == UNKNOWN else str(reply.value)
    face.say(shown(DECISION, kind), Tone.ANSWER)
    return kind


def _acts_of(  # noqa: PLR0913, PLR0917 - what a decision needs
    kind: str, face: Face, life: Life, revised: Revised, name: str, today: date
) -> list[tuple[AnyAct, str]]:
    """What was decided, with all that it needs; empty when nothing was."""
    from pia.cli.review import act_of
    from pia.model import Opinion
    from pia.records.standing import a_year_after

    if kind == "later":
        return []
    until = a_year_after(today)
    if kind in {"request-changes", "reject"}:
        label = "What should change, and why" if kind == "request-changes" else "Why"
        return [(act_of(kind, life, _line(face, label, check=_words, help=_REASON), review_on=until), name)]
    acts: list[tuple[AnyAct, str]] = []
    views = ""
    if grave(revised.assessment):
        if life.opinion is None:
            face.say("It is, or could be, high or critical. The privacy officer's opinion comes first.", Tone.NOTE)
            officer = _line(face, "The privacy officer's name", check=_words, help=_NAME)
            opinion = _line(face, "Their opinion", check=_words, help=_OPINION)
            acts.append((Opinion(revision=revised.revision, sha256=revised.sha256, text=opinion), officer))
        label = "Views of the people concerned, or why they were not sought"
        views = _line(face, label, check=_words, help=_VIEWS)
    terms = tuple(_terms(face, revised.assessment, today)) if kind == "conditions" else ()
    note = _line(face, "A note to the decision", "Enter: none", help=_REASON)
    typed = _line(
        face, "Next review, as year-month-day", f"Enter: {until.isoformat()}",
        check=lambda text: None if not text or _day(text, today) else _AHEAD,
        help="The day by which somebody should look at this approval again.",
    )  # fmt: skip
    review_on = _day(typed, today) or until
    acts.append((act_of("approve", life, note, terms=terms, views=views, review_on=review_on), name))
    return acts


def _terms(face: Face, assessment: Assessment, today: date) -> Iterator[Term]:
    from pia.model import Term

    found = {item.rule for item in assessment.findings}
    number = 1
    while text := _line(
        face, f"Condition {number}", "" if number == 1 else "Enter: no more", help=_CONDITION,
        check=_words if number == 1 else None,
    ):  # fmt: skip
        owner = _line(face, "Who does it", check=_words, help="A person or a team.")
        due = _line(
            face, "Until when, as year-month-day", check=lambda day: None if _day(day, today) else _AHEAD,
            help="`pia due` lists it from then on as late.",
        )  # fmt: skip
        finding = _line(
            face, "The finding it answers", "Enter: none", help=f"One of: {', '.join(sorted(found))}.",
            check=lambda rule: None if not rule or rule in found else f"One of: {', '.join(sorted(found))}.",
        )  # fmt: skip
        yield Term(id=f"c{number}", text=text, owner=owner, due=date.fromisoformat(due), finding=finding)
        number += 1


def _name(face: Face) -> str:
    """Who reviews; there is nothing to go back to."""
    while True:
        with suppress(_Earlier):
            return _line(face, "Your name, as it should stand in the record", check=_words, help=_NAME)


def _line(  # noqa: PLR0913 - what a line is
    face: Face,
    label: str,
    hint: str = "",
    *,
    help: str,  # noqa: A002 - what it is called everywhere here
    check: Check | None = None,
    before: str = "",
    shown: bool = True,
) -> str:
    """One line; what was typed stays on the screen. _Earlier when they go back."""

    def fault(line: str) -> str | None:
        return check_text(line) or (check(line) if check else None)

    typed = face.line(f"{label} ({hint})" if hint else label, fault, before, help=as_called(help))
    if isinstance(typed, Back):
        raise _Earlier
    if shown:
        face.say(typed.strip() or hint.removeprefix("Enter: "), Tone.TYPED, label)
    return typed.strip()


def _words(line: str) -> str | None:
    return None if line.strip() else _WORDS


def _day(text: str, today: date) -> date | None:
    """A day that lies ahead; None when it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day > today else None
