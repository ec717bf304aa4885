"""The open questions as a text to send: complete, grouped, short of line, and silent about what was answered."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from helpers import ON_DATE, real_catalogue
from screen import Terminal

from pia.assess import assess
from pia.assess.conditions import settle
from pia.cli.ask import letter
from pia.cli.main import pia
from pia.model import UNKNOWN, Answer, Answers, Role
from pia.records.answers import read_answers

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted((ROOT / "tests" / "scenarios").glob("*.toml"))


def text_for(answers: Answers) -> str:
    """The letter on these answers."""
    return letter(real_catalogue(), assess(real_catalogue(), answers, ON_DATE, name="guest-checkout"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_open_question_is_in_it_once_and_no_other(path: Path) -> None:
    """With every third answer unknown: those questions, numbered through, with help and choices, and nothing else."""
    catalogue = real_catalogue()
    given = read_answers(path, catalogue).answers
    answers = {
        name: Answer(value=UNKNOWN) if place % 3 == 0 else answer for place, (name, answer) in enumerate(given.items())
    }
    text = " ".join(text_for(answers).split())
    asked = settle(catalogue.questions, answers).asked
    unknown = [name for name in asked if name not in answers or not answers[name].known]
    assert len(unknown) > 5
    for name, question in catalogue.questions.items():
        assert text.count(f"[{name}]") == (1 if name in unknown else 0)
        if name in unknown:
            assert " ".join(question.help.split()) in text
            assert all(f"- {choice.text}" in text for choice in question.choices)
    assert f" {len(unknown)}. " in text
    assert f" {len(unknown) + 1}. " not in text
    assert text.count("What hangs on it:") == len(unknown)


def test_colleagues_read_what_the_plan_is_called() -> None:
    """Not the name of its file, which only the team knows; that stands where nothing has a title yet."""
    title = {"title": Answer(value="Number at the till for returns")}
    assert "collected at: Number at the till for returns A privacy" in " ".join(text_for(title).split())
    assert "collected at: guest-checkout A privacy" in " ".join(text_for({}).split())


def test_nothing_of_the_answers_is_in_it() -> None:
    """Who wrote it, what it is for, their comments: none of it leaves with the questions. Only the title does."""
    typed = "Quillfeather"
    text = text_for(
        {
            question.id: Answer(value=typed, comment=typed)
            if not question.choices
            else Answer(value=UNKNOWN, comment=typed)
            for question in real_catalogue().questions.values()
            if question.role is not Role.TITLE
        }
    )
    assert typed not in text
    assert "guest-checkout" in text


def test_it_is_grouped_by_who_was_named_and_else_by_the_catalogue() -> None:
    """The person named for an answer gets the question, under their own heading."""
    answers = {"minors": Answer(value=UNKNOWN, ask="The games team"), "places": Answer(value=UNKNOWN)}
    text = text_for(answers)
    heading = text.index("The games team\n--------------\n")
    assert text.index("[minors]") > heading
    assert text.count("The games team") == 1
    assert f"\n{real_catalogue().questions['places'].who}\n" in text


def test_it_is_plain_text_that_survives_being_quoted() -> None:
    """72 columns at most, no control characters, and what someone typed as a name cannot steer a terminal."""
    text = text_for({"minors": Answer(value=UNKNOWN, ask="Kim\x1b[31m")})
    assert max(map(len, text.splitlines())) <= 72
    assert "\x1b" not in text
    assert "Kim[U+001B]" in text


def test_on_a_narrow_terminal_no_word_is_broken() -> None:
    """Shown at 40 columns it says the same in shorter lines; what goes into a file or a pipe keeps its 72."""
    answers = {"minors": Answer(value=UNKNOWN)}
    assessment = assess(real_catalogue(), answers, ON_DATE, name="guest-checkout")
    narrow = letter(real_catalogue(), assessment, 39)
    assert max(map(len, narrow.splitlines())) <= 39
    assert narrow.replace("-", "").split() == text_for(answers).replace("-", "").split()


def test_what_hangs_on_it_is_the_worst_of_it() -> None:
    """The first open point, worst first, and how many more wait for the same answer."""
    text = " ".join(text_for(read_answers(ROOT / "tests/scenarios/ebook.toml", real_catalogue()).answers).split())
    assert "Children's numbers are taken without a parent's verified consent (critical). And 7 more." in text


def test_nothing_open_is_said(tmp_path: Path) -> None:
    """A plan that is answered whole asks for nothing; the file is written where it was told to."""
    from click.testing import CliRunner

    out = tmp_path / "q.txt"
    done = CliRunner().invoke(pia, ["ask", str(ROOT / "tests/scenarios/courier.toml"), "-o", str(out)])
    assert done.exit_code == 0
    assert done.output.strip() == str(out)
    assert out.read_text() == (
        "Nothing is open in Courier number at guest checkout: every question that applies has an answer.\n"
    )


def test_it_is_fitted_to_the_terminal_it_is_shown_on() -> None:
    """A line of 72 columns would be broken by the terminal, in the middle of a word."""
    terminal = Terminal([sys.executable, "-m", "pia", "ask", str(SCENARIOS[0])], columns=40, rows=400)
    try:
        assert terminal.end() == 0
        assert max(map(len, terminal.text.splitlines())) < 40
        assert " ".join(terminal.text.split()).startswith(f"{terminal.text.split()[0]} open questions about the phone")
    finally:
        terminal.close()
