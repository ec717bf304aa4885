"""Loading WeasyPrint in half the time: without the searches and the libraries that a report never needs.

Measured for version 70: 280 processes that look for libraries by wrong names, and a font subsetter for which the
packaged HarfBuzz stands in. Both are put off, not taken away: whatever needs them after all gets them.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib
import io
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from pia.errors import PangoMissing

Untyped: TypeAlias = Any
"""WeasyPrint has no types."""

LATE = {
    "fontTools.subset": ("Options", "Subsetter"),
    "fontTools.varLib": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}
"""Modules WeasyPrint imports and a report does not use, and the names it takes from them."""


def load() -> Untyped:
    """WeasyPrint, imported quickly and quietly; PangoMissing where its libraries are not on this machine."""
    if "weasyprint" in sys.modules:
        return sys.modules["weasyprint"]
    with _direct_names(), _late_modules(), warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore", DeprecationWarning)  # no system subsetter: the packaged one stands in
        try:
            import weasyprint
        except OSError as error:
            raise PangoMissing from error
    return weasyprint


@contextlib.contextmanager
def _direct_names() -> Iterator[None]:
    """On Linux the libraries load by their own names; searching first would start some 280 processes."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextlib.contextmanager
def _late_modules() -> Iterator[None]:
    """While this lasts, importing one of ``LATE`` gives a stand-in whose functions import the real one when called."""
    standing = {name: types.ModuleType(name) for name in LATE if name not in sys.modules}
    for name, module in standing.items():
        module.__path__ = []  # so that modules may be looked for inside
        for function in LATE[name]:
            setattr(module, function, _late(name, function))
    sys.modules.update(standing)
    try:
        yield
    finally:
        for name in standing:
            del sys.modules[name]


def _late(module: str, name: str) -> Callable[..., Untyped]:
    def call(*arguments: Untyped, **options: Untyped) -> Untyped:
        return getattr(importlib.import_module(module), name)(*arguments, **options)

    return call
