"""The keys, once: the arrow face binds this table, the plain face reads it, and both print their help from it."""

from __future__ import annotations

import enum
from collections.abc import Container, Iterable
from dataclasses import dataclass

from pia.model import Kind

LISTS = frozenset({Kind.ONE, Kind.MANY})
TYPED = frozenset({Kind.TEXT, Kind.NUMBER, Kind.DATE})
EVERY = LISTS | TYPED


class Act(enum.Enum):
    """What a key does."""

    MOVE = "move"
    TICK = "tick"
    ACCEPT = "accept"
    HELP = "help"
    UNKNOWN = "unknown"
    EMPTY = "leave empty"
    BACK = "back"
    COMMENT = "comment"
    EDIT = "edit"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the table.

    ``bound``: key sequences as prompt_toolkit names them. ``label``: how a person calls the first. ``typed``: the line
    to type in the plain face, "" where there is none. ``words``: what it does.
    """

    act: Act
    bound: tuple[tuple[str, ...], ...]
    label: str
    typed: str
    words: str
    kinds: frozenset[Kind] = EVERY


KEYS = (
    Key(Act.MOVE, (("up",), ("down",)), "Up/Down", "", "move", LISTS),
    Key(Act.TICK, ((" ",),), "Space", "", "tick", frozenset({Kind.MANY})),
    Key(Act.ACCEPT, (("enter",),), "Enter", "", "answer"),
    Key(Act.HELP, (("?",),), "?", "?", "help"),
    Key(Act.UNKNOWN, (), "", "!", "don't know yet"),
    Key(Act.EMPTY, (), "an empty line", "", "means don't know yet", TYPED),
    Key(Act.BACK, (("s-tab",),), "Shift-Tab", "<", "back"),
    Key(Act.COMMENT, (("c-o",),), "Ctrl-O", "//", "comment"),
    Key(Act.EDIT, (("c-x", "c-e"),), "Ctrl-X Ctrl-E", "", "editor", frozenset({Kind.TEXT})),
    Key(Act.STOP, (("c-c",), ("c-d",), ("c-q",)), "Ctrl-C", "Ctrl-C", "save and stop"),
)


def key(act: Act) -> Key:
    """The row of an action."""
    return next(row for row in KEYS if row.act is act)


def rows(kind: Kind, known: Container[Act] = ()) -> tuple[Key, ...]:
    """The rows that matter for such a question, without the actions a person knows already."""
    return tuple(row for row in KEYS if kind in row.kinds and row.act not in known)


def arrow_help(those: Iterable[Key]) -> str:
    """Keys on one line: ``Enter answer, ? help, ...``; no-break spaces keep each together."""
    return _help((row.label, row.words) for row in those)


def line_help(those: Iterable[Key]) -> str:
    """What to type in the plain face, on one line."""
    return _help((row.typed, row.words) for row in those)


def _help(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{label} {words}".replace(" ", "\N{NO-BREAK SPACE}") for label, words in pairs if label)
