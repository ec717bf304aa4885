"""The fonts of the report have a letterform for every character of the catalogue and of the templates."""

from __future__ import annotations

import msgspec

from pia.catalogue import load
from pia.report.fonts import covered
from pia.shipped import shipped


def test_every_character_is_printable() -> None:
    text = msgspec.json.encode(load()).decode() + "".join(
        file.read_text(encoding="utf-8") for file in shipped("templates").iterdir()
    )
    missing = {character for character in text if ord(character) not in covered()} - {"\n"}
    assert missing == set()
