"""Makes the pictures of the README from the real program.

Run from the top: python docs/make_pictures.py. It needs pdftoppm (poppler-utils) and a monospaced TrueType font: DejaVu
Sans Mono, or the path of one as first argument.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect
import pyte
from PIL import Image, ImageDraw, ImageFont

PICTURES = Path(__file__).parent / "pictures"
PIA = str(Path(sys.executable).with_name("pia"))
FONT = "DejaVuSansMono.ttf"
COLUMNS, LINES = 80, 24
INK, PAPER = "#1b2430", "#fbfaf7"
COLOURS = {"red": "#9f1d20", "green": "#2f6b3a", "brown": "#8a6100", "blue": "#1f4e79", "cyan": "#1f6470"}
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


def terminal(font: ImageFont.FreeTypeFont) -> Image.Image:
    """What the terminal shows after the story."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.Stream(screen)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PROMPT_TOOLKIT_NO_CPR": "1"}
        child = pexpect.spawn(
            PIA, ["new", "e-book", "--store", folder], dimensions=(LINES, COLUMNS), env=environment, encoding="utf-8"
        )
        _settle(child, stream)
        for keys in STORY:
            child.send(keys)
            _settle(child, stream)
        child.close(force=True)
    return _drawn(screen, font)


def _settle(child: pexpect.spawn[str], stream: pyte.Stream) -> None:
    quiet = time.monotonic() + 1.0
    while time.monotonic() < quiet:
        try:
            stream.feed(child.read_nonblocking(65536, timeout=0.1))
            quiet = time.monotonic() + 0.4
        except pexpect.TIMEOUT:
            continue


def _drawn(screen: pyte.Screen, font: ImageFont.FreeTypeFont) -> Image.Image:
    width, height = font.getlength("m"), sum(font.getmetrics())
    margin = 20
    picture = Image.new("RGB", (int(width * COLUMNS) + 2 * margin, height * LINES + 2 * margin), PAPER)
    draw = ImageDraw.Draw(picture)
    for row in range(LINES):
        for column in range(COLUMNS):
            cell = screen.buffer[row][column]
            at = (margin + column * width, margin + row * height)
            colour = COLOURS.get(cell.fg, f"#{cell.fg}" if len(cell.fg) == 6 else INK)  # noqa: PLR2004 - rrggbb
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
    terminal(font).quantize(32).save(PICTURES / "terminal.png", optimize=True)
    pages()


if __name__ == "__main__":
    main()
