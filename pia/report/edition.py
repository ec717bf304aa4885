"""What tells two states of one version apart, as there are between releases."""

from __future__ import annotations

import functools
import hashlib

from pia.shipped import PACKAGE, shipped

ROOMS = ("assess", "interview", "model", "report")
"""Whose code has a say in what is concluded and what is printed."""


@functools.cache
def edition() -> str:
    """The first 16 hex digits of a SHA-256 over the templates and the code that fills them."""
    whole = hashlib.sha256()
    code = (path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py")))
    for path in (*code, PACKAGE / "dates.py", PACKAGE / "digest.py", *sorted(shipped("templates").glob("*.*"))):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]
