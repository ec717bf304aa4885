"""The face with arrow keys. With ``prompts``, the only place that knows prompt_toolkit, and only once it must ask."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TextIO

from pia.interview.face import Aside, Back, Given, Left, Prompt, Reply, Row, Tone
from pia.interview.frame import Frame, redraw_after_resize
from pia.interview.keys import KEYS, LINE_KEYS, LISTS, NO_HELP, TYPED, Act, rows
from pia.interview.layout import beside, columns, usable, wrap
from pia.interview.prompts import Pointer, Screen, line_screen, list_screen, typed_screen
from pia.interview.values import fold
from pia.model import Kind

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

_TWO_COLUMNS = 79
"""From this width on, the review stands in two columns."""

_SWITCHED_OFF = {
    Kind.MANY: ("a", "i", "c-l"),
    Kind.ONE: ("c-l",),
    Kind.TEXT: ("c-l", "c-r", "c-s", "c-z"),
}
"""Keys of questionary and prompt_toolkit that would surprise: tick all, invert, clear screen, search, insert ^Z."""

_ANY_KEY = (
    "<any>",
    "<bracketed-paste>",
    *dict.fromkeys(
        name
        for names in (
            *(sequence for row in KEYS if row.act is not Act.STOP for sequence in row.bound),
            *_SWITCHED_OFF.values(),
        )
        for name in names
    ),
)
"""Whatever else is bound, as long as help is shown."""

_LEADS = {
    Tone.ASKED: "  // ",
    Tone.TYPED: "  ",
    Tone.HEADING: "── ",
    Tone.ITEM: "  ",
    Tone.ANSWER: "  = ",
    Tone.NOTE: "  ",
    Tone.CONSEQUENCE: "  ! ",
}

_RESTS = {Tone.ASKED: "  ", Tone.TYPED: "    "}
"""What leads the lines after the first, where they do not hang beside it."""


class Arrows:
    """Writes to ``stdout`` and asks through questionary; ``bold`` headings and questions unless switched off."""

    def __init__(self, stdout: TextIO, *, bold: bool = True) -> None:
        self._stdout, self._bold = stdout, bold
        self._screen: Screen | None = None
        self._begun = self._stopped = self._pasted = False
        self._stray = 0.0

    def say(self, text: str, tone: Tone = Tone.PLAIN, mark: str = "") -> None:
        """Show a text, wrapped and set off by what it is."""
        if tone is Tone.TYPED:
            text, mark = f"{mark}: {text}", ""
        shown = wrap(text, self._width(), mark or _LEADS.get(tone, ""), _RESTS.get(tone))
        if tone is Tone.HEADING:
            shown = "\n" + self._strong(shown + " ──")
        elif tone is Tone.ASKED and mark:
            shown = "\n" + self._strong(shown)
        self._write(shown + "\n")

    def ask(self, prompt: Prompt) -> Reply:
        """Ask until there is a reply. Nothing of it is left on the screen then."""
        question = prompt.question
        start = prompt.previous if prompt.draft is None else prompt.draft
        keys = rows(question.kind, alone=prompt.alone)
        frame = Frame(question.kind, lambda width: _head(prompt, width), keys, question.help or NO_HELP)
        draw = list_screen if question.kind in LISTS else typed_screen
        reply: Reply = self._run(replace(draw(question, start, prompt.previous, frame), comments=not prompt.alone))
        return reply

    def line(
        self,
        label: str,
        check: Callable[[str], str | None],
        before: str = "",
        *,
        help: str = "",  # noqa: A002 - as in the protocol
        over: Prompt | None = None,
    ) -> str | Back:
        """Ask for one line; a label that leaves too little room for it stands above."""

        def head(width: int) -> list[tuple[str, str]]:
            above = _head(over, width) if over else []
            return [*above, ("", "\n" * bool(above) + wrap(label, width))] if high else above

        high = columns(label) + _ROOM > self._width()
        frame = Frame(Kind.TEXT, head, LINE_KEYS, help or NO_HELP)
        reply: Given | Back = self._run(line_screen(">" if high else f"{label}:", before, check, frame))
        return reply if isinstance(reply, Back) else str(reply.value)

    def table(self, those: Sequence[Row]) -> None:
        """Show answers for review: question and answer side by side where there is room, else one under the other."""
        for row in those:
            mark = f"{row.number}. "
            if self._width() >= _TWO_COLUMNS:
                said = [
                    row.answer,
                    *(_LEADS[tone].strip() + " " * (tone is not Tone.ITEM) + text for tone, text in row.remarks),
                ]
                self._write(beside(row.question, "\n".join(said), self._width(), f"{mark:>4}") + "\n")
                continue
            self.say(row.question, mark=mark)
            self.say(row.answer, Tone.ANSWER)
            for tone, text in row.remarks:
                self.say(text, tone)

    def interrupt(self) -> None:
        """Take the prompt down as Ctrl-C does; between prompts, before the next."""
        self._stopped = True
        screen = self._screen
        if screen is None:
            return
        if screen.app.loop is not None:
            screen.app.loop.call_soon_threadsafe(_give_up, screen)
        elif not self._begun:
            raise KeyboardInterrupt

    def _run(self, screen: Screen) -> Any:  # noqa: ANN401 - whatever the prompt was taken down with
        """Run one prompt: ``Given``, ``Back`` or ``Aside``. The terminal is as before when this returns."""
        from prompt_toolkit.key_binding import merge_key_bindings

        app = screen.app
        app.erase_when_done = True
        assert app.key_bindings is not None  # noqa: S101 - questionary always sets it
        app.key_bindings = merge_key_bindings([app.key_bindings, self._bindings(screen)])
        redraw_after_resize(app, screen.frame)
        self._begun = False
        self._screen = screen
        try:
            if self._stopped:
                raise KeyboardInterrupt
            _drop_what_was_typed_ahead(app.input, _QUIET if self._pasted else 0)
            self._pasted = False
            return app.run(pre_run=self._begin)
        except (OSError, EOFError) as error:
            raise _stop(screen) from error
        finally:
            self._screen = None

    def _begin(self) -> None:
        self._begun = True

    def _bindings(self, screen: Screen) -> KeyBindings:
        """The rows of the keymap that work here, bound; ours come last, and the last match wins."""
        from prompt_toolkit.filters import Always, Condition
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys

        bindings = KeyBindings()
        listed = screen.kind in LISTS
        frame = screen.frame
        always = Always()
        nothing_typed = Condition(lambda: listed or not screen.app.current_buffer.text)
        helping = Condition(lambda: frame.page is not None)
        handlers = self._handlers(screen)
        switched_off = _SWITCHED_OFF[screen.kind if listed else Kind.TEXT]
        for row in KEYS:
            if row.act in handlers and screen.kind in row.kinds:
                for sequence in row.bound:
                    only_when_empty = row.empty or (row.act is Act.STOP and sequence != ("c-c",))
                    live = nothing_typed if only_when_empty else always
                    bindings.add(*sequence, eager=True, filter=live)(handlers[row.act])
        for name in switched_off:
            bindings.add(name, eager=True)(self._ignore)
        bindings.add(Keys.SIGINT)(handlers[Act.STOP])
        if listed:
            bindings.add(Keys.Any)(self._ignore)
            for name in _ANY_KEY:  # after all others, so that it comes before them
                bindings.add(name, eager=True, filter=helping)(lambda _event: frame.turn())
        else:
            bindings.add(Keys.BracketedPaste)(_paste)
        return bindings

    def _handlers(self, screen: Screen) -> Mapping[Act, Callable[[KeyPressEvent], None]]:
        """What each action does in this prompt; no entry where it does nothing."""

        def accept(event: KeyPressEvent) -> None:
            if self._is_paste(event, screen.kind):
                return
            value = screen.value()
            if sentence := screen.check(value):
                screen.frame.sentence = sentence
            else:
                event.app.exit(result=Given(value))

        def pick(event: KeyPressEvent) -> None:
            self._ignore(event)
            assert screen.pointer  # noqa: S101 - bound in lists alone
            screen.pointer.digit(event.key_sequence[0].key)
            screen.frame.sentence = screen.pointer.refused

        def aside(act: Act) -> Callable[[KeyPressEvent], None]:
            return lambda event: event.app.exit(result=Aside(act, screen.held()))

        handlers: dict[Act, Callable[[KeyPressEvent], None]] = {
            Act.ACCEPT: accept,
            Act.BACK: lambda event: event.app.exit(result=Back()),
            Act.STOP: lambda event: event.app.exit(exception=_stop(screen)),
        }
        if screen.frame.help is not None:
            handlers[Act.HELP] = lambda _event: screen.frame.turn()
        if screen.comments:
            handlers |= {act: aside(act) for act in (Act.COMMENT, Act.ASK)}
        if screen.pointer:
            handlers |= _list_handlers(screen.pointer) | {Act.PICK: pick}
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


def _head(prompt: Prompt, width: int) -> list[tuple[str, str]]:
    """The question while it is asked: progress and standing, its words, and what to know before answering."""
    beside = [prompt.note] if prompt.note else []
    if prompt.answer and prompt.answer.comment:
        beside.append(f"// {prompt.answer.comment}")
    if prompt.answer and prompt.answer.ask:
        beside.append(f"{prompt.answer.ask} will know.")
    above = "" if prompt.alone else wrap(f"[{prompt.number}/{prompt.total}] {prompt.standing}", width) + "\n"
    below = "".join("\n" + wrap(text, width, "  ") for text in beside)
    return [("", f"\n{above}"), ("bold", wrap(prompt.question.text, width)), ("", below)]


def _list_handlers(pointer: Pointer) -> dict[Act, Callable[[KeyPressEvent], None]]:
    """Moving and ticking in a list."""

    def leap(event: KeyPressEvent) -> None:
        match event.key_sequence[0].key:
            case "home":
                pointer.to(0)
            case "end":
                pointer.to(-1)
            case "pageup":
                pointer.by(-pointer.page())
            case _:
                pointer.by(pointer.page())

    return {Act.LEAP: leap, Act.TICK: lambda _event: pointer.tick()}


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


def _stop(screen: Screen) -> KeyboardInterrupt:
    """The person's stop, with what they had begun to answer."""
    draft = screen.begun()
    return KeyboardInterrupt() if draft is None else Left(draft)


def _give_up(screen: Screen) -> None:
    if screen.app.is_running and not screen.app.is_done:
        screen.app.exit(exception=_stop(screen))
