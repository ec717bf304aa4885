"""Makes the pictures of the README and of docs/terminal.md from the real program.

Run from the top: python docs/make_pictures.py. It needs pdftoppm (poppler-utils) and a monospaced TrueType font: DejaVu
Sans Mono, or the path of one as first argument.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pexpect
import pyte
from PIL import Image, ImageDraw, ImageFont

PICTURES = Path(__file__).parent / "pictures"
PIA = str(Path(sys.executable).with_name("pia"))
FONT = "DejaVuSansMono.ttf"
LIGHT = {
    "ink": "#1b2430", "paper": "#fbfaf7",
    "red": "#9f1d20", "green": "#2f6b3a", "brown": "#8a6100", "blue": "#1f4e79", "cyan": "#1f6470",
}  # fmt: skip
DARK = {
    "ink": "#d8dee9", "paper": "#14181f",
    "red": "#ff8f8f", "green": "#9fd8a4", "brown": "#e6c36a", "blue": "#8fbce6", "cyan": "#8fd3e0",
}  # fmt: skip
DOWN, ENTER, SPACE = "\x1b[B", "\r", " "

STORY = [
    "Gated e-book" + ENTER,
    "Visitors give a mobile number before they get a free e-book." + ENTER,
    "Marlowe Press, growth team" + ENTER,
    DOWN * 2 + ENTER,  # getting an e-book
    DOWN * 2 + SPACE + ENTER,  # United Kingdom
    DOWN + SPACE + ENTER,  # consumers
    DOWN * 4 + ENTER,  # minors unlikely
    "60000" + ENTER,
    DOWN * 10 + SPACE + ENTER,  # advertising
    DOWN + SPACE + ENTER,  # the person gives it
    DOWN * 5 + ENTER,  # mandatory
    DOWN + ENTER,  # works without
]
"""Keys up to the moment when a first finding is raised."""


IN_LINES = [
    "Gated e-book" + ENTER,
    "Visitors give a mobile number before they get a free e-book." + ENTER,
    "Marlowe Press, growth team" + ENTER,
    *(choice + ENTER for choice in ("2", "2", "1", "4", "60000", "10", "1", "5", "1")),
]
"""The same in the plain face."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the size of the terminal, its colours, how many answers are given, and in which face."""

    name: str
    columns: int = 80
    lines: int = 24
    colours: Mapping[str, str] = field(default_factory=lambda: LIGHT)
    answers: int = len(STORY)
    plain: bool = False
    last: str = ""
    draft: str = ""


SHOTS = (
    Shot("terminal"),
    Shot("terminal-narrow", 40, 20, DARK, answers=8),
    Shot("terminal-plain", 80, 24, DARK, plain=True, answers=11),
    Shot("terminal-help", 80, 24, DARK, answers=6, last="?"),
    Shot("terminal-review", 120, 40, draft="lucky-draw"),
)


def terminal(shot: Shot, font: ImageFont.FreeTypeFont) -> Image.Image:
    """What the terminal shows after the answers. ``draft``: a worked example, answered whole, is resumed instead."""
    screen = pyte.Screen(shot.columns, shot.lines)
    stream = pyte.Stream(screen)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PROMPT_TOOLKIT_NO_CPR": "1"}
        words = ["new", "e-book"]
        if shot.draft:
            words = ["resume", shot.draft]
            example = next((Path(__file__).parents[1] / "tests").glob(f"*/{shot.draft}.toml"))
            begun = [PIA, "new", "--answers", str(example), "--store", folder]
            subprocess.run(begun, check=True, stdout=subprocess.DEVNULL)
        child = pexpect.spawn(
            PIA, [*words, "--store", folder, *(["--plain"] if shot.plain else [])],
            dimensions=(shot.lines, shot.columns), env=environment, encoding="utf-8",
        )  # fmt: skip
        _settle(child, stream)
        for keys in [] if shot.draft else (IN_LINES if shot.plain else STORY)[: shot.answers]:
            child.send(keys)
            _settle(child, stream)
        if shot.last:
            child.send(shot.last)
            _settle(child, stream)
        child.close(force=True)
    return _drawn(screen, shot.colours, font)


def _settle(child: pexpect.spawn[str], stream: pyte.Stream) -> None:
    quiet = time.monotonic() + 3.0
    while time.monotonic() < quiet:
        try:
            stream.feed(child.read_nonblocking(65536, timeout=0.1))
            quiet = time.monotonic() + 1.0
        except pexpect.TIMEOUT:
            continue


def _drawn(screen: pyte.Screen, colours: Mapping[str, str], font: ImageFont.FreeTypeFont) -> Image.Image:
    width, height = font.getlength("m"), sum(font.getmetrics())
    margin = 20
    size = int(width * screen.columns) + 2 * margin, height * screen.lines + 2 * margin
    picture = Image.new("RGB", size, colours["paper"])
    draw = ImageDraw.Draw(picture)
    for row in range(screen.lines):
        for column in range(screen.columns):
            cell = screen.buffer[row][column]
            at = (margin + column * width, margin + row * height)
            rgb = f"#{cell.fg}" if len(cell.fg) == 6 else colours["ink"]  # noqa: PLR2004 - rrggbb
            colour = colours.get(cell.fg, rgb)
            draw.text(at, cell.data, fill=colour, font=font, stroke_width=0.4 if cell.bold else 0)
    return picture


def pages() -> None:
    """Pages one and two of the demo's report."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "demo.pdf")
        subprocess.run([PIA, "demo", "-o", str(report)], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["pdftoppm", "-r", "75", "-l", "2", "-png", str(report), str(Path(folder, "page"))], check=True)  # noqa: S607
        for number, page in enumerate(sorted(Path(folder).glob("page-*.png")), 1):
            Image.open(page).quantize(64).save(PICTURES / f"page-{number}.png", optimize=True)


def main() -> None:
    """Write all pictures."""
    PICTURES.mkdir(exist_ok=True)
    font = ImageFont.truetype(sys.argv[1] if len(sys.argv) > 1 else FONT, 15)
    for shot in SHOTS:
        terminal(shot, font).quantize(32).save(PICTURES / f"{shot.name}.png", optimize=True)
    pages()


if __name__ == "__main__":
    main()
