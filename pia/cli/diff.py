"""`pia diff`: what changed between two assessments, in answers, findings, verdict, sources and conditions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import answers_of, catalogue_of, catalogue_option, date_option, day, store_option
from pia.cli.complete import names_and_files
from pia.cli.keeping import known, store_of
from pia.cli.say import say
from pia.cli.writing import readable_json
from pia.errors import BrokenFile, WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pia.model import Catalogue, Changed, Difference
    from pia.records.difference import Side

REVISION = re.compile(r"([a-z0-9-]+)@(\d+|approved)")
PARTS = (
    ("answers", "Answers"),
    ("findings", "Findings"),
    ("open_points", "Open points"),
    ("sources", "Sources"),
    ("conditions", "Conditions"),
)


@click.command(
    epilog="Examples: `pia diff guest-checkout@1 guest-checkout@2`, `pia diff guest-checkout@approved guest-checkout`, "
    "`pia diff old.toml new.toml --markdown`, `pia diff guest-checkout.pdf guest-checkout`."
)
@click.argument("before", metavar="A", shell_complete=names_and_files)
@click.argument("after", metavar="B", shell_complete=names_and_files)
@click.option("--markdown", is_flag=True, help="Print it as Markdown, for the comment of a pull request.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@catalogue_option
@date_option
@store_option
def diff(  # noqa: PLR0913 - one parameter for each option
    before: str, after: str, *, markdown: bool, as_json: bool, house: Path | None, on: str | None, store: str
) -> None:
    """Show what changed from A to B.

    Each is the NAME of an assessment as it is answered now, NAME@2 for its revision 2, NAME@approved for the revision
    that is approved, a file of answers, or a report, NAME.pdf, as it was judged then. Exit code 0 either way.
    """
    from pia.records.difference import compare

    if as_json and markdown:
        raise WrongUse("--json and --markdown each print everything; choose one.")
    catalogue, today = catalogue_of(house), day(on)
    one, two = (side_of(word, store, catalogue, today) for word in (before, after))
    found = compare(catalogue, one, two)
    if as_json:
        click.echo(readable_json(found).decode(), nl=False)
    elif markdown:
        click.echo(markdown_of(found))
    else:
        say_difference(found)


def side_of(word: str, store: str, catalogue: Catalogue, today: date) -> Side:
    """One of the two that are compared."""
    from pia.assess import assess
    from pia.records.difference import Side

    if match := REVISION.fullmatch(word):
        return _revision(match[1], match[2], store)
    if word.lower().endswith(".pdf"):
        return _report(Path(word))
    name, answers = answers_of(word, store, catalogue)
    return Side(label=word, assessment=assess(catalogue, answers, today, name=name))


def say_difference(found: Difference) -> None:
    """Print it for people."""
    click.secho(f"From {found.before} to {found.after}", bold=True)
    verdict, then = found.verdict
    say(f"Verdict: {verdict}" + ("" if then == verdict else f" -> {then}"), "")
    if found.catalogue[0] != found.catalogue[1]:
        say(f"Catalogue: {found.catalogue[0]} -> {found.catalogue[1]}", "")
    if found.on[0] != found.on[1]:
        say(f"Judged on: {found.on[0]} -> {found.on[1]}", "")
    if found.empty:
        say("Nothing else differs.", "")
    for field, title in PARTS:
        _say_part(title, getattr(found, field))


def _say_part(title: str, items: Sequence[Changed]) -> None:
    if not items:
        return
    click.echo()
    click.secho(f"{title}: {len(items)}", bold=True)
    for item in items:
        name = item.title if item.title == item.id else f"{item.title}  [{item.id}]"
        say(name, "    ", first="  ")
        if item.before is not None:
            say(item.before, "      ", first="    - ")
        if item.after is not None:
            say(item.after, "      ", first="    + ")


def markdown_of(found: Difference) -> str:
    """The same as Markdown; nothing that was typed is markup, link or mention."""
    from pia.report.markdown import escaped

    def cell(text: str | None) -> str:
        return "" if text is None else escaped(text)

    verdict, then = found.verdict
    lines = [f"### From {escaped(found.before)} to {escaped(found.after)}", ""]
    lines += [f"Verdict: **{verdict}**" + ("" if then == verdict else f", then **{then}**"), ""]
    if found.catalogue[0] != found.catalogue[1]:
        lines += [f"Catalogue: {found.catalogue[0]}, then {found.catalogue[1]}", ""]
    if found.empty:
        lines += ["Nothing else differs.", ""]
    for field, title in PARTS:
        if items := getattr(found, field):
            lines += [f"| {title} | before | after |", "| --- | --- | --- |"]
            lines += [f"| {cell(item.title)} | {cell(item.before)} | {cell(item.after)} |" for item in items]
            lines.append("")
    return "\n".join(lines).rstrip()


def _report(path: Path) -> Side:
    """What a report says it was made from. Whether it is as it was made is told by `pia verify`, not here."""
    import msgspec

    from pia.model import ApprovedWithConditions
    from pia.records.difference import Side
    from pia.report.inside import look_inside

    documents = look_inside(path).documents
    if documents is None:
        raise BrokenFile(path, ["has not all the data a report carries. `pia verify` says what is wrong with it."])
    try:
        _, assessment = documents.decoded()
        decided = documents.decided()
    except msgspec.DecodeError as error:
        raise BrokenFile(path, [f"carries data that this pia cannot read: {error}."]) from error
    act = decided.decision.act if decided else None
    return Side(
        label=str(path),
        assessment=assessment,
        conditions=act.conditions if isinstance(act, ApprovedWithConditions) else (),
    )


def _revision(name: str, which: str, store: str) -> Side:
    from pia.records.difference import Side
    from pia.records.life import life_of, revisions

    kept = store_of(store)
    records = kept.stream(known(kept, name)).records
    life = life_of(name, records)
    if which == "approved":
        if life.approval is None:
            raise WrongUse(f"{name} is not approved: {life.state.value}.")
        which = str(life.approval.act.revision)
    held = revisions(records)
    if int(which) not in held:
        there = ", ".join(map(str, held)) or "none yet; `pia submit` makes the first"
        raise WrongUse(f"{name} has no revision {which}. There are: {there}.")
    approved = life.approval and life.approval.act.revision == int(which)
    conditions = life.approval.conditions if approved and life.approval else ()
    return Side(label=f"{name}@{which}", assessment=held[int(which)].assessment, conditions=conditions)
