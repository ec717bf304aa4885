"""`pia submit`: a plan handed to review, with its report."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pia.cli.common import catalogue_of, catalogue_option, date_option, day, paper_option, store_option, store_words
from pia.cli.complete import names
from pia.cli.keeping import by_option, drafted, keep_report, known, store_of, when, who
from pia.cli.manners import command_line
from pia.cli.say import say
from pia.errors import MissingAnswers

if TYPE_CHECKING:
    from pia.model import AnyAct


@click.command(epilog="Examples: `pia submit guest-checkout`, `pia submit guest-checkout --by 'product team'`.")
@click.argument("name", shell_complete=names)
@by_option
@paper_option
@catalogue_option
@date_option
@store_option
def submit(  # noqa: PLR0913 - one parameter for each option
    name: str, *, by: str | None, paper: str, house: Path | None, on: str | None, store: str
) -> None:
    """Hand an assessment to review: keep it as a revision, write its report, and record both.

    What is reviewed is this revision; answers changed later are not in it until they are submitted again.
    """
    from pia.model import Submitted
    from pia.records.answers import missing
    from pia.records.drafts import Drafts
    from pia.records.life import life_of
    from pia.records.revise import next_revision

    today = day(on)
    catalogue = catalogue_of(house)
    kept = store_of(store)
    stream = kept.stream(known(kept, name))
    answers = drafted(kept, name, catalogue)
    if lines := missing(catalogue, answers):
        raise MissingAnswers(f"{name} (`pia resume {name}` asks for them)", lines)
    life = life_of(name, stream.records)
    new = next_revision(catalogue, life, answers, today)
    revised = new or life.revised
    assert revised is not None  # noqa: S101 - without a revision there is always a new one
    author, moment = who(by), when(today)
    acts: list[tuple[AnyAct, str]] = [(new, author)] if new else []
    of: dict[str, Any] = {"revision": revised.revision, "sha256": revised.sha256}
    kept.grown(stream, [*acts, (Submitted(**of, report=revised.sha256), author)], when=moment, catalogue=catalogue)
    file = f"{name}-{revised.revision}.pdf"  # made before anything is recorded, as it may fail
    content, where = keep_report(kept, catalogue, name, revised.assessment, file=file, paper=paper)
    submitted = Submitted(**of, report=hashlib.sha256(content).hexdigest())
    kept.append_all(stream, [*acts, (submitted, author)], when=moment, catalogue=catalogue)
    say(f"{name}: revision {revised.revision} submitted. Verdict: {revised.assessment.verdict.value}.", "")
    say(f"SHA-256 {revised.sha256}", "")
    click.echo(f"The report: {where}")
    say(f"Somebody else reviews it with: {command_line('review', name, *store_words(Drafts(kept.backend)))}", "")
