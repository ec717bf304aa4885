"""The reference pages: in step with the catalogue, complete, every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import TESTS, real_catalogue

from pia.catalogue.article import Clause, clauses, with_ceiling
from pia.catalogue.load import FILES
from pia.catalogue.pages import pages
from pia.catalogue.parts import PARTS

DOCS = TESTS.parent / "docs"
PAGES = pages(real_catalogue())


@pytest.mark.parametrize("name", PAGES)
def test_docs_are_in_step(name: str) -> None:
    """Mended by `pia catalogue docs docs`."""
    assert (DOCS / name).read_text("utf-8") == PAGES[name], "the catalogue was changed: run `pia catalogue docs docs`"


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    """Each page and anchor that is linked to exists, and no anchor stands twice on a page."""
    anchors = {page: re.findall(r'<a id="([^"]+)"></a>', text) for page, text in PAGES.items()}
    assert len(set(anchors[name])) == len(anchors[name])
    for page, anchor in re.findall(r"\]\((\w+\.md)(?:#([\w-]+))?\)", PAGES[name]):
        assert page in PAGES
        assert not anchor or anchor in anchors[page], f"{page}#{anchor}"


def test_everything_is_on_its_page() -> None:
    """Each entry has its anchor on the page of its part, and its own words beside it."""
    held = real_catalogue()
    for page, entries in (
        ("questions.md", held.questions),
        ("rules.md", held.rules),
        ("sources.md", held.sources),
        ("measures.md", {**held.measures, **held.alternatives}),
    ):
        missing = [name for name in entries if f'<a id="{name}"></a>' not in PAGES[page]]
        assert not missing


def section(page: str, anchor: str) -> str:
    """What stands under one entry."""
    return PAGES[page].partition(f'<a id="{anchor}"></a>')[2].partition("<a id=")[0]


def test_a_rule_reads_as_a_sentence() -> None:
    """Raised when, in the words of questions and answers; level, adjustments with reasons, law with limits."""
    text = section("rules.md", "unneeded-number")
    assert (
        "**Raised when** [Must the person give the number?](questions.md#required) is “Yes, without it people cannot "
        "continue”, and [Could the person get what they came for without giving a number?](questions.md#works-without) "
        "is “Yes, always”."
    ) in text
    assert "**Level: high** (severity 3, likelihood 4)." in text
    assert "- Severity +1: Children are among the people, or the context is intimate. When " in text
    assert "(sources.md#eu-gdpr-5-1c)" in text
    assert "*Limits:*" in text
    assert "**Not when** [" in section("rules.md", "scraped-numbers")
    assert "leaves out “Who we are" in section("rules.md", "notice-basics")
    assert "is over 100,000 people a year" in section("rules.md", "levels")


def test_a_source_has_everything() -> None:
    """Text and pinpoint with its link, kind, dates, what it says, maximum, limits, who cites it."""
    held = real_catalogue().sources["eu-gdpr-8"]
    text = section("sources.md", "eu-gdpr-8")
    assert f"(<{held.url}>)" in text
    for words in (
        "statute",
        "since 25 May 2018",
        "checked",
        held.says,
        "*Statutory maximum:*",
        "*Limits:*",
        "Cited by: [",
    ):
        assert words in text


def test_a_question_says_what_reads_it() -> None:
    """Help, choices with ids, when it is asked, and each kind of reader."""
    text = section("questions.md", "child-ages")
    for words in (
        "- Under 12 (`under-12`)",
        "**Asked when** [",
        "Rules that read it: [",
        "Sources that apply by it: [",
    ):
        assert words in text
    assert "[how a level comes about](rules.md#levels)" in section("questions.md", "volume")


def test_a_measure_says_what_it_changes() -> None:
    """In the words of the answers; one that changes none says so."""
    assert "[Must the person give the number?](questions.md#required) becomes “No, and people see or" in section(
        "measures.md", "make-optional"
    )
    assert "gains “They tick an empty box, or do something just as clear” and loses “A box" in section(
        "measures.md", "empty-box"
    )
    assert "It changes no answer" in section("measures.md", "specific-sign")


@pytest.mark.parametrize("clause", clauses(), ids=lambda clause: clause.id)
def test_no_clause_is_empty(clause: Clause) -> None:
    """Each clause of the article has its question, its finding, and its measure, alternative or sources; all exist."""
    held = real_catalogue()
    assert clause.says
    assert clause.questions
    assert clause.rules or clause.ceilings
    assert clause.measures or clause.alternatives or (clause.ceilings and with_ceiling(held))
    for part in ("questions", "rules", "measures", "alternatives"):
        unknown = set(getattr(clause, part)) - getattr(held, part).keys()
        assert not unknown, f"{part}: {unknown}"


def test_clauses_hang_together() -> None:
    """What a clause names belongs together: each measure and alternative is named by one of its rules."""
    held = real_catalogue()
    for clause in clauses():
        helps = {name for rule in clause.rules for name in (*held.rules[rule].measures, *held.rules[rule].alternatives)}
        idle = [name for name in (*clause.measures, *clause.alternatives) if name not in helps]
        assert not idle, f"{clause.id}: {idle}"


def test_every_clause_is_there() -> None:
    """What the design lists, by name."""
    wanted = {
        "catalogue-browsing", "blog-post", "e-book", "basic-content", "e-mail-instead", "stated-use",
        "terms", "pre-ticked-box", "clear-choice", "why-and-for-what",
        "scraped-sites", "scraped-databases", "public-is-not-consent", "unsolicited-messages", "unsolicited-calls",
        "age-check", "parental-consent", "age-appropriate", "marketing-to-children",
        "fines", "trust", "brand", "better-ways",
    }  # fmt: skip
    assert {clause.id for clause in clauses()} == wanted
    assert len(clauses()) == len(wanted)


def test_the_parts_and_the_digest_know_the_same_files() -> None:
    """What is read is what the digest covers, and nothing else."""
    assert {part.pattern for part in PARTS} == set(FILES)


def test_docs_hold_nothing_else() -> None:
    """A page whose part is gone is gone, too: whatever says that it was made of the catalogue is made of it."""
    made = {
        path.name
        for path in Path(DOCS).glob("*.md")
        if path.read_text("utf-8").startswith("<!-- Made by `pia catalogue")
    }
    assert made == set(PAGES)
