"""The register on one page: how many plans stand where, where the risk sits, and what needs somebody now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, time

from pia.dates import day
from pia.digest import canonical
from pia.model import Catalogue, Level, Listed, Register, Verdict
from pia.report import fonts, words
from pia.report.clean import shorten
from pia.report.html import PAPERS, environment, style
from pia.report.loading import load
from pia.report.metadata import described_register
from pia.report.pdf import typeset
from pia.report.shapes import Shown

MOST_FAMILIES, MOST_LINES = 12, 10
"""What one page holds; the rest is in the CSV, and the page says how much."""

ENDED = frozenset({"withdrawn", "superseded"})


class Bar(Shown, frozen=True):
    """How many plans have their worst finding of one family at each level, worst level first."""

    title: str
    counts: tuple[tuple[str, int], ...]
    total: int


class Line(Shown, frozen=True):
    """One plan that somebody should look at, and why."""

    name: str
    title: str
    verdict: str
    why: str


class Page(Shown, frozen=True):
    """The whole page. ``most``: the longest bar, in plans."""

    date: str
    iso_date: str
    store: str
    total: int
    ended: int
    verdicts: tuple[tuple[str, str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    bars: tuple[Bar, ...]
    more_bars: int
    most: int
    lines: tuple[Line, ...]
    more_lines: int


def page(catalogue: Catalogue, register: Register) -> Page:
    """What the page shows. Plans that were withdrawn or superseded are counted, and not drawn."""
    live = [item for item in register.listed if item.state not in ENDED]
    verdicts = Counter(item.verdict for item in live)
    bars = _bars(catalogue, live)
    lines = [line for item in live if (line := _line(item))]
    lines.sort(key=lambda line: line[0])
    return Page(
        date=day(register.on),
        iso_date=register.on.isoformat(),
        store=register.store,
        total=len(live),
        ended=len(register.listed) - len(live),
        verdicts=tuple(
            (verdict.value, words.VERDICT[verdict], verdicts[verdict.value])
            for verdict in reversed(Verdict)
            if verdicts[verdict.value]
        ),
        statuses=tuple(Counter(item.state for item in live).most_common()),
        bars=bars[:MOST_FAMILIES],
        more_bars=max(0, len(bars) - MOST_FAMILIES),
        most=max((bar.total for bar in bars), default=1),
        lines=tuple(line for _, line in lines[:MOST_LINES]),
        more_lines=max(0, len(lines) - MOST_LINES),
    )


def _bars(catalogue: Catalogue, live: Iterable[Listed]) -> tuple[Bar, ...]:
    """A bar for each family of risk, the gravest first."""
    counted: dict[str, Counter[str]] = {}
    for item in live:
        for family, level in item.families:
            counted.setdefault(family, Counter())[level] += 1
    levels = [level.value for level in reversed(Level)]
    gravest = sorted(counted, key=lambda family: [-counted[family][level] for level in levels])
    return tuple(
        Bar(
            title=catalogue.families[family].title if family in catalogue.families else family,
            counts=tuple((level, counted[family][level]) for level in levels if counted[family][level]),
            total=counted[family].total(),
        )
        for family in gravest
    )


def _line(item: Listed) -> tuple[tuple[int, str], Line] | None:
    """A plan that needs somebody, and how much it does."""
    grave = item.level in {"high", "critical"}
    if item.expired and item.review_on:
        rank, why = 0, f"Approval expired: review was due on {day(item.review_on)}"
    elif item.conditions_overdue:
        rank, why = 1, words.count(item.conditions_overdue, "condition") + " of the approval overdue"
    elif item.approved and grave:
        rank, why = 2, f"Approved by {shorten(item.approved_by, 40)} with a {item.level} finding"
    elif item.state == "submitted":
        rank, why = 3, "Waits for a decision"
    elif item.state == "changes requested":
        rank, why = 4, "Waits for the team: changes were requested"
    else:
        return None
    return (rank, item.name), Line(item.name, shorten(item.title, 60), item.verdict, why)


def to_pdf(catalogue: Catalogue, register: Register, *, paper: str = "A4") -> bytes:
    """The page as PDF/A-3a and PDF/UA-1, with the register inside as JSON. ``paper``: ``A4`` or ``Letter``."""
    with fonts.only_ours():
        weasyprint = load()
        from weasyprint.text.fonts import FontConfiguration

        configuration = FontConfiguration()
    template = environment(fonts.covered()).get_template("register.html.j2")
    html = template.render(page=page(catalogue, register), paper=paper, side=PAPERS[paper], style=style("report.css"))
    on = datetime.combine(register.on, time(), UTC)
    inside = weasyprint.Attachment(
        string=canonical(register),
        name="register.json",
        description="Every assessment of the register, in canonical JSON (RFC 8785)",
        created=on,
        modified=on,
        relationship="Source",
    )
    return typeset(weasyprint, html, configuration, described_register(), [inside])
