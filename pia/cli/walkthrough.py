"""A reviewer walked through a revision: findings first, answers beside them, then the decision and what it needs."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from pia.cli.manners import as_called
from pia.cli.under_review import Shown
from pia.errors import Stopped, WrongUse
from pia.interview.face import Back, Face, Given, Prompt, Tone
from pia.interview.values import check_text, shown
from pia.model import UNKNOWN, Approved, Choice, Commented, Finding, Kind, Opinion, Question, State
from pia.records.review import barred, grave
from pia.records.words import details, done

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pia.model import AnyAct, Assessment, Catalogue, Record, Revised, Term
    from pia.records.life import Life
    from pia.records.store import Store

    Check = Callable[[str], str | None]

_LATER = UNKNOWN
"""What is chosen by whoever does not decide now."""

_NO_DECISION = "No decision now; keep my comments"
_SKIP = "skip"

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
        acts = _Reviewer(face, catalogue, life, revised, kept.stream(life.name).records).acts(name, today)
    except (KeyboardInterrupt, EOFError):
        raise Stopped("Stopped. Nothing was recorded.") from None
    if acts:
        _record_all(partial(record, kept, life, catalogue, today, paper=paper), acts)
    else:
        face.say("Nothing to record.")


def _record_all(record: Callable[[Sequence[tuple[AnyAct, str]]], None], acts: Sequence[tuple[AnyAct, str]]) -> None:
    """Record it; when the decision is refused after all, as somebody else was faster, at least the comments."""
    remarks = [item for item in acts if isinstance(item[0], Commented)]
    try:
        record(acts)
    except WrongUse as refusal:
        if not remarks or len(remarks) == len(acts):
            raise
        record(remarks)
        kept = "comment is" if len(remarks) == 1 else f"{len(remarks)} comments are"
        raise WrongUse(f"{refusal} Your {kept} recorded all the same.") from refusal


class _Earlier(Exception):
    """The reviewer wants to go back."""


class _Reviewer:
    """What a reviewer is asked, one thing after the other."""

    def __init__(
        self, face: Face, catalogue: Catalogue, life: Life, revised: Revised, records: Sequence[Record]
    ) -> None:
        self._face, self._catalogue, self._life, self._revised = face, catalogue, life, revised
        self._shown = Shown(face, catalogue, life, revised, records)

    def acts(self, name: str, today: date) -> list[tuple[AnyAct, str]]:
        """Show everything; what the reviewer says on the way and in the end, each with who says it. Empty for nothing.

        Going back leads to the finding before, and from within the decision to its beginning. Whoever may not decide is
        told so before, and comments only.
        """
        assessment = self._revised.assessment
        self._shown.head(name)
        open_points = [None] if assessment.open_points else []
        stops: list[Finding | None] = [*assessment.findings, *open_points]
        comments = [""] * len(stops)
        at, asking = 0, True
        while True:
            try:
                while at < len(stops):
                    self._show(at, stops[at])
                    if asking:
                        comments[at], asking = self._comment(stops[at], comments[at], left=len(stops) - at - 1)
                    at += 1
                remarks = [
                    (Commented(text=text, about=stop.rule if stop else ""), name)
                    for stop, text in zip(stops, comments, strict=True)
                    if text
                ]
                return self._decided([*remarks], name, today)
            except _Earlier:
                at, asking = max(0, at - 1), True

    def _show(self, at: int, finding: Finding | None) -> None:
        if finding is None:
            self._shown.open(self._revised.assessment.open_points)
        else:
            self._shown.finding(finding, at + 1)

    def _comment(self, finding: Finding | None, before: str, *, left: int) -> tuple[str, bool]:
        """A comment on what is shown, "" for none; and whether to ask for one on what comes after it."""
        label = "Comment on what is open" if finding is None else "Comment on this finding"
        skip = f", {_SKIP}: no more" if left and not before else ""
        typed = _line(self._face, label, f"Enter: none{skip}", before=before, help=_COMMENT)
        if typed.lower() == _SKIP:
            return "", False
        return typed, True

    def _decided(self, said: list[tuple[AnyAct, str]], name: str, today: date) -> list[tuple[AnyAct, str]]:
        """Ask for the decision, show all that is to be recorded, and let it be confirmed."""
        if barred(self._life, name, Approved):
            if said:
                self._confirm(said)
            return said
        while True:
            kind = _decision(self._face)
            with suppress(_Earlier):
                acts = [*said, *_acts_of(kind, self._face, self._life, self._revised, name, today)]
                if acts:
                    self._confirm(acts)
                return acts

    def _confirm(self, acts: Sequence[tuple[AnyAct, str]]) -> None:
        self._face.say("To be recorded", Tone.HEADING)
        for act, who in acts:
            self._face.say(f"{done(act)}, by {who}.")
            for line in details(self._catalogue, act):
                self._face.say(line, Tone.ITEM)
        while (
            _line(self._face, "Type yes to record it, Ctrl-C to leave it", help=_RECORDED, shown=False).lower() != "yes"
        ):
            continue


def _decision(face: Face) -> str:
    """What the reviewer decides, as the id of a choice."""
    face.say("Decision", Tone.HEADING)
    reply = face.ask(Prompt(DECISION, unknown=_NO_DECISION))
    if not isinstance(reply, Given):
        raise _Earlier
    face.say(_NO_DECISION if reply.value == _LATER else shown(DECISION, reply.value), Tone.ANSWER)
    return str(reply.value)


def _acts_of(  # noqa: PLR0913, PLR0917 - what a decision needs
    kind: str, face: Face, life: Life, revised: Revised, name: str, today: date
) -> list[tuple[AnyAct, str]]:
    """What was decided, with all that it needs; empty when nothing was."""
    from pia.cli.review import act_of
    from pia.records.standing import a_year_after

    if kind == _LATER:
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
            may = lambda typed: _words(typed) or barred(life, typed, Opinion)  # noqa: E731
            officer = _line(face, "The privacy officer's name", check=may, help=_NAME)
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
        face.say(typed.strip() or hint.removeprefix("Enter: ").partition(",")[0], Tone.TYPED, label)
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
