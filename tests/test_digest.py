"""Canonical JSON against the vectors of the standard, and the quick way against the one that follows it closely."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from pia.digest import canonical, digest

VECTORS = Path(__file__).parents[2] / "shared" / "corpora" / "jcs-testdata" / "testdata"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])) | st.text("0123456789.eE:,[-nul", max_size=12),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)  # fmt: skip


@given(json_values)
@example(1.0)  # a number that stands alone
@example([1.0, 1e21, 1e-7, -0.0])  # numbers with more than one form
@example([2**53 - 1, -(2**53) + 1])
@example({"\U0001f600": 1, "\ufb33": 2})  # keys whose UTF-16 units sort otherwise than their code points
def test_the_quick_way_writes_what_the_standard_says(value: object) -> None:
    """Whatever JSON holds: the bytes of the quick way are the bytes of the slow one."""
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the third-party test data is not beside the project")
@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_the_vectors_of_the_standard(name: str) -> None:
    """RFC 8785's own test data: same bytes, same digest."""
    made = canonical(json.loads((VECTORS / "input" / f"{name}.json").read_bytes()))
    assert made == bytes.fromhex((VECTORS / "outhex" / f"{name}.txt").read_text())
    assert digest(json.loads(made)) == hashlib.sha256(made).hexdigest()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, -(2**53)])
def test_what_json_cannot_hold_exactly_is_refused(value: float) -> None:
    """No digest is taken over a number that another reader would read otherwise."""
    with pytest.raises(ValueError, match=r".+"):
        canonical({"number": value})
