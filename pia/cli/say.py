"""An assessment in the terminal: the verdict, the findings and the open points, wrapped to its width."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pia.model import Assessment, Catalogue, Finding, House, OpenPoint

COLOURS = {"critical": "red", "high": "red", "medium": "yellow", "low": "green", "info": None}


def say_assessment(catalogue: Catalogue, assessment: Assessment) -> None:
    """Print what a team needs to know now; the report holds the rest."""
    from pia.assess import prospect
    from pia.assess.advise import advise
    from pia.model import Verdict
    from pia.report.words import RETHINK

    click.secho(f"Verdict: {assessment.verdict.value}", bold=True)
    if assessment.redesign:
        say(RETHINK, "  ")
    if assessment.verdict is Verdict.UNDECIDED:
        say("Answers that are still open could make it worse than what was found.", "  ")
    if silent := prospect.unheld(catalogue, assessment):
        say(f"{silent} See “Open points and limits” in the report.", "  ")
    if assessment.house is not None:
        _house(assessment.house)
    _heading("Findings", len(assessment.findings))
    for finding in assessment.findings:
        _finding(catalogue, assessment, finding)
    waiting = prospect.unknown(assessment)
    _heading("Answers still to be given", len(waiting))
    for name, points in waiting.items():
        _open(catalogue, assessment, name, points)
    click.echo()
    advice = advise(catalogue, assessment.answers, assessment.on, ways=1)
    for line in (prospect.lead(catalogue, advice), *prospect.rest(catalogue, advice)):
        say(line, "")
    if advice.ways:
        say("`pia advise` shows each step.", "")
    click.echo()
    say("This is not legal advice. The report names every source, its limits and its date.", "")


def _house(house: House) -> None:
    say(f"Judged with the additions of {house.name}.", "  ")
    if house.loosened:
        say("These changes could make a finding of the built-in rules disappear or milder:", "  ")
    for line in house.loosened:
        say(f"- {line}", "  ")


def _finding(catalogue: Catalogue, assessment: Assessment, finding: Finding) -> None:
    rule = catalogue.rules[finding.rule]
    level = finding.level.value
    click.echo()
    click.secho(f"{level.upper():8}", fg=COLOURS[level], bold=True, nl=False)
    say(f"{rule.title}  [{rule.id}]", " " * 9, first=" ")
    for line in _because(catalogue, assessment, finding):
        say(line, "         ")
    if finding.citations:
        sources = ", ".join(
            item.source if item.standing.value == "binding" else f"{item.source} ({item.standing.value})"
            for item in finding.citations
        )
        say(f"Sources: {sources}", "         ")
    if rule.measures:
        say("What helps: " + "; ".join(catalogue.measures[name].title for name in rule.measures), "         ")


def _because(catalogue: Catalogue, assessment: Assessment, finding: Finding) -> Iterator[str]:
    from pia.interview.values import shown

    for name in finding.because:
        question = catalogue.questions[name]
        yield f"Because: {question.text} {shown(question, assessment.answers[name].value)}"


def _open(catalogue: Catalogue, assessment: Assessment, name: str, points: Sequence[OpenPoint]) -> None:
    from pia.assess import prospect
    from pia.interview.values import who_knows

    question = catalogue.questions[name]
    who = who_knows(question, assessment.answers.get(name))
    click.echo()
    click.secho(f"{'OPEN':8}", bold=True, nl=False)
    say(f"{question.text}  [{name}] Ask: {who}.", " " * 9, first=" ")
    for point in points:
        say(f"{catalogue.rules[point.rule].title}  [{point.rule}]: could be {point.could_be.value}", "         ")
    if not points:
        say(prospect.NOTHING_HANGS, "         ")


def _heading(title: str, count: int) -> None:
    click.echo()
    click.secho(f"{title}: {count or 'none'}", bold=True)


def say(text: str, indent: str, *, first: str | None = None, whole: bool = False) -> None:
    """Print a text wrapped to the terminal, indented; ``first`` stands before its first line instead.

    ``whole``: no word is cut, however long, so that a name can be copied from the screen.
    """
    width = max(40, min(shutil.get_terminal_size().columns, 100)) - 1
    lines = textwrap.wrap(printable(text), width - len(indent), break_long_words=not whole, break_on_hyphens=False)
    for number, line in enumerate(lines):
        click.echo((first if first is not None and number == 0 else indent) + line)


def printable(text: str) -> str:
    """The text with invisible and control characters shown by their number, line ends kept."""
    return "".join(
        character if character == "\n" or unicodedata.category(character)[0] != "C" else f"[U+{ord(character):04X}]"
        for character in text
    )
