"""The report in the background: what is taken is always the report on the answers as they are, or why there is none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from helpers import ON_DATE, real_catalogue

from pia.assess import assess
from pia.cli.press import Press
from pia.errors import RenderingFailed, WrongUse
from pia.model import Answer, Answers
from pia.report import render_pdf

ROOT = Path(__file__).parents[2]
A, B = ({"title": Answer(value=name)} for name in ("A", "B"))


class Renderer:
    """A stand-in for the child process: making takes until ``go``, and ends in RenderingFailed when abandoned."""

    def __init__(self) -> None:
        self.go, self.abandoned, self.closed = threading.Event(), threading.Event(), threading.Event()
        self.made: list[Answers] = []

    def __enter__(self) -> Self:
        """As the real one."""
        return self

    def __exit__(self, *_: object) -> None:
        """As the real one."""
        self.closed.set()

    def abandon(self) -> None:
        """Make the report under way fail."""
        self.abandoned.set()

    def make(self, answers: Answers) -> bytes:
        """The title, in place of a report on it."""
        self.made.append(answers)
        while not self.go.wait(0.01):
            if self.abandoned.is_set():
                self.abandoned.clear()
                raise RenderingFailed("it was given up")
        return str(answers["title"].value).encode()


@pytest.fixture
def opened() -> Iterator[Callable[..., tuple[Press, Renderer]]]:
    """Presses with a stand-in behind them, closed at the end."""
    presses = []

    def open_press(make: Any = None) -> tuple[Press, Renderer]:  # noqa: ANN401
        renderer: Any = Renderer()
        press = Press(make or (lambda _renderer, answers: renderer.make(answers)), lambda: renderer)
        presses.append(press)
        return press, renderer

    yield open_press
    for press in presses:
        press.close()


Opened = Callable[..., tuple[Press, Renderer]]


def until(condition: Callable[[], object]) -> None:
    """Wait until something holds."""
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError


def test_what_was_begun_is_taken(opened: Opened) -> None:
    """Made once, though begun twice and taken twice."""
    press, renderer = opened()
    renderer.go.set()
    press.begin(A)
    press.begin(dict(A))
    assert press.take(A) == b"A"
    assert press.ready(A)
    assert press.take(A) == b"A"
    assert renderer.made == [A]


def test_a_changed_answer_begins_anew(opened: Opened) -> None:
    """The report on the old answers is given up, and never taken for the new one's."""
    press, renderer = opened()
    press.begin(A)
    until(lambda: renderer.made == [A])
    press.begin(B)
    until(lambda: renderer.made == [A, B])
    assert not press.ready(B)
    renderer.go.set()
    assert press.take(B) == b"B"


def test_changed_and_changed_back(opened: Opened) -> None:
    """What came of the report that was given up is not remembered as the answer's."""
    press, renderer = opened()
    for count, answers in enumerate([A, B, A, B, A], 1):
        press.begin(answers)
        until(lambda count=count: len(renderer.made) == count)  # type: ignore[misc]
    renderer.go.set()
    assert press.take(A) == b"A"


def test_taking_what_was_never_begun_makes_it(opened: Opened) -> None:
    """Nothing has to be begun before."""
    press, renderer = opened()
    renderer.go.set()
    assert press.take(B) == b"B"


@pytest.mark.parametrize("error", [WrongUse("no paper"), ZeroDivisionError("a defect")])
def test_what_went_wrong_is_raised_where_it_is_taken(opened: Opened, error: Exception) -> None:
    """Sentences and defects alike: nobody waits for ever, and nothing is said in the middle of a question."""

    def make(_renderer: object, _answers: Answers) -> bytes:
        raise error

    press, _ = opened(make)
    press.begin(A)
    with pytest.raises(type(error), match=str(error)):
        press.take(A)


def test_a_child_that_cannot_be_started_is_raised_too() -> None:
    """No process left: the interview goes on, and the sentence comes at the end."""

    def start() -> Any:  # noqa: ANN401
        raise OSError(11, "Resource temporarily unavailable")

    press = Press(lambda _renderer, _answers: b"", start)
    press.warm()
    with pytest.raises(OSError, match="temporarily"):
        press.take(A)
    press.close()


@pytest.mark.parametrize("busy", [True, False])
def test_closing_ends_it_at_once(opened: Opened, busy: bool) -> None:  # noqa: FBT001
    """In the middle of a report, or idle: the renderer is closed and the thread is gone."""
    press, renderer = opened()
    press.warm()
    if busy:
        press.begin(A)
        until(lambda: renderer.made)
    press.close()
    assert renderer.closed.is_set()
    assert not any(thread.name == "press" for thread in threading.enumerate())


def test_the_real_report_is_the_one_made_in_the_foreground() -> None:
    """Begun on other answers, changed, and taken: byte for byte what `pia report` writes."""
    catalogue = real_catalogue()

    def make(renderer: Any, answers: Answers) -> bytes:  # noqa: ANN401
        content: bytes = renderer.submit(catalogue, assess(catalogue, answers, ON_DATE)).content
        return content

    press = Press(make)
    try:
        press.warm()
        press.begin(A)
        press.begin(B)
        assert press.take(B) == render_pdf(catalogue, assess(catalogue, B, ON_DATE))
    finally:
        press.close()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="children are found in /proc")
def test_it_dies_with_a_parent_that_is_killed() -> None:
    """Kill -9 leaves nobody to tell the child; it notices the closed pipe in the middle of its work."""
    program = (
        "import time\n"
        "from pia.cli.press import Press\n"
        "press = Press(lambda renderer, answers: renderer.submit(*answers))\n"
        "press.warm()\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) as parent:
        until(lambda: children(parent.pid))
        (child,) = children(parent.pid)
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    until(lambda: not Path(f"/proc/{child}/cmdline").exists() or not Path(f"/proc/{child}/cmdline").read_bytes())


def children(parent: int) -> list[int]:
    """The processes a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found
