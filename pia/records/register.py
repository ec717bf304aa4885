"""The register: every assessment in one row, for a spreadsheet, a program and a page. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

import msgspec

from pia.model import Assessment, Catalogue, Listed, Register, Role
from pia.records.life import Life
from pia.records.standing import expired, overdue, status

ACTIVE = frozenset(
    "=+-@|%\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), full-width forms too."""


def register(catalogue: Catalogue, lives: Iterable[Life], on: date, store: str) -> Register:
    """The register on a day."""
    return Register(on=on, store=store, listed=tuple(listed(catalogue, life, on) for life in lives))


def listed(catalogue: Catalogue, life: Life, on: date) -> Listed:
    """One assessment as the register shows it: its newest revision, and the approval that stands."""
    words = Listed(name=life.name, state=life.state.value, status=status(life, on))
    if life.revised is None:
        return words
    plan, approval = life.revised.assessment, life.approval
    return msgspec.structs.replace(
        words,
        title=catalogue.said(Role.TITLE, plan.answers),
        company=catalogue.said(Role.COMPANY, plan.answers),
        places=tuple(catalogue.places[place].name for place in plan.places if place in catalogue.places),
        revision=life.revised.revision,
        verdict=plan.verdict.value,
        level=plan.level.value if plan.level else "",
        findings=tuple((item.rule, item.level.value) for item in plan.findings),
        families=_families(catalogue, plan),
        unknown=sum(not answer.known for answer in plan.answers.values()),
        approved=approval.act.revision if approval else 0,
        approved_by=approval.record.by if approval else "",
        approved_on=approval.record.on if approval else None,
        review_on=approval.act.review_on if approval else None,
        expired=expired(life, on),
        conditions_open=len(approval.open) if approval else 0,
        conditions_overdue=len(overdue(life, on)),
        catalogue=plan.catalogue,
    )


def as_csv(made: Register, catalogue: Catalogue) -> str:
    """The register for a spreadsheet: a row each, with no cell that could be taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    fields = [field.name for field in msgspec.structs.fields(Listed) if field.name != "families"]
    writer.writerow([field.replace("_", " ") for field in fields])
    for item in made.listed:
        writer.writerow([cell(_words(catalogue, field, getattr(item, field))) for field in fields])
    return written.getvalue()


def cell(text: str) -> str:
    """A text that a spreadsheet shows and does not run: an apostrophe stands before what looks like a formula.

    Also before one behind spaces or quotation marks, which some programs cut off first. Numbers of phones begin with +.
    """
    return f"'{text}" if text.lstrip(" \N{NO-BREAK SPACE}\"'")[:1] in ACTIVE else text


def _words(catalogue: Catalogue, field: str, value: object) -> str:
    if field == "findings" and isinstance(value, tuple):
        titles = {name: rule.title for name, rule in catalogue.rules.items()}
        return "; ".join(f"{level}: {titles.get(rule, rule)}" for rule, level in value)
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _families(catalogue: Catalogue, plan: Assessment) -> tuple[tuple[str, str], ...]:
    """Each family in which something was found, with its worst level: findings stand worst first."""
    worst: dict[str, str] = {}
    for item in plan.findings:
        if rule := catalogue.rules.get(item.rule):
            worst.setdefault(rule.family, item.level.value)
    return tuple(worst.items())
