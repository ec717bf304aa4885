"""Where prompts are run, one after the other: one application for the whole interview, and its terminal.

Making an application of prompt_toolkit takes longer than a person should wait between two questions, because each binds
the hundreds of keys of two editors. So there is one, made with the first prompt; a prompt brings its layout.
"""

from __future__ import annotations

import os
import select
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pia.interview.keyboard import Keyboard
from pia.interview.terminal import QUIET

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.input import Input

    from pia.interview.prompts import Screen

_STOP = b"\x03"
"""Ctrl-C, as a terminal in raw mode gives it."""

_STYLE = [("pointer", "bold"), ("highlighted", "bold"), ("selected", "bold noreverse")]
"""Bold alone, on whatever colours the terminal has: it stands out on white and on black."""


class Stage:
    """Runs one prompt at a time."""

    def __init__(self) -> None:
        self._screen: Screen | None = None
        self._keyboard = Keyboard(lambda: self._screen)
        self._begun = self._seen = self._stopped = False
        self._width = 0

    @cached_property
    def app(self) -> Application[Any]:
        """The application. Whatever it does, it does for the prompt that is on at that moment."""
        from prompt_toolkit.application import Application, get_app_session
        from prompt_toolkit.output.vt100 import Vt100_Output
        from prompt_toolkit.styles import Style

        output = get_app_session().output
        if isinstance(output, Vt100_Output):  # it would ask where the cursor is: the answer would be dropped as typed
            output.enable_cpr = False
        app: Application[Any] = Application(
            output=output,
            style=Style(_STYLE),
            key_bindings=self._keyboard.bindings(),
            erase_when_done=True,
            before_render=self._fit,
            after_render=self._drawn,
        )
        app.key_processor.before_key_press += self._forget
        self._redraw_after_resize(app)
        return app

    def run(self, screen: Screen) -> Any:  # noqa: ANN401 - whatever the prompt was taken down with
        """Run one prompt: ``Given``, ``Back`` or ``Aside``. The terminal is as before when this returns.

        KeyboardInterrupt, or Left with what was begun, when the person stops or the terminal goes away.
        """
        from prompt_toolkit.input.typeahead import clear_typeahead

        self._begun = self._seen = False
        self._screen = screen
        try:
            if self._stopped:
                raise KeyboardInterrupt
            self.app.layout = screen.layout
            self._width = self.app.output.get_size().columns
            clear_typeahead(self.app.input)
            return self.app.run(pre_run=self._begin)
        except (OSError, EOFError) as error:
            raise screen.left() from error
        finally:
            self._screen = None

    def interrupt(self) -> None:
        """Take the prompt down as Ctrl-C does; between prompts, before the next."""
        self._stopped = True
        if self._screen is None:
            return
        if self.app.loop is not None:
            self.app.loop.call_soon_threadsafe(self._give_up)
        elif not self._begun:
            raise KeyboardInterrupt

    def _begin(self) -> None:
        self._begun = True

    def _give_up(self) -> None:
        if self._screen and self.app.is_running and not self.app.is_done:
            self.app.exit(exception=self._screen.left())

    def _fit(self, _sender: object) -> None:
        if self._screen:
            self._screen.fit()

    def _forget(self, _sender: object) -> None:
        if self._screen:
            self._screen.frame.sentence = ""

    def _drawn(self, _sender: object) -> None:
        """Once the question can be read: no key that was pressed before may answer it."""
        if not self._seen:
            self._seen = True
            if _STOP in _drop_what_was_typed_ahead(self.app.input, QUIET if self._keyboard.pasted else 0):
                self._give_up()
            self._keyboard.pasted = False

    def _redraw_after_resize(self, app: Application[Any]) -> None:
        """Draw anew on an empty screen when the width changes while a text cursor stands below the question.

        A terminal breaks the lines above the cursor anew, or not, as it likes, so how many there are is anyone's guess;
        what was drawn could not be erased for sure. There is no public hook for a resize.
        """
        before = app._on_resize  # noqa: SLF001

        def resized() -> None:
            width = app.output.get_size().columns
            if width != self._width and self._screen and self._screen.frame.buffer:
                app.renderer.clear()
            self._width = width
            before()

        app._on_resize = resized  # type: ignore[method-assign]  # noqa: SLF001


def _drop_what_was_typed_ahead(source: Input, quiet: float) -> bytes:
    """Throw away what waits to be read, until nothing more comes for so many seconds; what it was."""
    dropped = b""
    if sys.platform == "win32":
        source.read_keys()
        return dropped
    while select.select([source.fileno()], [], [], quiet)[0] and (read := os.read(source.fileno(), 65536)):
        dropped += read
    return dropped
