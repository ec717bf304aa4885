"""Writes the golden stream of today's schema: `python tests/records/golden.py`, once for each schema, never again.

Released golden streams stay as they are for ever: they are how old records are known to be readable.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from pia.model import (
    RECORD_SCHEMA,
    ApprovedWithConditions,
    Archived,
    ChangesRequested,
    Commented,
    ConditionClosed,
    Declared,
    Matter,
    Opinion,
    Request,
    Submitted,
    Superseded,
)
from pia.records.store import Store
from records.lives import NEXT_YEAR, REPORT, Memory, add, revised, term


def main() -> None:
    """A life with every kind of act that can be in one."""
    memory = Memory()
    store = Store(memory)
    one, two = revised("courier"), revised("returns", 2)
    first: dict[str, Any] = {"revision": 1, "sha256": one.sha256}
    second: dict[str, Any] = {"revision": 2, "sha256": two.sha256}
    add(store, one)
    add(store, Submitted(**first, report=REPORT))
    add(store, Commented(text="Is it needed for every order?", about="required"), "reviewer")
    requests = (Request(text="Ask only where a courier comes.", about="required"),)
    add(store, ChangesRequested(**first, reason="Too many are asked.", requests=requests), "reviewer")
    add(store, two)
    add(store, Submitted(**second, report=REPORT))
    add(store, Opinion(**second, text="The number can be left out."), "privacy officer")
    terms = (term("c1"), term("c2", due=date(2027, 3, 1)))
    views = "Twelve customers were asked; nobody minded."
    add(
        store,
        ApprovedWithConditions(**second, review_on=NEXT_YEAR, conditions=terms, views=views, note="Good."),
        "reviewer",
    )
    add(store, ConditionClosed(condition="c1", evidence="The text stands beside the field since 3 December."))
    add(store, Declared(matter=Matter.VENDOR, text="Another courier."))
    add(store, Archived(bag="guest-checkout-2", manifest="0" * 128))
    add(store, Superseded(successor="checkout-2027", reason="A new checkout."), "reviewer")
    folder = Path(__file__).parent / "golden" / f"schema-{RECORD_SCHEMA}"
    folder.mkdir(parents=True, exist_ok=True)
    for key, content in memory.files.items():
        (folder / key.rpartition("/")[2]).write_bytes(content)


if __name__ == "__main__":
    main()
