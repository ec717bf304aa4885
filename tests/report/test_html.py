"""The report as a page in a browser: one file, well formed, with landmarks, and nothing that only colour says."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from tinyhtml5.parser import HTMLParser as Strict

from pia.model import Level, Verdict
from pia.report.html import to_html
from pia.shipped import shipped
from report import sample

REPORTS = {"small": sample.SMALL, "terrible": sample.TERRIBLE, "hostile": sample.hostile()}
VOID = {"meta", "br", "path", "circle"}


class Outline(HTMLParser):
    """Ids, targets, headings and the open elements around each table cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.labels: set[str] = set()
        self.headings: list[int] = []
        self.unscoped: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        given = dict(attrs)
        self.tags[tag] += 1
        if identity := given.get("id"):
            self.ids.append(identity)
        if (href := given.get("href")) and href.startswith("#"):
            self.targets.add(href[1:])
        if label := given.get("aria-labelledby"):
            self.labels.add(label)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "th" and given.get("scope") not in {"row", "col"}:
            self.unscoped.append(str(given))
        if tag == "svg":
            self.pictures.append(given)


@pytest.mark.parametrize("name", REPORTS)
def test_it_parses_without_an_error(name: str) -> None:
    """By the algorithm of the HTML standard; a tag left open or a block inside a paragraph would be one."""
    parser = Strict()
    parser.parse(to_html(sample.shown(REPORTS[name])))
    assert [error for error in parser.errors if "doctype" not in str(error)] == []


@pytest.mark.parametrize("name", REPORTS)
def test_landmarks_headings_and_tables(name: str) -> None:
    html = to_html(sample.shown(REPORTS[name]))
    page = Outline(html)
    assert '<html lang="en">' in html
    assert (page.tags["main"], page.tags["header"], page.tags["nav"], page.tags["h1"]) == (1, 1, 1, 1)
    assert page.headings[0] == 1
    assert all(deeper - before <= 1 for before, deeper in zip(page.headings, page.headings[1:], strict=False))
    assert page.unscoped == []
    assert all(picture.get("aria-hidden") == "true" for picture in page.pictures)


@pytest.mark.parametrize("name", REPORTS)
def test_every_inner_link_and_label_leads_somewhere(name: str) -> None:
    page = Outline(to_html(sample.shown(REPORTS[name])))
    assert len(set(page.ids)) == len(page.ids)
    assert page.targets | page.labels <= set(page.ids)
    assert "main" in page.targets


def test_each_level_and_verdict_has_a_shape_of_its_own_and_its_word() -> None:
    """What grey print and a reader who sees no colours go by."""
    shapes = {}
    for level in Level:
        html = to_html(sample.shown(sample.assessment(sample.finding("kept", level))))
        (head,) = re.findall(r"<h3 id=\"F1\".*?</h3>", html, re.DOTALL)
        assert f"<span>{level.value.capitalize()}</span>" in head
        shapes[level] = tuple(re.findall(r' (?:d|r)="([^"]+)"', head))
    assert len(set(shapes.values())) == len(Level)
    verdicts = {}
    for verdict in Verdict:
        html = to_html(sample.shown(sample.assessment(verdict=verdict)))
        (band,) = re.findall(r'<section class="verdict.*?</section>', html, re.DOTALL)
        verdicts[verdict] = tuple(re.findall(r' (?:d|r)="([^"]+)"', band))
    assert len(set(verdicts.values())) == len(Verdict)


def test_dark_screens_are_served_and_paper_is_not() -> None:
    """Every colour of the dark scheme replaces one of the light; none of it is for print."""
    style = (shipped("templates") / "report.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    assert set(re.findall(r"(--\w+):", dark)) <= set(re.findall(r"(--\w+):", light))
    assert "@media screen and (prefers-color-scheme: dark)" in style
