"""What the faces need of a POSIX terminal beside reading and writing. Without one, nothing of it is done."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TextIO

QUIET = 0.05
"""Seconds without input after which a paste that ran over several lines is taken to have ended."""


def as_utf8(typed: str) -> str:
    """What was typed, where a locale without UTF-8 (``LC_ALL=C``) kept its bytes as they came (PEP 383).

    Hardly a terminal sends anything but UTF-8. What is none stays as it is.
    """
    try:
        return typed.encode("ascii", "surrogateescape").decode()
    except UnicodeError:
        return typed


def drop_what_was_typed_ahead(stdin: TextIO) -> None:
    """Throw away the rest of a paste, which must not answer the next question."""
    if sys.platform == "win32" or not stdin.isatty():
        return
    import termios

    descriptor = stdin.fileno()
    while select.select([descriptor], [], [], 0)[0]:
        termios.tcflush(descriptor, termios.TCIFLUSH)
        time.sleep(QUIET)
    termios.tcflush(descriptor, termios.TCIFLUSH)


def unshown(terminal: TextIO) -> AbstractContextManager[None]:
    """While this lasts, what is typed is not shown: nobody waits for it, and it would stand between two questions."""
    return _local_mode(terminal, off=("ECHO",))


def line_wanted(stdin: TextIO) -> AbstractContextManager[None]:
    """While this lasts, a line is shown as it is typed, and Ctrl-C does not throw it away (NOFLSH in termios)."""
    return _local_mode(stdin, on=("ECHO", "NOFLSH"))


@contextmanager
def _local_mode(terminal: TextIO, on: Iterable[str] = (), off: Iterable[str] = ()) -> Iterator[None]:
    """Local modes of termios, by name, switched on and off for a while. EOFError when the terminal is gone."""
    if sys.platform == "win32" or not terminal.isatty():
        yield
        return
    import termios

    descriptor = terminal.fileno()
    try:
        before = termios.tcgetattr(descriptor)
        mode = [*before]
        for name in on:
            mode[3] |= getattr(termios, name)
        for name in off:
            mode[3] &= ~getattr(termios, name)
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
