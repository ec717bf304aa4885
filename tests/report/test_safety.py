"""Nothing of an answer is markup, and nothing is ever fetched."""

from __future__ import annotations

import builtins
import io
import socket
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pia.model import Answer
from pia.report import render_html, render_pdf
from pia.report.fetcher import Nothing
from pia.shipped import shipped
from report import sample
from report.conftest import opened
from report.structure import Reader

ALLOWED = ("https://example.org/", "#")


class Elements(HTMLParser):
    """Every element and attribute of an HTML text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.found.append((tag, dict(attrs)))


def test_hostile_answers_make_no_element_and_no_attribute() -> None:
    hostile = Elements(render_html(sample.CATALOGUE, sample.hostile())).found
    tags = {tag for tag, _ in hostile}
    assert not tags & {"script", "img", "link", "object", "embed", "base", "image", "iframe", "form"}
    for _, attributes in hostile:
        assert not any(name.startswith("on") or name in {"src", "style"} for name in attributes)
        assert (attributes.get("href") or "#").startswith(ALLOWED)


@pytest.mark.parametrize(
    "bomb",
    [
        " " * 100_000 + "end",
        "Z" + "\u0301" * 100_000,
        "x" * 100_000,
        "line\n" * 100_000,
        "\u202ea\u202c" * 30_000,
        "\U0001f469\u200d\U0001f4bb" * 30_000,
        "<b><!--" * 15_000,
    ],
    ids=["spaces", "marks", "unbroken", "lines", "bidi", "emoji", "comments"],
)
def test_no_answer_is_endless(bomb: str) -> None:
    plain = len(render_html(sample.CATALOGUE, sample.SMALL))
    answers = {"summary": Answer(value=bomb), "given": Answer(value=("none",), comment=bomb)}
    html = render_html(sample.CATALOGUE, sample.assessment(*sample.SMALL.findings, answers=answers))
    assert len(html) < plain + 200_000
    assert html.count("\n") < 3_000


def test_templates_in_answers_are_text(pdf_of: Callable[..., bytes]) -> None:
    text = Reader(opened(pdf_of("hostile"))).text()
    assert "{{7*7}}" in text
    assert "<img src=" in text


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Nothing, "fetch", lambda _self, url, *_: asked.append(url))
    opened_paths: list[str] = []
    real = io.open

    def spy(file: object, *args: object, **kwargs: object) -> object:
        opened_paths.append(str(file))
        return real(file, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", spy)
    monkeypatch.setattr(io, "open", spy)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was tried"))
    render_pdf(sample.CATALOGUE, sample.hostile())
    assert asked == []
    assert not any("passwd" in path or "evil" in path for path in opened_paths)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "https://example.org/x.png", "data:text/plain,x", "x.png"])
def test_the_fetcher_refuses_everything(url: str) -> None:
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError, match="fetches nothing"):
        Nothing()(url)


def test_templates_name_no_resource_and_switch_nothing_off() -> None:
    for file in shipped("templates").iterdir():
        text = file.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", "")
        assert "autoescape" not in text
        assert "url(" not in text
        assert "src=" not in text


def test_html_is_one_file() -> None:
    html = render_html(sample.CATALOGUE, sample.SMALL)
    assert "default-src 'none'" in html
    assert not any(tag in {"link", "script", "img"} for tag, _ in Elements(html).found)


def test_templates_are_found_beside_the_package() -> None:
    assert shipped("templates") in (
        Path(__file__).parents[2] / "templates",
        Path(__file__).parents[2] / "pia/templates",
    )
