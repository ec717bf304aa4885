"""The face with arrow keys. With ``prompts``, the only place that knows prompt_toolkit, and only once it must ask."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from pia.interview.face import Back, Given, Prompt, Remark, Reply, Tone
from pia.interview.keys import KEYS, LISTS, TYPED, Act, arrow_help, rows
from pia.interview.layout import columns, usable, wrap
from pia.interview.prompts import Screen, line_screen, list_screen, typed_screen
from pia.interview.values import check_text, fold
from pia.model import Kind, Value

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

_QUIET = 0.05
"""Seconds without input after which a paste that ran over several lines is taken to have ended."""

_STRAY = 0.1
"""Enter this many seconds after a key that means nothing in a list is the end of a stray paste, not an answer."""

_ROOM = 20
"""Columns that a line to type on should have beside its label."""

_SWITCHED_OFF = {
    Kind.MANY: ("a", "i", "c-l"),
    Kind.ONE: ("c-l",),
    Kind.TEXT: ("c-l", "c-r", "c-s", "c-z"),
}
"""Keys of questionary and prompt_toolkit that would surprise: tick all, invert, clear screen, search, insert ^Z."""

_LEADS = {Tone.HEADING: "── ", Tone.ITEM: "  ", Tone.ANSWER: "  = ", Tone.NOTE: "  ", Tone.CONSEQUENCE: "  ! "}


@dataclass(frozen=True, slots=True)
class _Aside:
    """The person wants to comment; ``draft`` is what was chosen or typed so far."""

    draft: Value


class Arrows:
    """Writes to ``stdout`` and asks through questionary; ``bold`` headings and questions unless switched off."""

    def __init__(self, stdout: TextIO, *, bold: bool = True) -> None:
        self._stdout, self._bold = stdout, bold
        self._explained: set[Act] = set()
        self._kinds: set[Kind] = set()
        self._app: Application[Any] | None = None
        self._begun = self._stopped = self._pasted = False
        self._stray = 0.0
        self._head = 1

    def say(self, text: str, tone: Tone = Tone.PLAIN, mark: str = "") -> None:
        """Show a text, wrapped and set off by what it is."""
        shown = wrap(text, self._width(), _LEADS.get(tone, "") + mark)
        if tone is Tone.HEADING:
            shown = "\n" + self._strong(shown + " ──")
        self._write(shown + "\n")

    def ask(self, prompt: Prompt) -> Reply:
        """Ask until there is a reply. The prompt is erased; the caller says the answer."""
        if prompt.draft is None:
            self._show(prompt)
        previous = prompt.previous if prompt.draft is None else prompt.draft
        if prompt.question.kind in LISTS:
            reply = self._run(list_screen(prompt.question, previous, self._head))
        else:
            reply = self._run(typed_screen(prompt.question, previous))
        if isinstance(reply, Back):
            return reply
        if isinstance(reply, _Aside):
            return self._comment(prompt, reply)
        return Given(reply)

    def line(self, label: str, check: Callable[[str], str | None]) -> str | Back:
        """Ask for one line; a label that leaves too little room for it stands above."""
        if columns(label) + _ROOM > self._width():
            self.say(label)
            label = ">"
        return self._line(label, "", check)

    def interrupt(self) -> None:
        """Take the prompt down as Ctrl-C does; between prompts, before the next."""
        self._stopped = True
        if self._app is None:
            return
        if self._app.loop is not None:
            self._app.loop.call_soon_threadsafe(_give_up, self._app)
        elif not self._begun:
            raise KeyboardInterrupt

    def _show(self, prompt: Prompt) -> None:
        question = prompt.question
        head = wrap(question.text, self._width(), f"[{prompt.number}/{prompt.total}] ", "  ")
        self._write("\n" + self._strong(head) + "\n")
        self._head = head.count("\n") + 1
        if prompt.note:
            self.say(prompt.note, Tone.NOTE)
        if prompt.answer and prompt.answer.comment:
            self.say(f"// {prompt.answer.comment}", Tone.ITEM)
        if question.kind not in self._kinds:
            self._explained.discard(Act.ACCEPT)
            self._kinds.add(question.kind)
        if news := rows(question.kind, self._explained):
            self._explained.update(row.act for row in news)
            self.say(arrow_help(news), Tone.NOTE)

    def _comment(self, prompt: Prompt, aside: _Aside) -> Remark:
        before = prompt.answer.comment if prompt.answer else ""
        typed = self._line("//", before, check_text)
        return Remark(before if isinstance(typed, Back) else typed, aside.draft)

    def _line(self, label: str, before: str, check: Callable[[str], str | None]) -> str | Back:
        reply = self._run(line_screen(label, before, check))
        return reply if isinstance(reply, Back) else str(reply)

    def _run(self, screen: Screen) -> Any:  # noqa: ANN401 - whatever the prompt was taken down with
        """Run one prompt: a checked value, ``Back`` or ``_Aside``. The terminal is as before when this returns."""
        from prompt_toolkit.key_binding import merge_key_bindings

        app = screen.app
        app.erase_when_done = True
        assert app.key_bindings is not None  # noqa: S101 - questionary always sets it
        app.key_bindings = merge_key_bindings([app.key_bindings, self._bindings(screen)])
        self._begun = False
        self._app = app
        try:
            if self._stopped:
                raise KeyboardInterrupt
            _drop_what_was_typed_ahead(app.input, _QUIET if self._pasted else 0)
            self._pasted = False
            return app.run(pre_run=self._begin)
        except OSError as error:
            raise EOFError from error
        finally:
            self._app = None

    def _begin(self) -> None:
        self._begun = True

    def _bindings(self, screen: Screen) -> KeyBindings:
        """The rows of the keymap that work here, bound; ours come last, and the last match wins."""
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys

        bindings = KeyBindings()
        listed = screen.kind in LISTS
        nothing_typed = Condition(lambda: listed or not screen.app.current_buffer.text)
        handlers = self._handlers(screen)
        for row in KEYS:
            if row.act in handlers and screen.kind in row.kinds:
                for sequence in row.bound:
                    only_when_empty = row.act is Act.HELP or (row.act is Act.STOP and sequence != ("c-c",))
                    bindings.add(*sequence, eager=True, filter=nothing_typed if only_when_empty else True)(
                        handlers[row.act]
                    )
        for name in _SWITCHED_OFF[screen.kind if listed else Kind.TEXT]:
            bindings.add(name, eager=True)(self._ignore)
        bindings.add(Keys.SIGINT)(handlers[Act.STOP])
        if listed:
            bindings.add(Keys.Any)(self._ignore)
        else:
            bindings.add(Keys.BracketedPaste)(_paste)
        return bindings

    def _handlers(self, screen: Screen) -> Mapping[Act, Callable[[KeyPressEvent], None]]:
        from prompt_toolkit.application import run_in_terminal

        def tell(text: str) -> None:
            run_in_terminal(lambda: self.say(text, Tone.NOTE))

        def accept(event: KeyPressEvent) -> None:
            if self._is_paste(event, screen.kind):
                return
            value = screen.value()
            if sentence := screen.check(value):
                tell(sentence)
            else:
                event.app.exit(result=value)

        def explain(_event: KeyPressEvent) -> None:
            tell(f"{screen.help}\n".lstrip())
            tell(arrow_help(rows(screen.kind)))

        handlers: dict[Act, Callable[[KeyPressEvent], None]] = {
            Act.ACCEPT: accept,
            Act.BACK: lambda event: event.app.exit(result=Back()),
            Act.STOP: lambda event: event.app.exit(exception=KeyboardInterrupt),
        }
        if screen.help:
            handlers[Act.HELP] = explain
        if screen.comments:
            handlers[Act.COMMENT] = lambda event: event.app.exit(result=_Aside(screen.value()))
        if screen.kind is Kind.MANY:
            handlers[Act.TICK] = lambda _event: screen.tick()
        if screen.kind is Kind.TEXT:
            handlers[Act.EDIT] = _edit
        return handlers

    def _is_paste(self, event: KeyPressEvent, kind: Kind) -> bool:
        """Whether this Enter came out of a paste: more follows at once, or letters came just before it in a list."""
        if _more_follows(event.app):
            self._pasted = True
            if kind in TYPED:
                event.current_buffer.insert_text(" ")
            return True
        return kind in LISTS and time.monotonic() - self._stray < _STRAY

    def _ignore(self, event: KeyPressEvent) -> None:
        if len(event.key_sequence[0].key) == 1:
            self._stray = time.monotonic()

    def _write(self, text: str) -> None:
        try:
            self._stdout.write(text)
            self._stdout.flush()
        except OSError as error:
            raise EOFError from error

    def _strong(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self._bold else text

    def _width(self) -> int:
        try:
            return usable(os.get_terminal_size(self._stdout.fileno()).columns)
        except (OSError, ValueError):
            return usable(80)


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


def _drop_what_was_typed_ahead(source: Input, quiet: float) -> None:
    """Keys that were pressed before the question could be read must not answer it."""
    from prompt_toolkit.input.typeahead import clear_typeahead

    clear_typeahead(source)
    if sys.platform == "win32":
        source.flush_keys()
        return
    with source.raw_mode():
        while select.select([source.fileno()], [], [], quiet)[0] and os.read(source.fileno(), 65536):
            pass


def _give_up(app: Application[Any]) -> None:
    if app.is_running and not app.is_done:
        app.exit(exception=KeyboardInterrupt)
