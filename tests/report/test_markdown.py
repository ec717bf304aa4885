"""The report in Markdown: exactly these words, short, and nothing that was typed can be markup, link or mention."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from helpers import ON_DATE, TESTS, answers_in, real_catalogue, table
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pia.assess import assess
from pia.model import Assessment, House, Verdict
from pia.report import render_markdown
from pia.report.clean import printable
from pia.report.markdown import escaped, to_markdown
from report import sample
from report.conftest import HERE

GOLDEN = HERE / "golden" / "small.md"
OURS = {"h2", "h3", "p", "strong", "em", "ul", "ol", "li", "code", "br", "span", "details", "summary", "a"}
COMMENT_LIMIT = 65_536
"""Characters of a comment on GitHub."""

ACTIVE = re.compile(
    r"(?<![\w`])@[\w-]|#\d|https?://|ftp://|www\.|mailto:\w|xmpp:\w|:(?:[a-z+-][a-z0-9_+-]*|100):|GH-\d|\w@\w",
    re.IGNORECASE | re.ASCII,
)
"""What a forge turns into a link, a mention or a picture after Markdown was read (GFM 6.9, GitHub's own references)."""


class Read(HTMLParser):
    """Tags, addresses and text of rendered Markdown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag and where it leads."""
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert tag == "a" or not attrs

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data


def plain(text: str) -> str:
    """Without the breaks that nobody sees, on one line."""
    return " ".join(text.replace("\u200b", "").split())


def rendered(markdown: str) -> Read:
    """As a forge shows it: CommonMark with HTML let through, tables and strikethrough."""
    return Read(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))


def test_a_reviewer_reads_exactly_this() -> None:
    """Set PIA_GOLDEN=write to keep what is written now, and look at the difference before committing it."""
    text = to_markdown(sample.shown(sample.SMALL))
    if os.environ.get("PIA_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def scenario(path: Path) -> Assessment:
    """A worked example, judged under the real catalogue."""
    catalogue = real_catalogue()
    return assess(catalogue, answers_in(catalogue, table(path)["answers"]), ON_DATE, name=path.stem)


@pytest.mark.parametrize("path", sorted((TESTS / "scenarios").glob("*.toml")), ids=lambda path: path.stem)
def test_it_is_short_enough_for_a_pull_request(path: Path) -> None:
    """A benign plan in under 40 lines; a terrible one in under 120 in sight, and within one comment."""
    assessment = scenario(path)
    text = render_markdown(real_catalogue(), assessment)
    in_sight = re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)
    assert len(text.splitlines() if assessment.verdict is Verdict.COLLECT else in_sight.splitlines()) < (
        40 if assessment.verdict is Verdict.COLLECT else 120
    )
    assert len(text) < COMMENT_LIMIT


@pytest.mark.parametrize("path", sorted((TESTS / "scenarios").glob("*.toml")), ids=lambda path: path.stem)
def test_every_finding_stands_in_it_with_what_it_rests_on(path: Path) -> None:
    """Each rule by its id, each source by its text and address; folds open and close."""
    catalogue, assessment = real_catalogue(), scenario(path)
    text = render_markdown(catalogue, assessment)
    shown = rendered(text)
    for finding in assessment.findings:
        assert f"(`{finding.rule}`)" in text
        for citation in finding.citations:
            source = catalogue.sources[citation.source]
            assert source.instrument in plain(shown.text)
            assert source.url in shown.links
    assert text.count("<details>") == text.count("</details>")
    assert shown.tags <= OURS
    assert "not legal advice" in shown.text


def test_what_was_typed_is_text_and_nothing_else() -> None:
    """A report full of attacks renders to our own tags, links to nothing of theirs, and calls nobody."""
    shown = rendered(render_markdown(sample.CATALOGUE, sample.hostile()))
    assert shown.tags <= OURS
    assert set(shown.links) <= {source.url for source in sample.SOURCES.values()}
    assert not ACTIVE.search(shown.text)


VECTORS = (
    *sample.VECTORS,
    "[click](https://evil.example)", "![x](https://evil.example/x.png)", "[x]: https://evil.example",
    "<https://e.example>", "https://evil.example", "http://e.example", "HTTPS://E.example", "www.evil.example",
    "mailto:a@b.example", "WWW.e.example", "a@b.example", "@everyone and @org/team", "see #123 and GH-123, org/repo#7",
    "`code` ``more`` ```", "| a | b |\n| - | - |", "# heading", "> quote", "- item", "1. item", "1) item", "***", "---",
    "===", "**bold** __bold__ *i* _i_ ~~gone~~", "    code", "\\", "\\[x\\]", "&lt;b&gt; &#64;user &amp;",
    ":smile: :+1: :100:", "$x^2$ and $$y$$", "<!-- hidden -->", "</details>", "<details open>", "<!-- a", "-->",
    "a\n\nb", "line  \nbreak", "trailing\\", "*", "_", "[^1]", "[ ] [x] task",
)  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS)
def test_any_text_is_shown_as_it_was_typed(vector: str) -> None:
    """Rendered in the midst of a line, as every text is, it reads as typed, and makes nothing but a span."""
    shown = rendered(f"- Said: {escaped(vector)}")
    assert shown.tags <= {"ul", "li", "span"}
    assert not shown.links
    assert plain(shown.text) == plain(f"Said: {printable(vector)}")
    assert not ACTIVE.search(shown.text)


@given(st.text(alphabet=st.sampled_from("\\`*_[]()<>|~&@#:!-+$./ aw1\n{}'\"="), max_size=60))
def test_no_text_breaks_out(text: str) -> None:
    """Whatever is made of the characters that mean something stays text."""
    shown = rendered(f"- Said: {escaped(text)} *{escaped(text)}*")
    assert shown.tags <= {"ul", "li", "em", "span"}
    assert not shown.links


def test_a_nasty_address_stays_in_its_link() -> None:
    """Only https is linked, and no address ends its link early."""
    shown = rendered(render_markdown(sample.CATALOGUE, sample.SMALL))
    assert all(link.startswith("https://") for link in shown.links)
    assert "javascript:" not in " ".join(shown.links)


def test_house_additions_are_said() -> None:
    """A reviewer sees that the rules were not pia's alone."""
    house = House(name="Fernwood <b>", digest="d" * 64, added=("rule x",), loosened=("rule needless: milder",))
    text = render_markdown(sample.CATALOGUE, msgspec.structs.replace(sample.SMALL, house=house))
    assert "additions of Fernwood \\<b\\>: 1 added, 0 changed" in text
    assert "- rule needless: milder" in text


def test_answers_in_the_sample_are_quoted() -> None:
    """Question, answer and comment stand with the finding they raised."""
    text = render_markdown(sample.CATALOGUE, sample.SMALL)
    assert "Who receives it? *Nobody else* (The courier works for us.)" in text
    assert "Would it work without the number? *Don’t know yet* (Ask the courier.)" in text  # noqa: RUF001
