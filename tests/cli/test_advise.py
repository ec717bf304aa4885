"""`pia advise`: what it prints when nothing, something, or nothing enough can be done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pia.cli.main import pia

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def advise(name: str, *options: str) -> Result:
    """Run `pia advise` on a scenario, on the day of all tests."""
    return CliRunner().invoke(pia, ["advise", str(SCENARIOS / f"{name}.toml"), "--date", "2026-11-24", *options])


def test_a_plan_that_passes_needs_nothing() -> None:
    """And that is all it says."""
    assert advise("courier").output == "Verdict now: collect\n\nNothing needs to change.\n"


def test_steps_come_in_order_with_what_follows_and_what_remains() -> None:
    """Number, title, id, how, who and how long, the verdict then; the next best ways; what is left."""
    done = advise("kids-game")
    assert done.exit_code == 0
    assert done.output.startswith(
        "Verdict now: do not collect\n\nThe least work that brings it to “collect”: 21 steps ("
    )
    assert "\nM1   " in done.output
    assert "\n     Then: undecided until M21, worst finding info\n" in done.output
    assert "     Then: collect, worst finding info\n" in done.output
    assert "\nOr take: " in done.output
    assert "Findings that remain and do not stand in the way:" in done.output
    assert "not known yet" not in done.output


def test_where_measures_are_not_enough_it_says_what_to_ask() -> None:
    """The best within reach, and the questions that nobody has answered."""
    words = " ".join(advise("ebook").output.split())
    assert "First find out what is not known yet: on that depends whether it can come to “collect”." in words
    assert "The least work that settles all else: 15 steps (5 take hours, 9 take days, 1 takes weeks)." in words
    assert "5 answers are not known yet, and could bring findings as bad as critical. Ask Product:" in words
    assert "Ask Product: Could people under 18 be among them? [minors]" in words


@pytest.mark.parametrize("name", ["courier", "returns", "ebook", "kids-game", "cold-list"])
def test_json_holds_the_same(name: str) -> None:
    """Verdict, ways with their steps and efforts, and what stays."""
    advice = json.loads(advise(name, "--json").output)
    assert set(advice) - {"savings"} == {"verdict", "ways", "findings", "open_points"}
    for way in advice["ways"]:
        assert way["steps"][-1]["verdict"] == way["verdict"]
        assert way["effort"] > 0


def test_an_answer_that_saves_a_step_is_named() -> None:
    """What to find out before building."""
    text = " ".join(advise("kids-game").output.split())
    assert "If it is: No, a random id is used, this step falls away: Use a random id in place of the number" in text


def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """As everywhere."""
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, advise("kids-game").output.splitlines())) < 60
