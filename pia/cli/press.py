"""The report made while a person still reads: begun early, anew when an answer changes, there when it is wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pia.errors import PiaError
from pia.model import Answers

if TYPE_CHECKING:
    from pia.report.renderer import Renderer

_NICE = 10
"""How far the child steps back while a person answers (POSIX niceness): typing comes first."""


class Press:
    """A renderer's child process on a thread of its own, which never holds up the thread that asks.

    ``make`` turns answers into a report with the renderer it is given; it runs on the press's thread. Whatever fails
    there is kept for ``take``. Close it when the interview ends; when this process is killed, the child ends by itself.
    """

    def __init__(self, make: Callable[[Renderer, Answers], bytes], start: Callable[[], Renderer] | None = None) -> None:
        self._make, self._start = make, start or _stepping_back
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()
        self._renderer: Renderer | None = None
        self._wanted: Answers | None = None
        self._made: tuple[Answers, bytes | PiaError] | None = None
        self._failed: Exception | None = None
        self._busy = self._closed = False

    def __enter__(self) -> Self:
        """The press itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def warm(self) -> None:
        """Start the child, which loads what takes time. Returns at once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="press", daemon=True)
            self._thread.start()

    def begin(self, answers: Answers) -> None:
        """Begin the report on these answers, and give up the one on others. Returns at once."""
        self.warm()
        with self._changed:
            if self._wanted == answers:
                return
            self._wanted = dict(answers)
            self._give_up()
            self._changed.notify_all()

    def take(self, answers: Answers) -> bytes:
        """The report on these answers, once it is there. Raises what making it raised."""
        self.begin(answers)
        with self._changed:
            self._changed.wait_for(lambda: self._done() or self._failed is not None)
            made = self._failed if self._made is None or not self._done() else self._made[1]
        if isinstance(made, bytes):
            return made
        assert made is not None  # noqa: S101 - this is what was waited for
        raise made

    def ready(self, answers: Answers) -> bool:
        """Whether the report on these answers is there."""
        with self._changed:
            return self._made is not None and self._made[0] == answers

    def close(self) -> None:
        """End the child and the thread."""
        with self._changed:
            self._closed = True
            self._give_up()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _done(self) -> bool:
        return self._made is not None and self._made[0] == self._wanted

    def _give_up(self) -> None:
        if self._busy and self._renderer is not None:
            self._renderer.abandon()

    def _run(self) -> None:
        try:
            with self._start() as self._renderer:
                while (wanted := self._next()) is not None:
                    made = self._tried(self._renderer, wanted)
                    with self._changed:
                        self._busy = False
                        if wanted is self._wanted:  # else it was given up, and what came of it means nothing
                            self._made = (wanted, made)
                            self._changed.notify_all()
        except Exception as error:  # noqa: BLE001 - a thread has nobody to tell; ``take`` raises it where it is heard
            with self._changed:
                self._failed = error
                self._changed.notify_all()

    def _next(self) -> Answers | None:
        """What to make next; None when the press was closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or (self._wanted is not None and not self._done()))
            self._busy = not self._closed
            return None if self._closed else self._wanted

    def _tried(self, renderer: Renderer, wanted: Answers) -> bytes | PiaError:
        try:
            return self._make(renderer, wanted)
        except PiaError as error:
            return error


def _stepping_back() -> Renderer:
    from pia.report.child import Limits
    from pia.report.renderer import Renderer

    return Renderer(Limits(nice=_NICE))
