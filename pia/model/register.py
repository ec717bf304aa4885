"""All assessments of a house in one list, as its privacy officer keeps it."""

from __future__ import annotations

from datetime import date

from pia.model.base import Frozen


class Listed(Frozen, frozen=True):
    """One assessment. What was not submitted yet has a name and a status, and nothing else.

    ``status`` is the state with what is derived on the day. ``findings``: rules and levels, worst first. ``families``:
    the worst level in each family of risk. ``approved``: the revision that is approved, 0 for none.
    """

    name: str
    state: str
    status: str
    title: str = ""
    company: str = ""
    places: tuple[str, ...] = ()
    revision: int = 0
    verdict: str = ""
    level: str = ""
    findings: tuple[tuple[str, str], ...] = ()
    families: tuple[tuple[str, str], ...] = ()
    unknown: int = 0
    approved: int = 0
    approved_by: str = ""
    approved_on: date | None = None
    review_on: date | None = None
    expired: bool = False
    conditions_open: int = 0
    conditions_overdue: int = 0
    catalogue: str = ""


class Register(Frozen, frozen=True):
    """The list on a day."""

    on: date
    store: str
    listed: tuple[Listed, ...]
