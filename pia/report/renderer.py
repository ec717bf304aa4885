"""Makes reports in a child process, so that whatever happens there is one sentence here, and the answers are safe.

The child starts when a ``Renderer`` is made, loads in the background, and stays warm: make one early, give it work
later, and close it. A crash, a hang or a limit that is passed ends the child alone; the next report starts another.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pia.errors import PangoMissing, PiaError, RenderingFailed
from pia.report import child
from pia.report.child import Done, Failed, Limits, Refused

if TYPE_CHECKING:
    from pia.model import Assessment, Catalogue, Decided
    from pia.report.data import Documents

_PROGRAM = "import sys; sys.path[:] = {path!r}; from pia.report.child import main; main()"


class Renderer:
    """One child process that makes one report at a time. Not to be shared by threads; each may have its own.

    >>> with Renderer() as renderer:                           # the child starts here
    ...     done = renderer.submit(catalogue, assessment)      # and makes the report here
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process = self._started()

    def __enter__(self) -> Self:
        """The renderer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child."""
        self.close()

    def submit(
        self,
        catalogue: Catalogue,
        assessment: Assessment,
        *,
        paper: str = "A4",
        fonts: Path | None = None,
        decided: Decided | None = None,
    ) -> Done:
        """The report on an assessment, as ``Done.content``; ``fonts``: a folder with fonts for what ours lack.

        ``decided``: a decision to print on it.

        Raises RenderingFailed when it cannot be made, and any other PiaError with the sentence that says why.
        """
        from pia.report.data import documents

        return self.make(documents(catalogue, assessment, decided=decided), paper=paper, fonts=fonts)

    def make(self, documents: Documents, *, paper: str = "A4", fonts: Path | None = None) -> Done:
        """The report that is made from these documents; raises what ``submit`` does."""
        import msgspec

        if self._process.poll() is not None:
            self.close()
            self._process = self._started()
        folder = str(fonts.resolve()) if fonts else None
        job = child.Job(documents.assessment, documents.catalogue, paper, folder, documents.decision)
        said = self._asked(msgspec.msgpack.encode(job))
        reply: child.Reply = msgspec.msgpack.decode(said, type=child.Reply)
        if isinstance(reply, Refused):
            if reply.exit_code == PangoMissing.exit_code:
                raise PangoMissing
            raise _with_code(PiaError(reply.sentence), reply.exit_code)
        if isinstance(reply, Failed):
            raise RenderingFailed(reply.why)
        return reply

    def abandon(self) -> None:
        """Give up the report under way, from any thread: whoever waits for it gets RenderingFailed."""
        self._process.kill()

    def close(self) -> None:
        """End the child; what it was doing is lost."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _started(self) -> subprocess.Popen[bytes]:
        import msgspec

        program = _PROGRAM.format(path=[path or str(Path.cwd()) for path in sys.path])
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("PIA_TRACEBACK") else subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal is for the parent, which ends the child
            cwd=os.sep,  # nothing is looked for in the folder where somebody works
        )
        self._process = process
        self._send(msgspec.msgpack.encode(self._limits))
        return process

    def _asked(self, job: bytes) -> bytes:
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(self._limits.wall, end)
        timer.start()
        try:
            self._send(job)
            assert self._process.stdout is not None  # noqa: S101 - it was opened with a pipe
            reply = child.read(self._process.stdout)
        except BaseException:  # interrupted: what the child says later would be taken for the next reply
            self.close()
            raise
        finally:
            timer.cancel()
        if reply is None:
            raise RenderingFailed(self._end(late=late.is_set()))
        return reply

    def _send(self, message: bytes) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it was opened with a pipe
        try:
            child.write(self._process.stdin, message)
        except BrokenPipeError:  # it is gone; reading its reply tells why
            return

    def _end(self, *, late: bool) -> str:
        code = self._process.wait()
        if late:
            return f"it takes longer than {self._limits.wall:,} seconds"
        if code == -getattr(signal, "SIGXCPU", 0):
            return f"it takes more than {self._limits.processor:,} seconds of the processor"
        if code < 0:
            name = signal.Signals(-code).name  # libraries of C end the process when they get no memory
            return f"the process that makes it was ended by signal {-code} ({name}), perhaps for want of memory"
        return f"the process that makes it ended with code {code}"


def _with_code(error: PiaError, code: int) -> PiaError:
    error.exit_code = code
    return error
