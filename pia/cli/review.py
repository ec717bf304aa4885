"""`pia review`: the decision of somebody else, and what follows it; in the terminal, or with options."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import catalogue_of, catalogue_option, date_option, day, paper_option, store_option, store_words
from pia.cli.complete import names
from pia.cli.interview import plain_option
from pia.cli.keeping import by_option, keep_report, known, store_of, when, who
from pia.cli.manners import command_line
from pia.cli.say import say
from pia.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pia.model import AnyAct, Catalogue, Term
    from pia.records.life import Life
    from pia.records.store import Store

MATTERS = ("purpose", "vendor", "retention", "volume", "incident")


@click.command(
    epilog="Examples: `pia review guest-checkout`, "
    "`pia review guest-checkout --approve --by reviewer --opinion 'No objection.' --officer 'privacy officer' "
    "--views 'Not sought: ...'`, "
    "`pia review guest-checkout --approve --by reviewer --condition 'Delete after 30 days | Data team | 2027-03-01'`, "
    "`pia review guest-checkout --request-changes --by reviewer --because 'Ask only where a courier comes.'`, "
    "`pia review guest-checkout --close c1 --by author --because 'Ticket 12: the job runs daily.'`."
)
@click.argument("name", shell_complete=names)
@click.option("--approve", "act", flag_value="approve", help="Approve the revision; with --condition, on conditions.")
@click.option("--request-changes", "act", flag_value="request-changes", help="Send it back; --because: what to change.")
@click.option("--reject", "act", flag_value="reject", help="Refuse it; --because says why.")
@click.option("--comment", "act", flag_value="comment", help="Only say something, with --because and --about.")
@click.option("--withdraw", "act", flag_value="withdraw", help="Give the plan up; --because says why.")
@click.option("--close", metavar="CONDITION", help="A condition was met; --because says how one can see it.")
@click.option(
    "--declare", type=click.Choice(MATTERS), help="Something changed after the approval; --because says what."
)
@click.option("--supersede-with", metavar="NAME", help="Another assessment takes its place; --because says why.")
@click.option("--because", default="", metavar="TEXT", help="The words that go with it.")
@click.option("--about", default="", metavar="ID", help="The question or rule that a comment is about.")
@click.option(
    "--condition",
    "conditions",
    multiple=True,
    metavar="'TEXT | OWNER | YYYY-MM-DD [| RULE]'",
    help="A condition of the approval; may be given several times.",
)
@click.option("--opinion", default="", metavar="TEXT", help="The privacy officer's opinion on the revision.")
@click.option("--officer", metavar="NAME", help="Whose opinion that is; without it, the one who does this.")
@click.option(
    "--views", default="", metavar="TEXT", help="What the people concerned think, or why they were not asked."
)
@click.option("--review-on", metavar="YYYY-MM-DD", help="The next review; 12 months from now unless given.")
@click.option("--sha256", default="", metavar="DIGEST", help="Decide only if this revision is the one under review.")
@by_option
@plain_option
@paper_option
@catalogue_option
@date_option
@store_option
def review(  # noqa: PLR0913 - one parameter for each option
    name: str,
    *,
    act: str | None,
    close: str | None,
    declare: str | None,
    supersede_with: str | None,
    because: str,
    about: str,
    conditions: tuple[str, ...],
    opinion: str,
    officer: str | None,
    views: str,
    review_on: str | None,
    sha256: str,
    by: str | None,
    plain: bool,
    paper: str,
    house: Path | None,
    on: str | None,
    store: str,
) -> None:
    """Look at a submitted revision and decide on it.

    Without an option that says what to do it walks through the findings, the answers beside them, and asks for the
    decision. Whoever wrote or submitted a revision cannot decide on it. A plan that is, or could be, high or critical
    needs the privacy officer's opinion, and the views of the people concerned or why they were not sought.
    """
    today = day(on)
    catalogue = catalogue_of(house)
    kept = store_of(store)
    known(kept, name)
    life = kept.life(name)
    if sha256 and not (life.revised and life.revised.sha256.startswith(sha256.lower())):
        now = f"{life.revision} ({life.revised.sha256})" if life.revised else "none"
        raise WrongUse(f"--sha256 {sha256}: the newest revision of {name} is {now}. Look at it first.")
    chosen = [word for word in (act, close and "close", declare and "declare", supersede_with and "supersede") if word]
    if len(chosen) > 1:
        raise WrongUse(f"One thing at a time: --{', --'.join(chosen)}.")
    if not chosen and not opinion:
        from pia.cli.walkthrough import walk_through

        walk_through(kept, life, catalogue, today, by=by, plain=plain, paper=paper)
        return
    made: list[tuple[AnyAct, str]] = []
    author = who(by)
    if opinion:
        made.append((_opinion(life, opinion), officer or author))
    if chosen:
        terms = tuple(_term(number, text) for number, text in enumerate(conditions, 1))
        until = _review_on(review_on, today)
        word = close or declare or supersede_with or about
        made.append((act_of(chosen[0], life, because, word=word, terms=terms, views=views, review_on=until), author))
    record(kept, life, catalogue, today, made, paper=paper)


def act_of(  # noqa: PLR0911, PLR0913 - one line for each act
    kind: str,
    life: Life,
    because: str,
    *,
    word: str = "",
    terms: tuple[Term, ...] = (),
    views: str = "",
    review_on: date,
) -> AnyAct:
    """The act that these words ask for, on the newest revision."""
    from pia import model

    revision, sha256 = life.revision, life.revised.sha256 if life.revised else ""
    match kind:
        case "approve" if terms:
            return model.ApprovedWithConditions(
                revision=revision, sha256=sha256, review_on=review_on, conditions=terms, views=views, note=because
            )
        case "approve":
            return model.Approved(revision=revision, sha256=sha256, review_on=review_on, views=views, note=because)
        case "request-changes":
            return model.ChangesRequested(revision=revision, sha256=sha256, reason=because)
        case "reject":
            return model.Rejected(revision=revision, sha256=sha256, reason=because)
        case "withdraw":
            return model.Withdrawn(reason=because)
        case "close":
            return model.ConditionClosed(condition=word, evidence=because)
        case "declare":
            return model.Declared(matter=model.Matter(word), text=because)
        case "supersede":
            return model.Superseded(successor=word, reason=because)
        case _:
            return model.Commented(text=because, about=word)


def record(  # noqa: PLR0913 - what a record needs
    kept: Store,
    life: Life,
    catalogue: Catalogue,
    today: date,
    acts: Iterable[tuple[AnyAct, str]],
    *,
    paper: str = "A4",
) -> None:
    """Write what was decided, and the report with the decision in it."""
    from pia.records.decided import decided_on
    from pia.records.life import life_of
    from pia.records.words import headline

    stream = kept.stream(life.name)
    before = len(stream.records)
    stream = kept.append_all(stream, acts, when=when(today), catalogue=catalogue)
    for item in stream.records[before:]:
        say(headline(item) + ".", "")
    after = life_of(life.name, stream.records)
    decided = decided_on(catalogue, after, stream.records)
    if decided and after.revised and decided.decision in stream.records[before:]:
        file = f"{life.name}-{after.revision}-decided.pdf"
        _, where = keep_report(
            kept, catalogue, life.name, after.revised.assessment, file=file, paper=paper, decided=decided
        )
        click.echo(f"The report with the decision: {where}")
        if after.approval and after.decided:
            _archived(kept, catalogue, life.name, today, after.decided.by)


def _archived(kept: Store, catalogue: Catalogue, name: str, today: date, by: str) -> None:
    """Lay an approval down where PIA_ARCHIVE says; without it, say how to."""
    from pia.cli.archive import lay
    from pia.dates import years_later
    from pia.records.archive import YEARS
    from pia.records.drafts import Drafts

    if folder := os.environ.get("PIA_ARCHIVE"):
        until = years_later(today, YEARS)
        lay(kept, catalogue, name, to=Path(folder), report=None, today=today, until=until, by=by)
    else:
        command = command_line("archive", name, *store_words(Drafts(kept.backend)))
        say(f"Once everyone who has to sign has signed, lay it down with: {command}", "")


def _opinion(life: Life, text: str) -> AnyAct:
    from pia.model import Opinion

    return Opinion(revision=life.revision, sha256=life.revised.sha256 if life.revised else "", text=text)


def _term(number: int, written: str) -> Term:
    from pia.model import Term

    parts = [part.strip() for part in written.split("|")]
    if len(parts) not in {3, 4}:
        raise WrongUse(
            f"--condition {written!r}: write it as 'TEXT | OWNER | YYYY-MM-DD | RULE'; the rule may be left out."
        )
    try:
        due = date.fromisoformat(parts[2])
    except ValueError:
        raise WrongUse(f"--condition {written!r}: its third part should be a day such as 2027-03-31.") from None
    return Term(id=f"c{number}", text=parts[0], owner=parts[1], due=due, finding=parts[3] if len(parts) > 3 else "")  # noqa: PLR2004


def _review_on(written: str | None, today: date) -> date:
    from pia.records.standing import a_year_after

    if written is None:
        return a_year_after(today)
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise WrongUse(f"--review-on {written}: type a day as year-month-day, such as 2027-03-31.") from None
