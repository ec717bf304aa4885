"""The process that sets the type: started by ``pia.report.renderer``, within limits, gone when its parent is.

Messages are MessagePack, each with its length before it. The first thing it does is to load everything that takes
time; so a parent that starts it early finds it ready.
"""

from __future__ import annotations

import gc
import os
import queue
import struct
import sys
import threading
from pathlib import Path
from typing import IO, TypeAlias

import msgspec

LENGTH = struct.Struct(">Q")


class Limits(msgspec.Struct, frozen=True):
    """What one report may take: ``memory`` in bytes of address space, ``processor`` and ``wall`` in seconds.

    ``nice``: how far the process steps back for others, as POSIX niceness; 19 at most.
    """

    memory: int = 2 << 30
    processor: int = 120
    wall: int = 300
    nice: int = 0


class Job(msgspec.Struct, frozen=True, tag=True):
    """One report to make: the documents it is made from, and how."""

    assessment: bytes
    catalogue: bytes
    paper: str
    fonts: str | None
    decision: bytes = b""


class Gap(msgspec.Struct, frozen=True):
    """Characters that no font has, and the question in whose answer they stand; empty for the catalogue's own words."""

    question: str
    characters: tuple[str, ...]


class Done(msgspec.Struct, frozen=True, tag=True):
    """The report as PDF. ``gaps``: what is shown by its number, since no font has it."""

    content: bytes
    gaps: tuple[Gap, ...]


class Refused(msgspec.Struct, frozen=True, tag=True):
    """A sentence for the person who asked, and the exit code that belongs to it."""

    sentence: str
    exit_code: int


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The report could not be made; ``why`` goes on from "because"."""

    why: str


Reply: TypeAlias = Done | Refused | Failed


def main() -> None:
    """Load, then make one report for each message, until the parent closes the pipe or is gone."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no reply
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    limits = msgspec.msgpack.decode(read(sys.stdin.buffer) or b"", type=Limits)
    _limit_memory(limits.memory)
    if limits.nice and hasattr(os, "nice"):
        os.nice(limits.nice)
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    gc.disable()  # what a report leaves is collected between two of them
    work = _Work()
    while True:
        job = msgspec.msgpack.decode(jobs.get(), type=Job)
        _limit_processor(limits.processor)
        write(replies, msgspec.msgpack.encode(work.do(job)))
        gc.collect()


class _Work:
    """The loaded typesetter; when loading fails, every job is answered with the reason."""

    def __init__(self) -> None:
        self._broken: Refused | Failed | None = None
        try:
            from pia.report.pdf import Typesetter

            self._typesetter = Typesetter()
            gc.collect()
            gc.freeze()
        except BaseException as error:  # noqa: BLE001 - it is told to the parent, whatever it is
            self._broken = _told(error)

    def do(self, job: Job) -> Reply:
        from pia.report.data import Documents

        if self._broken is not None:
            return self._broken
        folder = Path(job.fonts) if job.fonts else None
        try:
            documents = Documents(job.assessment, job.catalogue, job.decision)
            return self._typesetter.make(documents, paper=job.paper, folder=folder)
        except BaseException as error:  # noqa: BLE001 - it is told to the parent, whatever it is
            return _told(error)


def _told(error: BaseException) -> Refused | Failed:
    from pia.errors import PiaError

    if isinstance(error, PiaError):
        return Refused(str(error), error.exit_code)
    if os.environ.get("PIA_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, MemoryError):
        return Failed("it needs more memory than it may take")
    return Failed(f"pia has a defect ({type(error).__name__}: {error})")


def _listen(pipe: IO[bytes], jobs: queue.SimpleQueue[bytes]) -> None:
    """Pass on what the parent sends; end the process at once, even in the middle of a report, when it is gone."""
    while (message := read(pipe)) is not None:
        jobs.put(message)
    os._exit(0)


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    if sys.platform == "linux":  # macOS knows the limit and does not keep to it
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor(seconds: int) -> None:
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def read(pipe: IO[bytes]) -> bytes | None:
    """The next message; None when the other side has closed the pipe or is gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    content = pipe.read(length)
    return content if len(content) == length else None


def write(pipe: IO[bytes], content: bytes) -> None:
    """Send one message."""
    pipe.write(LENGTH.pack(len(content)) + content)
    pipe.flush()
