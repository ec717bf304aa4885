"""`pia new` and `pia resume` as a person meets them: from the first prompt to the PDF, in a real pseudo-terminal."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
from helpers import real_catalogue

from pia.model import UNKNOWN, Answer
from pia.records.answers import read_answers
from pia.records.drafts import Drafts

PIA = [sys.executable, "-m", "pia"]
FAST = {"PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm-256color", "LANG": "C.UTF-8", "PIA_CALLED": "pia"}


def start(folder: Path, *arguments: str) -> Any:  # noqa: ANN401 - pexpect has no types for this
    """Run pia in a pseudo-terminal in that folder."""
    env = {**os.environ, **FAST}
    return pexpect.spawn(
        PIA[0], [*PIA[1:], *arguments], cwd=str(folder), env=env, dimensions=(24, 80), encoding="utf-8", timeout=30
    )


def settle(process: Any) -> None:  # noqa: ANN401
    """Wait until nothing more comes: what is typed before the prompt stands is thrown away, as it should be."""
    while process.expect([pexpect.TIMEOUT, r".+"], timeout=0.4):
        pass


def exit_code(process: Any) -> int:  # noqa: ANN401
    """The exit code once the program has ended."""
    process.expect(pexpect.EOF)
    process.close()
    return int(process.exitstatus)


def draft(folder: Path, name: str) -> dict[str, Any]:
    """The answers kept on disk."""
    kept: dict[str, Any] = json.loads((folder / "assessments" / name / "draft.json").read_text())["answers"]
    return {question: answer["value"] for question, answer in kept.items()}


def test_stop_resume_and_finish_in_plain_lines(tmp_path: Path) -> None:
    """Stopped after two answers, gone on with, answered with *don't know yet* to the end: a verdict and a PDF."""
    process = start(tmp_path, "new", "guest-checkout", "--plain")
    process.expect("What do you call this collection point")
    process.expect(r"\): ")
    process.send("Guest checkout\n")
    process.expect("What is planned")
    process.expect(r"\): ")
    process.send("\x03")
    process.expect(r"Go on with: pia resume\s+guest-checkout")
    assert exit_code(process) == 75
    assert draft(tmp_path, "guest-checkout") == {"title": "Guest checkout"}

    process = start(tmp_path, "resume", "--plain")
    process.expect(
        r"Going\s+on\s+with\s+guest-checkout,\s+the\s+only\s+one\s+here:\s+1\s+of\s+\d+\s+to\s+\d+\s+answered"
    )
    for _ in range(80):
        if process.expect([r"Question number to change, or ok to finish", r"Question \d+ of \d+"]) == 0:
            break
        process.expect(r"\): ")
        process.send("!\n")
    process.send("ok\n")
    process.expect("Verdict: undecided")
    process.expect(r"The report:\s+(\S+)")
    process.expect(r"Next, to hand it to review:\s+pia submit guest-checkout\r\n")
    assert exit_code(process) == 0
    answers = draft(tmp_path, "guest-checkout")
    assert answers.pop("title") == "Guest checkout"
    assert set(answers.values()) == {"unknown"}
    assert (tmp_path / "assessments" / "guest-checkout" / "guest-checkout.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_the_arrow_face_saves_and_says_the_consequence(tmp_path: Path) -> None:
    """Enter alone gives *don't know yet*; an answer that raises something is followed by one line that says so."""
    process = start(tmp_path, "new", "e-book")
    keys = [
        ("collection point", "E-book\r"),
        ("in one sentence", "x\r"),
        ("company", "x\r"),
        ("doing when", "\x1b[B\x1b[B\r"),
        ("Where are the people", "\x1b[B\x1b[B \r"),
        ("Who are the people", "\r"),
        ("under 18", "\r"),
        ("how many people", "\r"),
        ("used for", "\r"),
        ("numbers come from", "\x1b[B \r"),
        ("Must the person", "\x1b[B" * 5 + "\r"),
        ("without giving", "\x1b[B\r"),
    ]
    for question, pressed in keys:
        process.expect(question)
        settle(process)
        process.send(pressed)
    process.expect(r"Raises high: A number is demanded")
    process.send("\x03")
    assert exit_code(process) == 75
    answers = draft(tmp_path, "e-book")
    assert answers["works-without"] == "yes"
    assert answers["places"] == ["uk"]
    assert answers["people"] == answers["minors"] == answers["uses"] == "unknown"


def courier(**changed: Answer) -> dict[str, Answer]:
    """The answers of a worked example, some of them changed."""
    path = Path(__file__).parents[1] / "scenarios" / "courier.toml"
    return {**read_answers(path, real_catalogue()).answers, **changed}


@pytest.mark.parametrize("face", [[], ["--plain"]], ids=["arrows", "plain"])
def test_among_several_one_is_picked_and_only_what_is_open_is_asked(tmp_path: Path, face: list[str]) -> None:
    """The list says how each stands; --open asks the two that nobody knew, and goes on to the review."""
    drafts = Drafts(tmp_path / "assessments")
    drafts.save("till-number", real_catalogue(), courier(minors=Answer(value=UNKNOWN), volume=Answer(value=UNKNOWN)))
    drafts.save("new-one", real_catalogue(), {})
    process = start(tmp_path, "resume", "--open", *face)
    process.expect(r"1\. new-one: 0 of")
    process.expect(r"2\. till-number: (\d+)\s+of\s+\d+\s+to\s+\d+\s+answered,\s+undecided")
    process.expect("Number to go on with")
    settle(process)
    process.send("2\r")
    process.expect("2 questions are open")
    process.expect("Could people under 18")
    settle(process)
    process.send("4\r" if face else "\x1b[B" * 4 + "\r")
    process.expect("how many people")
    settle(process)
    process.send("900\r")
    process.expect("Your answers")
    process.expect("to finish")
    settle(process)
    process.send("\x03")
    assert exit_code(process) == 75
    answers = draft(tmp_path, "till-number")
    assert (answers["minors"], answers["volume"]) == ("unlikely", 900)


def test_answers_the_catalogue_does_not_know_are_kept_and_said(tmp_path: Path) -> None:
    """Resumed without the house's catalogue: one line says what is kept, and the draft still holds it at the end."""
    drafts = Drafts(tmp_path / "assessments")
    drafts.save("till-number", real_catalogue(), courier(minors=Answer(value=UNKNOWN), own=Answer(value="ours")))
    process = start(tmp_path, "resume", "till-number", "--plain", "--open")
    process.expect(r"1\s+earlier\s+answer\s+belongs\s+to\s+questions")
    process.expect("Could people under 18")
    process.expect(r"\): ")
    process.send("!\r")
    process.expect("to finish")
    process.send("\x03")
    assert exit_code(process) == 75
    assert draft(tmp_path, "till-number")["own"] == "ours"


@pytest.mark.parametrize("arguments", [["new", "plan"], ["new"], ["resume"]])
def test_a_pipe_is_never_an_answer(tmp_path: Path, arguments: list[str]) -> None:
    """What is fed through a pipe answers nothing and leaves nothing."""
    import subprocess

    done = subprocess.run(
        [*PIA, *arguments], cwd=tmp_path, input="y\n" * 200, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert re.search("only in a terminal|begins one", done.stderr)
    assert list(tmp_path.iterdir()) == []
