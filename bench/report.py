"""Writing a report, whole process, beside bare WeasyPrint on the same HTML, and other makers of PDFs on equal content.

Chromium prints the same HTML (its memory is that of the largest of its processes). Typst and ReportLab set the same
headings, paragraphs and cells, without its design; they are put into a virtual environment of their own for the time of
the run. What cannot be had is left out, and said.

Run from the top: python bench/report.py [--rounds N] [--no-peers] [--batch-only]
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
from harness import Run, compare, whole

PIA = str(Path(sys.executable).with_name("pia"))
SCENARIOS = ("courier", "ebook")
BATCH = 24

BARE = "import sys; from weasyprint import HTML; HTML(filename=sys.argv[1]).write_pdf(sys.argv[2])"

HERE_IN_PROCESS = """
import sys
from datetime import date
from pathlib import Path
from pia.assess import assess
from pia.catalogue import load
from pia.records.answers import read_answers
from pia.report import render_pdf
catalogue = load()
path = Path(sys.argv[1])
assessment = assess(catalogue, read_answers(path, catalogue).answers, date.today(), name=path.stem)
Path(sys.argv[2]).write_bytes(render_pdf(catalogue, assessment))
"""

TYPST = """
import json, sys, typst
blocks = json.load(open(sys.argv[1]))
lines = ['#set document(title: "Report")', '#set text(lang: "en")', '#set page(paper: "a4", numbering: "1")']
for kind, text in blocks:
    said = json.dumps(text, ensure_ascii=False)
    lines.append(f"#heading(level: {kind[1]})[#{said}]" if kind in {"h1", "h2", "h3"} else f"#par[#{said}]")
source = "\\n\\n".join(lines)
typst.compile(source.encode(), output=sys.argv[2], pdf_standards=["a-3a"])
"""

REPORTLAB = """
import json, sys
from xml.sax.saxutils import escape
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate
styles = getSampleStyleSheet()
names = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3"}
blocks = json.load(open(sys.argv[1]))
story = [Paragraph(escape(text), styles[names.get(kind, "BodyText")]) for kind, text in blocks]
SimpleDocTemplate(sys.argv[2], pagesize=A4, title="Report").build(story)
"""


class Blocks(HTMLParser):
    """The headings, paragraphs and cells of a report, as kind and text."""

    KINDS = frozenset({"h1", "h2", "h3", "p", "li", "td", "th", "dt", "dd", "caption"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[tuple[str, str]] = []
        self._kind = ""
        self._text: list[str] = []
        self.feed(html)
        self._end()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block."""
        del attrs
        if tag in self.KINDS or tag == "style":
            self._end()
            self._kind = tag

    def handle_endtag(self, tag: str) -> None:
        """End one."""
        if tag == self._kind:
            self._end()

    def handle_data(self, data: str) -> None:
        """Keep its words."""
        self._text.append(data)

    def _end(self) -> None:
        if self._kind != "style" and (text := " ".join("".join(self._text).split())):
            self.blocks.append((self._kind or "p", text))
        self._kind, self._text = "", []


def main() -> None:
    """Print a table for each scenario, one for many reports at once, and the size of what was made."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--batch-only", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if not given.batch_only:
            python = None if given.no_peers else _peers(folder)
            for scenario in SCENARIOS:
                _alone(scenario, folder, python, given.rounds, chromium=not given.no_peers)
        _batch(folder)


def _peers(folder: Path) -> str | None:
    """The Python of an environment that has Typst and ReportLab; None, and a line, when they cannot be had."""
    place = folder / "peers"
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    python = str(place / "bin/python")
    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", "typst", "reportlab"], capture_output=True, check=False
    )
    if done.returncode:
        print("Typst and ReportLab are left out: they could not be installed from the package index.")
        return None
    return python


def _alone(scenario: str, folder: Path, python: str | None, rounds: int, *, chromium: bool) -> None:
    answers = f"tests/scenarios/{scenario}.toml"
    html = folder / f"{scenario}.html"
    blocks = folder / f"{scenario}.json"
    whole([PIA, "report", answers, "-o", str(html)])
    blocks.write_text(json.dumps(Blocks(html.read_text("utf-8")).blocks))

    def out(name: str) -> str:
        return str(folder / f"{scenario}-{name}.pdf")

    peers: dict[str, Callable[[], Run]] = {
        "bare WeasyPrint, same HTML": partial(whole, [sys.executable, "-c", BARE, str(html), out("weasyprint")]),
        "pia report": partial(whole, [PIA, "report", answers, "-o", out("pia")]),
        "pia, no child process": partial(whole, [sys.executable, "-c", HERE_IN_PROCESS, answers, out("pia-here")]),
    }
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium and browser:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        target = [f"--user-data-dir={folder}/chromium", f"--print-to-pdf={out('chromium')}", html.as_uri()]
        peers["Chromium, same HTML"] = partial(whole, [browser, *flags, *target])
    elif chromium:
        print("Chromium is left out: it is not on this machine (apt-get install chromium).")
    if python:
        peers["Typst, PDF/A-3a, equal words"] = partial(whole, [python, "-c", TYPST, str(blocks), out("typst")])
        peers["ReportLab, untagged, equal words"] = partial(
            whole, [python, "-c", REPORTLAB, str(blocks), out("reportlab")]
        )
    compare(
        f"report on {scenario}",
        peers,
        rounds=rounds,
        base="bare WeasyPrint, same HTML",
        budget="pia report <= 1.15 x bare WeasyPrint",
    )
    for path in sorted(folder.glob(f"{scenario}-*.pdf")):
        with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
            print(f"  {path.name:34}{len(pdf.pages):4} pages {path.stat().st_size:10,} bytes")


def _batch(folder: Path) -> None:
    """Reports a second, on one processor and on all of them."""
    plans = folder / "plans"
    plans.mkdir()
    for number in range(BATCH):
        scenario = SCENARIOS[number % len(SCENARIOS)]
        shutil.copy(f"tests/scenarios/{scenario}.toml", plans / f"{scenario}-{number}.toml")
    files = [str(path) for path in sorted(plans.glob("*.toml"))]
    everywhere = sorted(_processors())
    print(f"\nmany reports: {BATCH}, half of them short and half of them long")
    for processors in ([everywhere[0]], everywhere):
        pages = 0
        begun = time.perf_counter()
        command = [PIA, "report", *files, "-o", str(folder / f"reports-{len(processors)}")]
        run = whole(_on(processors, command))
        seconds = time.perf_counter() - begun
        pages = sum(_pages(folder / f"reports-{len(processors)}"))
        print(
            f"  {len(processors)} processor(s): {BATCH / seconds:5.2f} reports/s, {pages / seconds:5.1f} pages/s, "
            f"{seconds:.1f} s, cpu {run.cpu:.1f} s, peak of one process {run.peak:.0f} MiB"
        )


def _processors() -> set[int]:
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))


def _on(processors: list[int], command: list[str]) -> list[str]:
    """The command held to some processors, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        return command
    code = "import os, sys; os.sched_setaffinity(0, json.loads(sys.argv[1])); os.execv(sys.argv[2], sys.argv[2:])"
    return [sys.executable, "-c", f"import json; {code}", json.dumps(processors), *command]


def _pages(folder: Path) -> Iterator[int]:
    for path in folder.glob("*.pdf"):
        with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
            yield len(pdf.pages)


if __name__ == "__main__":
    main()
