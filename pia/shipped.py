"""Folders that stand at the top of a checkout and inside the package once it is installed."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def shipped(name: str, beside: str = "") -> Path:
    """The folder ``name`` in the package; in a checkout, the one at its top called ``beside`` (or the same)."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / (beside or name)
