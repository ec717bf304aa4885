"""What every other type is made of: the frozen base, the values of answers, levels and verdicts."""

from __future__ import annotations

import enum
import functools
from typing import TypeAlias

import msgspec

UNKNOWN = "unknown"
"""The answer *don't know yet*. No choice may carry this id."""

Value: TypeAlias = str | int | tuple[str, ...]
"""An answer's value: a choice id, several choice ids, a text, a date as text, a whole number, or ``UNKNOWN``."""


class Frozen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every type here: immutable, compared by value, strict about field names when decoded."""


@functools.total_ordering
class Ordered(enum.Enum):
    """An enumeration whose members are ordered as written."""

    rank: int
    """Position in the order, from 0."""

    def __init__(self, _value: str) -> None:
        self.rank = len(type(self).__members__)

    def __lt__(self, other: object) -> bool:
        """Written before the other."""
        if not isinstance(other, type(self)):
            return NotImplemented
        return self.rank < other.rank


class Level(Ordered):
    """How bad a finding is, mildest first."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Verdict(Ordered):
    """What follows from the findings and open points taken together, mildest first."""

    COLLECT = "collect"
    CONDITIONS = "collect with conditions"
    UNDECIDED = "undecided"
    REDESIGN = "redesign"
    DO_NOT_COLLECT = "do not collect"
