"""Where nobody can answer, nothing is asked and nothing is answered: every way in which one side is no terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import real_catalogue

from pia.model import Answer
from pia.records.drafts import Drafts

TYPED = b"y\n1\n!\n\r\r\x1b[B\r" * 50
SIDES = ["terminal", "closed", "nothing", "pipe", "file"]
COMMANDS = [["new", "plan-b"], ["new"], ["resume"], ["resume", "kept-one"], ["resume", "kept-one", "--open", "--plain"]]


class Sides:
    """What stdin and stdout are connected to; whatever is put in is all there at once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._opened = folder, list[int]()

    def side(self, kind: str, *, reading: bool) -> int | None:
        """A file descriptor of that kind; None for a closed one."""
        match kind:
            case "terminal":
                ours, theirs = pty.openpty()
                self._opened += [ours, theirs]
                if reading:
                    os.write(ours, TYPED[:1000])
                return theirs
            case "pipe":
                out, into = os.pipe()
                if reading:
                    os.write(into, TYPED)
                    os.close(into)
                    into = out
                else:
                    self._opened.append(out)
                self._opened.append(into)
                return into
            case "file":
                path = self._folder / ("in" if reading else "out")
                path.write_bytes(TYPED if reading else b"")
                self._opened.append(os.open(path, os.O_RDWR))
                return self._opened[-1]
            case "nothing":
                self._opened.append(os.open(os.devnull, os.O_RDWR))
                return self._opened[-1]
            case _:
                return None

    def close(self) -> None:
        """Close all."""
        for descriptor in self._opened:
            os.close(descriptor)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("stdin", "stdout"),
    [(kind, "terminal") for kind in SIDES[1:]] + [("terminal", kind) for kind in SIDES[1:]] + [("pipe", "pipe")],
)
def test_nothing_is_asked_and_nothing_answered(tmp_path: Path, command: list[str], stdin: str, stdout: str) -> None:
    """Exit code 2 and a sentence; the draft stays as it is, and none is made."""
    drafts = Drafts(tmp_path / "assessments")
    drafts.save("kept-one", real_catalogue(), {"title": Answer(value="Till")})
    before = drafts.path("kept-one").read_bytes()
    sides = Sides(tmp_path)
    program = (
        "import os, sys\n"
        f"{'os.close(0)' if stdin == 'closed' else ''}\n"
        f"{'os.close(1)' if stdout == 'closed' else ''}\n"
        f"os.execv(sys.executable, [sys.executable, '-m', 'pia', *{command!r}])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        stdin=sides.side(stdin, reading=True), stdout=sides.side(stdout, reading=False), stderr=subprocess.PIPE,
        cwd=tmp_path, check=False, timeout=60,
    )  # fmt: skip
    sides.close()
    assert done.returncode == 2
    assert b"asks questions only in a terminal" in done.stderr
    assert b"Traceback" not in done.stderr
    assert drafts.path("kept-one").read_bytes() == before
    assert drafts.names() == ["kept-one"]
    if stdout == "file":
        assert (tmp_path / "out").read_bytes() == b""


def test_a_sentence_nobody_can_read_still_has_its_exit_code(tmp_path: Path) -> None:
    """With stderr closed there is nowhere to say what is wrong; the code says it."""
    program = "import os, sys; os.close(2); os.execv(sys.executable, [sys.executable, '-m', 'pia', 'check', 'nope'])"
    assert subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False).returncode == 2
