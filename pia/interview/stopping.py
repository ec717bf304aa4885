"""What a signal does while somebody is asked: it ends the waiting for an answer, and nothing else."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

    from pia.interview.face import Face


@contextmanager
def stopping_by_signal(face: Face) -> Iterator[None]:
    """SIGTERM, a closed window and Ctrl-C end the waiting for an answer, and never interrupt saving."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        face.interrupt()

    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
