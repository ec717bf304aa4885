"""The keymap bound to prompt_toolkit: what each key does in the prompt that is on the screen."""

from __future__ import annotations

import select
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pia.interview.face import Aside, Back, Given
from pia.interview.keys import KEYS, LISTS, TYPED, Act, Key
from pia.interview.values import fold

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    from pia.interview.prompts import Pointer, Screen

_STRAY = 0.1
"""Enter this many seconds after a key that means nothing in a list is the end of a stray paste, not an answer."""

_SURPRISES = ("c-l", "c-z")
"""Keys of prompt_toolkit that are switched off: clear the screen, insert ^Z."""

_ANY_KEY = (
    "<any>",
    "<bracketed-paste>",
    *_SURPRISES,
    *dict.fromkeys(name for row in KEYS if row.act is not Act.STOP for sequence in row.bound for name in sequence),
)
"""Whatever is bound, as long as help is shown in place of a list."""


class Keyboard:
    """Bound once, for all prompts. ``screen`` tells which is on.

    ``pasted``: whether an Enter was taken to be part of a paste that ran over several lines.
    """

    def __init__(self, screen: Callable[[], Screen | None]) -> None:
        self._on = screen
        self.pasted = False
        self._stray = 0.0

    @property
    def _screen(self) -> Screen:
        screen = self._on()
        assert screen is not None  # noqa: S101 - keys come only while a prompt is on
        return screen

    def bindings(self) -> KeyBindings:
        """All rows of the keymap, each at work where it applies; the last match wins."""
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys

        bindings = KeyBindings()
        does = self._does()
        listed = Condition(lambda: self._screen.kind in LISTS)
        covered = Condition(lambda: self._screen.frame.covered)
        for row in KEYS:
            for sequence in row.bound:
                works = Condition(partial(self._works, row, sequence))
                bindings.add(*sequence, eager=True, filter=works)(does[row.act])
        for name in _SURPRISES:
            bindings.add(name, eager=True)(self._ignore)
        bindings.add(Keys.SIGINT)(does[Act.STOP])
        bindings.add(Keys.BracketedPaste, filter=~listed)(_paste)
        bindings.add(Keys.Any, filter=listed)(self._ignore)
        for name in _ANY_KEY:  # after all others, so that it comes before them
            bindings.add(name, eager=True, filter=listed & covered)(does[Act.HELP])
        return bindings

    def _works(self, row: Key, sequence: tuple[str, ...]) -> bool:
        """Whether a row of the keymap does anything in this prompt at this moment."""
        screen = self._screen
        if all(row.act is not other.act for other in screen.frame.keys):
            return False
        only_when_empty = row.empty or (row.act is Act.STOP and sequence != ("c-c",))
        return not (only_when_empty and screen.frame.buffer and screen.frame.buffer.text)

    def _does(self) -> Mapping[Act, Callable[[KeyPressEvent], None]]:
        """What each action does."""

        def aside(act: Act) -> Callable[[KeyPressEvent], None]:
            return lambda event: event.app.exit(result=Aside(act, self._screen.held()))

        return {
            Act.ACCEPT: self._accept,
            Act.BACK: lambda event: event.app.exit(result=Back()),
            Act.STOP: lambda event: event.app.exit(exception=self._screen.left()),
            Act.HELP: lambda _event: self._screen.frame.turn(),
            Act.COMMENT: aside(Act.COMMENT),
            Act.ASK: aside(Act.ASK),
            Act.EDIT: _edit,
            Act.MOVE: lambda event: self._pointer.step(-1 if event.key_sequence[0].key == "up" else 1),
            Act.LEAP: self._leap,
            Act.TICK: lambda _event: self._pointer.tick(),
            Act.PICK: self._pick,
        }

    @property
    def _pointer(self) -> Pointer:
        pointer = self._screen.pointer
        assert pointer is not None  # noqa: S101 - those keys work in lists alone
        return pointer

    def _accept(self, event: KeyPressEvent) -> None:
        screen = self._screen
        if self._is_paste(event):
            return
        value = screen.value()
        if sentence := screen.check(value):
            screen.frame.sentence = sentence
        else:
            event.app.exit(result=Given(value))

    def _leap(self, event: KeyPressEvent) -> None:
        pointer = self._pointer
        match event.key_sequence[0].key:
            case "home":
                pointer.to(0)
            case "end":
                pointer.to(-1)
            case "pageup":
                pointer.by(-pointer.page())
            case _:
                pointer.by(pointer.page())

    def _pick(self, event: KeyPressEvent) -> None:
        if _more_follows(event.app):  # pasted: the Enter at its end is none; fingers may be as quick as they like
            self._ignore(event)
        self._pointer.digit(event.key_sequence[0].key)
        self._screen.frame.sentence = self._pointer.refused

    def _is_paste(self, event: KeyPressEvent) -> bool:
        """Whether this Enter came out of a paste: more follows at once, or letters came just before it in a list."""
        kind = self._screen.kind
        if _more_follows(event.app):
            self.pasted = True
            if kind in TYPED:
                event.current_buffer.insert_text(" ")
            return True
        return kind in LISTS and time.monotonic() - self._stray < _STRAY

    def _ignore(self, event: KeyPressEvent) -> None:
        if len(event.key_sequence[0].key) == 1:
            self._stray = time.monotonic()


def _paste(event: KeyPressEvent) -> None:
    event.current_buffer.insert_text(fold(event.data))


def _edit(event: KeyPressEvent) -> None:
    """Write the text in the person's own editor (VISUAL, EDITOR); it comes back on one line."""
    buffer = event.current_buffer
    buffer.open_in_editor().add_done_callback(lambda _task: setattr(buffer, "text", fold(buffer.text)))


def _more_follows(app: Application[Any]) -> bool:
    """Whether keys came in together with this one, as they do in a paste and never from fingers."""
    if app.key_processor.input_queue:
        return True
    return sys.platform != "win32" and bool(select.select([app.input.fileno()], [], [], 0)[0])
