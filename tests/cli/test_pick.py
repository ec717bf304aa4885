"""Which assessment to go on with: how each stands, how long ago it was changed, and what is said without a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import ON_DATE, real_catalogue
from interview.conftest import lines

from pia.cli.pick import ago, only, pick, standings
from pia.errors import Stopped
from pia.model import UNKNOWN, Answer
from pia.records.drafts import Drafts

MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "just now"), (0, "just now"), (59, "just now"), (MINUTE, "1 minute ago"), (59 * MINUTE, "59 minutes ago"),
        (HOUR, "1 hour ago"), (2.5 * HOUR, "2 hours ago"), (23 * HOUR, "23 hours ago"), (DAY, "1 day ago"),
        (6 * DAY, "6 days ago"), (7 * DAY, "1 week ago"), (23 * DAY, "3 weeks ago"), (363 * DAY, "51 weeks ago"),
        (364 * DAY, "1 year ago"), (3 * 364 * DAY, "3 years ago"),
    ],
)  # fmt: skip
def test_ages_in_words(seconds: float, said: str) -> None:
    """The largest unit that is full; a clock that went backwards is now."""
    assert ago(seconds) == said


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    """Three assessments: one begun, one broken, one further on, the oldest last."""
    kept = Drafts(tmp_path / "assessments")
    catalogue = real_catalogue()
    kept.save("till-number", catalogue, {"title": Answer(value="Till"), "places": Answer(value=UNKNOWN, asked="?")})
    kept.save("broken-one", catalogue, {})
    kept.path("broken-one").write_text("{")
    kept.save("new-one", catalogue, {})
    for age, name in enumerate(["new-one", "broken-one", "till-number"]):
        then = time.time() - age * 2 * DAY
        os.utime(kept.path(name), (then, then))
    return kept


def test_each_stands_with_progress_verdict_and_age(drafts: Drafts) -> None:
    """Newest first; what cannot be read says so and hides no other."""
    said = {one.name: one.words for one in standings(drafts, real_catalogue(), ON_DATE)}
    assert list(said) == ["new-one", "broken-one", "till-number"]
    assert said["new-one"].startswith("0 of ")
    assert said["new-one"].endswith(" answered, undecided so far, changed just now")
    assert said["till-number"].startswith("1 of ")  # a wording that is not the catalogue's is asked again
    assert said["till-number"].endswith("changed 4 days ago")
    assert "is not valid JSON" in said["broken-one"]


def test_one_is_picked_by_its_number(drafts: Drafts) -> None:
    """A wrong number is met with a sentence; nothing but a number picks one."""
    those = standings(drafts, real_catalogue(), ON_DATE)
    face, shown = lines(["", "4", "0", "new-one", "<", "3"])
    assert pick(face, those) == "till-number"
    assert shown.getvalue().count("Type a number from 1 to 3.") == 4


def test_picking_none_changes_nothing(drafts: Drafts) -> None:
    """The end of input picks nothing."""
    with pytest.raises(Stopped, match="Nothing was changed"):
        pick(lines([])[0], standings(drafts, real_catalogue(), ON_DATE))


def test_without_a_terminal_all_are_listed_as_they_would_be_typed(drafts: Drafts) -> None:
    """Nobody can choose there, and nothing is chosen for them."""
    done = subprocess.run(
        [sys.executable, "-m", "pia", "resume"], cwd=Path(drafts.where).parent, input="1\n1\n", capture_output=True,
        text=True, check=False, env={**os.environ, "PIA_CALLED": "bin/pia"},
    )  # fmt: skip
    assert done.returncode == 2
    assert not done.stdout
    assert [line.split()[:3] for line in done.stderr.splitlines()[1:]] == [
        ["bin/pia", "resume", name] for name in ("new-one", "broken-one", "till-number")
    ]
    assert str(only(standings(drafts, real_catalogue(), ON_DATE), "x")).startswith("pia asks questions only")
