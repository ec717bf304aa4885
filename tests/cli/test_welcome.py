"""What `pia new` says first, and the name it asks for, in both faces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import real_catalogue
from interview.conftest import Typing, lines, typing_arrows

from pia.assess.conditions import settle
from pia.cli.welcome import FEWEST, MOST, WELCOME, ask_name, welcome
from pia.errors import Stopped
from pia.records.answers import read_answers
from pia.records.drafts import Drafts

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.toml"))


@pytest.fixture
def arrows() -> Iterator[Typing]:
    """An arrow face, for one test."""
    with typing_arrows() as face:
        yield face


def test_the_number_of_questions_is_what_the_worked_examples_are_asked() -> None:
    """Rounded to tens: a catalogue that grows cannot leave the promise behind."""
    catalogue = real_catalogue()
    asked = [len(settle(catalogue.questions, read_answers(path, catalogue).answers).asked) for path in SCENARIOS]
    assert (round(min(asked), -1), round(max(asked), -1)) == (FEWEST, MOST)


def test_three_lines_say_what_how_long_and_what_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """And how to stop, with the command as it was called."""
    monkeypatch.setenv("PIA_CALLED", "bin/pia")
    face, page = lines([])
    welcome(face)
    said = " ".join(page.getvalue().split())
    assert page.getvalue().count("\n") == len(WELCOME)
    assert "a report as PDF" in said
    assert "Ctrl-C stops, and `bin/pia resume` goes on." in said


def test_the_nearest_name_is_filled_in_and_enter_takes_it(tmp_path: Path, arrows: Typing) -> None:
    """Nobody types it again; what stands there can also be changed."""
    drafts = Drafts(tmp_path)
    face, _ = arrows(["FC Blau-Weiß\r", "\r"])
    assert ask_name(face, drafts) == "fc-blau-weiss"
    face, _ = arrows(["FC Blau-Weiß\r", "-sms\r"])
    assert ask_name(face, drafts) == "fc-blau-weiss-sms"
    plain, page = lines(["FC Blau-Weiß", ""])
    assert ask_name(plain, drafts) == "fc-blau-weiss"
    assert "The files can be called fc-blau-weiss" in page.getvalue()


def test_a_name_that_is_taken_or_near_nothing_is_asked_for_again(tmp_path: Path) -> None:
    """Also the one that was filled in; and `?` says what the name is for."""
    drafts = Drafts(tmp_path)
    drafts.save("till-one", real_catalogue(), {})
    plain, page = lines(["?", "<", "報名表", "Till One", "", "till-two"])
    assert ask_name(plain, drafts) == "till-two"
    said = " ".join(page.getvalue().split())
    assert "The folder and the report are called by this name" in said
    assert "Use 3 to 63 letters a-z, digits and hyphens." in said
    assert "There is one of this name already." in said


def test_stopping_at_the_name_leaves_nothing(tmp_path: Path, arrows: Typing) -> None:
    """Ctrl-C at the first line, and the end of input."""
    for face in (arrows(["\x03"])[0], lines([])[0]):
        with pytest.raises(Stopped, match="nothing to save"):
            ask_name(face, Drafts(tmp_path))
    assert list(tmp_path.iterdir()) == []
