"""A whole life in a real terminal: from the first answers to the law that overtakes an approval, and its successor."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
from helpers import TESTS
from screen import Terminal

FAST = {"PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm-256color", "LANG": "C.UTF-8"}
BEFORE, AFTER = "2026-11-24", "2027-05-13"
"""The day before and the day on which an Indian text that the plan rests on comes into force."""


class Life:
    """Runs one command after the other in a pseudo-terminal, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *arguments: str, says: tuple[tuple[str, str], ...] = (), code: int = 0) -> str:
        """Run pia, answer each prompt as it comes, and return all that was on the screen."""
        env = {name: value for name, value in os.environ.items() if name != "PIA_BY"} | FAST
        process: Any = pexpect.spawn(
            sys.executable, ["-m", "pia", *arguments], cwd=str(self.folder), env=env, dimensions=(50, 200),
            encoding="utf-8", timeout=60,
        )  # fmt: skip
        shown = ""
        for prompt, typed in says:
            process.expect(prompt)
            shown += process.before + process.after
            while process.expect([pexpect.TIMEOUT, r".+"], timeout=0.3):
                shown += process.after
            process.send(typed + "\n")
        process.expect(pexpect.EOF)
        shown += process.before
        process.close()
        assert process.exitstatus == code, shown
        return re.sub(r"\s+", " ", shown)

    def state(self) -> list[str]:
        """What the records say was done."""
        files = sorted((self.folder / "assessments" / "messenger").glob("0*.json"))
        return [json.loads(path.read_text())["act"]["kind"] for path in files]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """A folder with a plan in it: a messenger for people in India."""
    plan = (TESTS / "plans" / "messenger.toml").read_text()
    plan = re.sub(r"(?m)^places = .*$", 'places = ["in"]', plan)
    (tmp_path / "plan.toml").write_text(plan)
    return Life(tmp_path)


def test_a_whole_life(life: Life) -> None:
    """New, submit, changes requested, revise, approve with conditions, archive, a law in force, recheck, supersede."""
    assert "Verdict: collect with conditions" in life.run(
        "new", "messenger", "--answers", "plan.toml", "--date", BEFORE
    )
    told = life.run("submit", "messenger", "--date", BEFORE, says=(("Your name", "author"),))
    assert "revision 1 submitted" in told

    comments = (
        ("Comment on this finding", "Which law?"),
        ("Comment on this finding", ""),
        ("Comment on this finding", ""),
    )
    told = life.run(
        "review", "messenger", "--plain", "--date", BEFORE,
        says=(
            ("Your name", "reviewer"), *comments, (r"Number \(", "3"),
            ("What should change", "Say why a number is needed."),
            ("Type yes", "yes"),
        ),
    )  # fmt: skip
    assert "Finding 1 of 3: medium" in told
    assert "Answer:" in told
    assert "Changes of revision 1 requested by reviewer" in told

    told = life.run(
        "resume", "messenger", "--plain", "--date", BEFORE,
        says=(
            ("Question number to change", "1"), (r"\): ", "Messenger, with a reason"),
            ("Question number to change", "ok"),
        ),
    )  # fmt: skip
    assert told.index("Say why a number is needed.") < told.index("Which law?") < told.index("Your answers")
    assert "Comment by reviewer: Which law?" in told[told.index("Your answers") :]
    assert "revision 2 submitted" in life.run("submit", "messenger", "--by", "author", "--date", BEFORE)

    told = life.run(
        "review", "messenger", "--plain", "--by", "reviewer", "--date", BEFORE,
        says=(
            *((prompt, "") for prompt, _ in comments), (r"Number \(", "2"),
            ("Condition 1", "Let people use it without their address book."), ("Who does it", "Product"),
            ("Until when", "2027-03-31"), ("The finding it answers", "conditional-consent"), ("Condition 2", ""),
            ("A note", ""), ("Next review", ""), ("Type yes", "yes"),
        ),
    )  # fmt: skip
    assert "Say why a number is needed." in told
    assert "Changed since revision 1" in told
    assert "Revision 2 approved with conditions by reviewer" in told
    life.run("check", "messenger", "--require", "approved", "--date", BEFORE)
    assert "messenger, condition c1" in life.run("due", "--date", "2027-03-15")

    assert "revision 2 archived" in life.run("archive", "messenger", "--by", "reviewer", "--date", BEFORE)
    told = life.run("verify", "archive/messenger-2")
    assert "A whole archive" in told
    assert "messenger, revision 2: approved with conditions, by reviewer" in told

    told = life.run("recheck", "--date", AFTER, code=1)
    assert "messenger@2: collect with conditions -> do not collect" in told
    assert "has come into force on 2027-05-13." in told

    life.run("new", "messenger-2027", "--answers", "plan.toml", "--date", AFTER)
    told = life.run(
        "review",
        "messenger",
        "--supersede-with",
        "messenger-2027",
        "--because",
        "A new law applies.",
        "--by",
        "reviewer",
    )
    assert "Superseded with messenger-2027 by reviewer" in told
    life.run("recheck", "--date", AFTER)
    assert life.state() == [
        "revised", "submitted", "commented", "changes requested", "revised", "submitted", "approved with conditions",
        "archived", "superseded",
    ]  # fmt: skip
    told = life.run("log", "messenger")
    assert "9 records, each as it was written." in told
    assert "superseded" in life.run("list")


def test_leaving_a_review_records_nothing(life: Life) -> None:
    """Ctrl-C at any prompt: one sentence, exit code 75, and no record."""
    life.run("new", "messenger", "--answers", "plan.toml", "--date", BEFORE)
    life.run("submit", "messenger", "--by", "author", "--date", BEFORE)
    before = life.state()
    told = life.run(
        "review", "messenger", "--plain", "--by", "reviewer", "--date", BEFORE,
        says=(("Comment on this finding", "Hm."), ("Comment on this finding", "\x03")), code=75,
    )  # fmt: skip
    assert "Nothing was recorded." in told
    assert life.state() == before


def test_what_the_reviewer_says_stays_on_the_screen(life: Life) -> None:
    """With arrow keys as with lines: each comment, what the decision is made of, help on a line, and the way back."""
    life.run("new", "messenger", "--answers", "plan.toml", "--date", BEFORE)
    life.run("submit", "messenger", "--by", "author", "--date", BEFORE)
    one = Terminal(
        [sys.executable, "-m", "pia", "review", "messenger", "--by", "reviewer", "--date", BEFORE],
        cwd=life.folder, rows=60,
    )  # fmt: skip
    try:
        one.wait("Comment on this finding (Enter: none, skip: no more):")
        one.press("?")
        one.wait("kept with the revision")
        one.press("Which law?\r")
        shown = one.wait("Finding 2 of 3")
        assert "Comment on this finding: Which law?" in shown
        assert "kept with the revision" not in shown
        _asked(one, "Finding 2 of 3")
        one.press("\x1b[Z")
        _asked(one, "Finding 1 of 3")
        one.press(" And why?\r")
        _asked(one, "Finding 2 of 3")
        one.press("\r")
        _asked(one, "Finding 3 of 3")
        one.press("\r")
        assert "someone else" not in one.wait("What do you decide")
        one.press("\x1b[B" * 2 + "\r")
        one.wait("Condition 1:")
        one.press("Without the address book.\r")
        one.wait("Who does it:")
        one.press("\x1b[Z")
        one.until(lambda text: "What do you decide" in text.split("── Decision")[-1], "the decision again")
        one.press("\x1b[B" * 3 + "\r")
        one.wait("What should change, and why")
        one.press("Say why a number is needed.\r")
        one.wait("Type yes")
        shown = re.sub(r"\s+", " ", one.text)
        assert "What should change, and why: Say why a number is needed." in shown
        recorded = shown.split("To be recorded")[-1]
        assert "Which law? And why?" in recorded
        assert "Changes of revision 1 requested, by reviewer. Say why a number is needed." in recorded
        assert "address book." not in recorded
        one.press("yes\r")
        assert one.end() == 0
    finally:
        one.close()
    assert life.state()[-2:] == ["commented", "changes requested"]


def _asked(one: Terminal, last: str) -> None:
    """Wait until this is the newest heading, and the prompt below it is up."""
    one.until(
        lambda text: "──" in text and last in text[text.rindex("\n── ") :] and "Enter " in text.split("\n")[-1], last
    )
