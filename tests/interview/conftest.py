"""Faces with nobody behind them: what would be typed is written down beforehand."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from pia.interview.arrows import Arrows
from pia.interview.lines import Lines

Typing = Callable[[list[str]], tuple[Arrows, io.StringIO]]


@pytest.fixture
def arrows() -> Iterator[Typing]:
    """An arrow face, for one test."""
    with typing_arrows() as face:
        yield face


@contextmanager
def typing_arrows(early: str = "") -> Iterator[Typing]:
    """An arrow face; each text is typed at once, when the next prompt is up. At the end of them, Ctrl-C.

    ``early`` is typed before each prompt is up.
    """
    with (
        create_pipe_input() as source,
        create_app_session(input=source, output=DummyOutput()),
        pytest.MonkeyPatch.context() as patch,
    ):
        run = Application.run
        coming: list[str] = []

        def typing(app: Application[object], pre_run: Callable[[], None]) -> object:
            def drawn(_sender: object) -> None:
                app.after_render -= drawn
                source.send_text(coming.pop(0) if coming else "\x03")

            app.after_render += drawn  # after what the face itself does then
            source.send_text(early)
            return run(app, pre_run=pre_run)

        def face(keys: list[str]) -> tuple[Arrows, io.StringIO]:
            coming[:] = keys
            shown = io.StringIO()
            return Arrows(shown, bold=False), shown

        patch.setattr(Application, "run", typing)
        yield face


def lines(typed: list[str], *, ascii_output: bool = False) -> tuple[Lines, io.StringIO]:
    """A plain face; at the end of the lines, the end of input."""
    shown = io.StringIO()
    return Lines(io.StringIO("".join(f"{line}\n" for line in typed)), shown, ascii_output=ascii_output), shown
