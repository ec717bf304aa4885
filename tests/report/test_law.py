"""What the law says stands in the catalogue alone, where lawyers can edit it: not in templates, not in Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAW = re.compile(
    r"\b(GDPR|ePrivacy|PECR|TCPA|CCPA|CPRA|COPPA|CASL|PIPEDA|LGPD|DPDP|TSR|CNIL|ICO|FTC|FCC)\b"
    r"|\b(Art|Arts|Article|Articles|Recital|Directive|Regulation \(EU\)|Sec)\b\.? ?\(?\d"
    r"|§ ?\d|\b\d+ U\.?S\.?C\b|\b(EUR|USD|GBP|AUD|INR) ?\d"
)
FILES = sorted([*(ROOT / "templates").iterdir(), *(ROOT / "pia").rglob("*.py")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_provision_is_named(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert LAW.findall(text) == []


def test_the_search_would_find_one() -> None:
    for sentence in (
        "under Art. 6",
        "the GDPR says",
        "Article 5(1)(c)",
        "§ 7",
        "up to EUR 20,000,000",
        "47 U.S.C. 227",
    ):
        assert LAW.search(sentence)
