"""What the plain face needs of a POSIX terminal beside reading lines. Without one, nothing of it is done."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

_QUIET = 0.05
"""Seconds without input after which a paste that ran over several lines is taken to have ended."""


def drop_what_was_typed_ahead(stdin: TextIO) -> None:
    """Throw away the rest of a paste, which must not answer the next question."""
    if sys.platform == "win32" or not stdin.isatty():
        return
    import termios

    descriptor = stdin.fileno()
    while select.select([descriptor], [], [], 0)[0]:
        termios.tcflush(descriptor, termios.TCIFLUSH)
        time.sleep(_QUIET)
    termios.tcflush(descriptor, termios.TCIFLUSH)


@contextmanager
def line_survives_interrupt(stdin: TextIO) -> Iterator[None]:
    """While this lasts, Ctrl-C does not throw away the line that is being typed (NOFLSH in termios)."""
    if sys.platform == "win32" or not stdin.isatty():
        yield
        return
    import termios

    descriptor = stdin.fileno()
    try:
        before = termios.tcgetattr(descriptor)
        mode = [*before]
        mode[3] = before[3] | termios.NOFLSH
        termios.tcsetattr(descriptor, termios.TCSANOW, mode)
    except termios.error as error:
        raise EOFError from error
    try:
        yield
    finally:
        with suppress(termios.error):  # the terminal may be gone
            termios.tcsetattr(descriptor, termios.TCSANOW, before)


def half_typed_line(stdin: TextIO) -> str:
    """What stands on the line that was not ended: the terminal gives it up when it stops waiting for the end."""
    if sys.platform == "win32" or not stdin.isatty():
        return ""
    import termios

    descriptor = stdin.fileno()
    try:
        before = termios.tcgetattr(descriptor)
        mode = [*before]
        mode[3] = before[3] & ~termios.ICANON
        mode[6] = [*before[6]]
        mode[6][termios.VMIN] = mode[6][termios.VTIME] = 0
        termios.tcsetattr(descriptor, termios.TCSANOW, mode)
        try:
            return os.read(descriptor, 65536).decode(errors="replace")
        finally:
            termios.tcsetattr(descriptor, termios.TCSANOW, before)
    except (OSError, termios.error):
        return ""
