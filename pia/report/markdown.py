"""The report in Markdown, short enough for a pull request: the verdict, what to change, the findings, what is open.

Written for GitHub Flavored Markdown (GFM 0.29) and read well as plain text. Everything passes through ``escaped``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pia.report import words
from pia.report.clean import printable

if TYPE_CHECKING:
    from pia.report.shapes import Basis, Course, Decision, Found, Open, Said, View

IN_SIGHT = 5
"""So many findings, the worst, stand open; the others are folded away."""

HANGING = 3
"""So many of the risks that hang on an open point are named."""

_SPECIAL = frozenset("\\`*_[]<>|~&")
"""What means something within a line; no line begins with a text that was typed."""

_ACTIVE = re.compile(
    r"[@#]|:(?=//)|:(?=(?:[a-z+-][a-z0-9_+-]*|100|1234|8ball):)|\.(?<=(?i:www)\.)|(?<=(?i:xmpp)):|(?<=(?i:mailto)):|(?<=(?i:GH))-"
)
_BREAK = "&#8203;"
"""A zero-width space. Forges look for mentions, issues and bare addresses after Markdown was read, so that no backslash
stops them; what interrupts the word does."""


def to_markdown(view: View) -> str:
    """The report as one Markdown text."""
    return "\n".join(_blocks(view)).rstrip() + "\n"


def escaped(text: str) -> str:
    """Any text as Markdown that shows it as it is, on one line: no markup, no HTML, no link, no mention."""
    line = " ".join(printable(text).split())
    return "".join(_harmless(line))


def _harmless(line: str) -> Iterator[str]:
    active = {match.start() for match in _ACTIVE.finditer(line)}
    for at, character in enumerate(line):
        if at in active and character in ".-":
            yield _BREAK
        if character == "$":  # two of them would be read as a formula; this is GitHub's own way to write one
            yield "<span>$</span>"
        else:
            yield f"\\{character}" if character in _SPECIAL else character
        if at in active and character in "@#:":
            yield _BREAK


def _blocks(view: View) -> Iterator[str]:
    yield f"## Privacy impact: {escaped(view.title)}"
    yield ""
    waiting = words.count(len(view.open_points), "answer")
    yield f"**Verdict: {view.now.words}.** {escaped(view.now.counted)}; {waiting} still to be given."
    yield _meaning(view)
    if view.unheld:
        yield f"{escaped(view.unheld)} See the end."
    if view.house is not None:
        yield f"Judged with the additions of {escaped(view.house.name)}: {escaped(view.house.counted)}."
        yield ""
        yield from (f"- {escaped(line)}" for line in view.house.loosened)
    yield ""
    if view.brief:
        yield f"Plan: {escaped(view.brief)}  "
    yield f"People in: {escaped(view.places)}. Assessed on {view.date}, catalogue {escaped(view.catalogue)}."
    yield from _decision(view.decision)
    yield from ("", f"### {view.course.heading}", "", *_course(view.course))
    yield from ("", f"### Findings: {len(view.findings) or 'none'}", "")
    yield from _findings(view.findings)
    if view.open_points:
        yield from ("", f"### Answers still to be given: {len(view.open_points)}", "")
        yield from (_open(point) for point in view.open_points)
    if view.sources:
        yield from ("", "<details><summary>Sources</summary>", "", *_sources(view), "", "</details>")
    yield ""
    yield from _limits(view)
    yield "This raises questions for people who decide. It is not legal advice."


def _meaning(view: View) -> str:
    return f"{view.now.meaning} {view.rethink}".rstrip()


def _decision(decision: Decision) -> Iterator[str]:
    """What is on record of it; nothing for a plan on which nobody has decided."""
    if not decision.said:
        return
    yield from ("", "### Decision", "", escaped(decision.said))
    lines = [f"- {escaped(line)}" for line in decision.conditions.splitlines() if line]
    yield from ("", "Conditions:", "", *lines) if lines else ()


def _course(course: Course) -> Iterator[str]:
    yield escaped(course.lead)
    steps = course.steps or course.further
    yield from ([""] if steps else [])
    for step in steps:
        then = f" Then: {escaped(step.then)}." if step.then else ""
        who = f"{step.owner}, {step.effort.lower()}"
        yield f"- {step.ref} **{escaped(step.title)}.** {escaped(step.how)} ({escaped(who)}.){then}"
    for sentence in (*course.others, *course.rest):
        yield from ("", escaped(sentence))


def _findings(findings: tuple[Found, ...]) -> Iterator[str]:
    for finding in findings[:IN_SIGHT]:
        yield from _finding(finding)
    if rest := findings[IN_SIGHT:]:
        levels = Counter(item.level for item in rest)
        counted = ", ".join(f"{number} {level}" for level, number in levels.items())
        yield from ("", f"<details><summary>And {len(rest)} more ({counted})</summary>", "")
        for finding in rest:
            yield from _finding(finding)
        yield from ("", "</details>")


def _finding(finding: Found) -> Iterator[str]:
    yield f"- **{finding.level.capitalize()}: {escaped(finding.title)}** (`{finding.rule}`). {escaped(finding.matter)}"
    if finding.because:
        yield f"  - Because: {' '.join(_said(item) for item in finding.because)}"
    if finding.bases:
        yield f"  - Rests on: {'. '.join(_basis(basis) for basis in finding.bases)}."
    if finding.measures or finding.alternatives:
        helps = [f"{item.ref} {item.title}" for item in finding.measures]
        yield f"  - What helps: {_listed([*helps, *(item.title for item in finding.alternatives)])}."


def _said(item: Said) -> str:
    comment = f" ({escaped(item.comment)})" if item.comment else "."
    return f"{escaped(item.question)} *{_listed(item.lines)}*{comment}"


def _basis(basis: Basis) -> str:
    """How the texts count, and each with its place and name where they are not those of the one before."""
    cited = ""
    for item in basis.cited:
        named = " ".join(filter(None, (f"{item.place}:" if item.place else "", item.text, item.pinpoint)))
        cited += ("; " if item.place or item.text else ", ") * bool(cited) + f"{named} [{item.ref}]"
    return f"{escaped(basis.words)}: {escaped(cited)}"


def _sources(view: View) -> Iterator[str]:
    """One line for each text that is cited, with where in it."""
    for place in view.sources:
        for text in place.texts:
            cited = (_link(f"{entry.ref} {entry.pinpoint}".rstrip(), entry.url) for entry in text.entries)
            yield f"- {escaped(place.place)}: {_link(text.name, text.url)}: {'; '.join(cited)}"


def _link(name: str, url: str) -> str:
    target = re.sub(r"[\s()<>\\\"'`|]", lambda match: f"%{ord(match[0]):02X}", url)
    return f"[{escaped(name)}]({target})" if target.startswith("https://") else escaped(name)


def _open(point: Open) -> str:
    named = [f"{item.title} (could be {item.level})" for item in point.hanging[:HANGING]]
    more = len(point.hanging) - len(named)
    hanging = "; ".join([*named, f"and {more} more"] if more else named)
    saves = f" {escaped(point.saves)}" if point.saves else ""
    hangs = f"Hangs on it: {hanging}." if hanging else point.note
    return f"- {escaped(point.question)} Ask: {escaped(point.who)}. {escaped(hangs)}{saves}"


def _limits(view: View) -> Iterator[str]:
    if view.lawless:
        yield from (f"No law was found in the catalogue, for the places ticked, on: {_listed(view.lawless)}.", "")
    for line in view.gaps:
        yield from (f"Not held by the catalogue: {escaped(line)}", "")
    if view.uncovered:
        yield from (f"Not assessed, because the catalogue does not hold their law: {_listed(view.uncovered)}.", "")


def _listed(names: Iterable[str]) -> str:
    return escaped("; ".join(names))
