"""A program in a pseudo-terminal, and what its screen shows: for tests, benchmarks and pictures."""

from __future__ import annotations

import os
import termios
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pexpect
import pyte

ROOT = Path(__file__).parents[1]


class Terminal:
    """A terminal with one program in it. Close it at the end."""

    def __init__(
        self, command: Sequence[str], *, cwd: Path = ROOT, columns: int = 80, rows: int = 24, **env: str
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self.process: Any = pexpect.spawn(
            command[0], list(command[1:]), dimensions=(rows, columns), cwd=str(cwd), env=environment(env),
            encoding="utf-8", timeout=20,
        )  # fmt: skip
        self.before = termios.tcgetattr(self.process.child_fd)

    def wait(self, text: str) -> str:
        """The screen once it shows the text."""
        return self.until(lambda shown: text in shown, text)

    def until(self, shown: Callable[[str], bool], what: str = "") -> str:
        """The screen once something holds of it. AssertionError with the screen when it never does."""
        for _ in range(300):
            if shown(self.text):
                return self.text
            self._read(0.1)
        raise AssertionError(f"{what!r} is not on the screen:\n{self.text}")

    def settle(self) -> str:
        """The screen once nothing more comes."""
        while self._read(0.4):
            pass
        return self.text

    @property
    def text(self) -> str:
        """The screen as it is."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def press(self, keys: str) -> None:
        """Type."""
        self.process.send(keys)

    def end(self) -> int | None:
        """The exit code, or minus the signal, once the program has ended and what it wrote is on the screen."""
        while self._read(5):
            pass
        self.process.wait()
        if self.process.signalstatus is not None:
            return -int(self.process.signalstatus)
        return int(self.process.exitstatus) if self.process.exitstatus is not None else None

    def as_found(self) -> bool:
        """Whether the terminal is in the mode it had before, with its cursor."""
        now = termios.tcgetattr(self.process.child_fd)
        return now[:4] == self.before[:4] and not self._screen.cursor.hidden

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self.process.setwinsize(rows, columns)
        self._screen.resize(rows, columns)

    def close(self) -> None:
        """End the program if it has not ended."""
        if not self.process.closed:
            self.process.close(force=True)

    def _read(self, seconds: float) -> bool:
        try:
            self._stream.feed(self.process.read_nonblocking(65536, timeout=seconds))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        return True


def environment(more: dict[str, str]) -> dict[str, str]:
    """What every terminal here starts with, and nothing of the one the tests run in."""
    return {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8",
        "PYTHONUTF8": "1", "PROMPT_TOOLKIT_NO_CPR": "1", "PIA_CALLED": "pia", **more,
    }  # fmt: skip
