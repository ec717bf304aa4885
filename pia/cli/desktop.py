"""Opening a finished report, where there is a desktop to open it on and only when the person says so."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pia.interview.face import Face

_YES, _NO = {"y", "yes"}, {"", "n", "no"}


def offer(face: Face, path: Path) -> None:
    """Ask whether to open a file, and do so on a yes; Enter alone, back and stop all mean no."""
    if not has_desktop(os.environ, sys.platform):
        return
    from pia.interview.stopping import stopping_by_signal

    try:
        with stopping_by_signal(face):
            said = face.line("Open it now? y, or Enter for no", fault)
    except (KeyboardInterrupt, EOFError):
        return
    if isinstance(said, str) and said.lower() in _YES:
        click.launch(str(path.resolve()))


def fault(line: str) -> str | None:
    """What to type instead; None when the line is a yes or a no."""
    return None if line.lower() in _YES | _NO else "Type y to open it, or nothing."


def has_desktop(env: Mapping[str, str], platform: str) -> bool:
    """Whether a window opened from here would be seen by the person who types here."""
    if env.get("SSH_CONNECTION") or env.get("CI"):
        return False
    if platform in {"darwin", "win32"}:
        return True
    return bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY")) and shutil.which("xdg-open") is not None
