"""Which findings a safeguard would ease: as they would be if it were answered and backed, on every worked plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ON_DATE, TESTS, answers_in, real_catalogue, table

from pia.assess import assess
from pia.assess.conditions import settle
from pia.assess.easing import eased, eases
from pia.model import Answer

CATALOGUE = real_catalogue()
PLANS = sorted((TESTS / "plans").glob("*.toml")) + sorted((TESTS / "scenarios").glob("*.toml"))
BACKED = {"controls-proof": Answer(value="Test of May, ticket 412"), "fixes-by": Answer(value="2027-03-31")}


def test_only_what_is_backed_eases() -> None:
    """The catalogue has two such questions; what backs them is none."""
    assert [name for name, question in CATALOGUE.questions.items() if eases(CATALOGUE, question)] == [
        "controls", "fixes",
    ]  # fmt: skip
    assert eased(CATALOGUE, {}, CATALOGUE.questions["minors"], ON_DATE) == {}


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_choice_eases_what_is_named_and_nothing_else(path: Path) -> None:
    """Whatever was answered to it before."""
    given = answers_in(CATALOGUE, table(path)["answers"])
    for name in {"controls", "fixes"} & set(settle(CATALOGUE.questions, given).asked):
        found = eased(CATALOGUE, given, CATALOGUE.questions[name], ON_DATE)
        proof = "controls-proof" if name == "controls" else "fixes-by"
        bare = {**given, name: Answer(value=("none",))}
        before = {item.rule: item.level for item in assess(CATALOGUE, bare, ON_DATE).findings}
        for choice in CATALOGUE.questions[name].choices:
            with_it = {**given, name: Answer(value=(choice.id,)), proof: BACKED[proof]}
            after = assess(CATALOGUE, with_it, ON_DATE).findings
            lowered = {item.rule: before[item.rule] for item in after if item.level < before[item.rule]}
            assert {item.rule: item.level for item in found.get(choice.id, ())} == lowered
