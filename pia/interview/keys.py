"""The keys, once: the arrow face binds this table, the plain face reads it, and both print their help from it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pia.interview.layout import columns, wrap
from pia.model import Kind

LISTS = frozenset({Kind.ONE, Kind.MANY})
TYPED = frozenset({Kind.TEXT, Kind.NUMBER, Kind.DATE})
EVERY = LISTS | TYPED


class Act(enum.Enum):
    """What a key does."""

    MOVE = "move"
    LEAP = "leap"
    PICK = "pick"
    TICK = "tick"
    ACCEPT = "accept"
    HELP = "help"
    UNKNOWN = "unknown"
    EMPTY = "leave empty"
    BACK = "back"
    COMMENT = "comment"
    ASK = "ask someone else"
    EDIT = "edit"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the table.

    ``bound``: key sequences as prompt_toolkit names them. ``label``: how a person calls them. ``typed``: the line to
    type in the plain face, "" where there is none. ``words``: what it does. ``empty``: only while nothing is typed,
    because it is also a letter of answers.
    """

    act: Act
    bound: tuple[tuple[str, ...], ...]
    label: str
    typed: str
    words: str
    kinds: frozenset[Kind] = EVERY
    empty: bool = False


KEYS = (
    Key(Act.TICK, ((" ",),), "Space", "", "tick", frozenset({Kind.MANY})),
    Key(Act.ACCEPT, (("enter",),), "Enter", "", "answer"),
    Key(Act.ASK, (("@",),), "@", "@", "someone else will know", empty=True),
    Key(Act.HELP, (("?",),), "?", "?", "help", empty=True),
    Key(Act.BACK, (("s-tab",),), "Shift-Tab", "<", "back"),
    Key(Act.UNKNOWN, (), "", "!", "don't know yet"),
    Key(Act.EMPTY, (), "an empty line", "", "means don't know yet", TYPED),
    Key(Act.COMMENT, (("c-o",),), "Ctrl-O", "//", "comment"),
    Key(Act.STOP, (("c-c",), ("c-d",), ("c-q",)), "Ctrl-C", "Ctrl-C", "save and stop"),
    Key(Act.EDIT, (("c-x", "c-e"),), "Ctrl-X Ctrl-E", "", "editor", frozenset({Kind.TEXT})),
    Key(Act.MOVE, (("up",), ("down",)), "Up/Down", "", "move", LISTS),
    Key(Act.PICK, tuple((digit,) for digit in "0123456789"), "a number", "", "goes to that choice", LISTS),
    Key(Act.LEAP, (("home",), ("end",), ("pageup",), ("pagedown",)), "Home/End/Page", "", "move far", LISTS),
)
"""What matters most stands first: the line under a prompt begins with those."""

_NAMED = frozenset({Act.TICK, Act.ACCEPT, Act.ASK, Act.HELP, Act.BACK, Act.STOP})
"""What is always named under a prompt: nobody should have to look for the way on, back, out, or to help."""

_BRIEF = {Act.ASK: "someone else", Act.STOP: "stop"}
"""What they do, as said under a prompt; the help says more."""


def key(act: Act) -> Key:
    """The row of an action."""
    return next(row for row in KEYS if row.act is act)


_STOP = replace(key(Act.STOP), words="stop")

LINE_KEYS = (replace(key(Act.ACCEPT), words="done"), key(Act.HELP), key(Act.BACK), _STOP)
"""The rows for a line that is no answer."""

NO_HELP = "There is no more to say about this."


def rows(kind: Kind, *, alone: bool = False, unknown: str = "") -> tuple[Key, ...]:
    """The rows that matter for such a question. ``alone``: one outside of an interview, which keeps nothing else.

    ``unknown``: what *don't know yet* is called there, where it is called otherwise.
    """
    those: Iterable[Key] = (row for row in KEYS if kind in row.kinds)
    if unknown:
        those = (replace(row, words=unknown) if row.act is Act.UNKNOWN else row for row in those)
    if not alone:
        return tuple(those)
    return tuple(_STOP if row.act is Act.STOP else row for row in those if row.act not in {Act.COMMENT, Act.ASK})


def arrow_help(those: Iterable[Key]) -> str:
    """Keys in one sentence: ``Enter answer, ? help, ...``; no-break spaces keep each together."""
    return ", ".join(_said(row.label, row.words) for row in those if row.label)


def line_help(those: Iterable[Key]) -> str:
    """What to type in the plain face, in one sentence."""
    return ", ".join(_said(row.typed, row.words) for row in those if row.typed)


def arrow_row(those: Iterable[Key], width: int) -> str:
    """The line under a prompt: the keys that are always named, and others while they fit.

    Where one line has no room for those, they stand on as many as it takes, in shorter words.
    """
    brief = [replace(row, words=_BRIEF.get(row.act, row.words)) for row in those if row.label]
    shown = [row for row in brief if row.act in _NAMED]
    if columns(arrow_help(shown)) > width:
        return wrap(arrow_help(replace(row, words="ok") if row.act is Act.ACCEPT else row for row in shown), width)
    for row in brief:
        if row.act not in _NAMED and columns(arrow_help([*shown, row])) <= width:
            shown.append(row)
    return wrap(arrow_help(shown), width)


def _said(label: str, words: str) -> str:
    return f"{label} {words}".replace(" ", "\N{NO-BREAK SPACE}")
