"""The interview in a real pseudo-terminal: what is on the screen, and that the terminal is left as it was found."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from interview.small import LONG
from screen import ROOT, Terminal, environment

DRIVER = Path(__file__).with_name("driver.py")
ENTER, DOWN, UP = "\r", "\x1b[B", "\x1b[A"
FACES = [(), ("--plain",)]


class Sitting(Terminal):
    """A terminal with the interview in it, on one draft."""

    def __init__(self, state: Path, *arguments: str, columns: int = 80, rows: int = 24, **env: str) -> None:
        words = [sys.executable, str(DRIVER), str(state), *arguments]
        super().__init__(words, cwd=ROOT, columns=columns, rows=rows, **env)
        self.state = state

    def answers(self) -> dict[str, Any]:
        """The values kept on disk."""
        if not self.state.exists():
            return {}
        return {name: answer["value"] for name, answer in json.loads(self.state.read_text())["answers"].items()}


Open = Callable[..., Sitting]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Open]:
    """Opens terminals on one and the same draft."""
    opened = []

    def open_terminal(*arguments: str, columns: int = 80, rows: int = 24, **env: str) -> Sitting:
        opened.append(Sitting(tmp_path / "draft.json", *arguments, columns=columns, rows=rows, **env))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.close()


def test_a_whole_interview(terminal: Open) -> None:
    """A whole interview."""
    one = terminal()
    one.wait("» 0 don't know yet")
    one.press(DOWN + ENTER)
    one.wait("What do you call")
    one.wait(">")
    one.press("Till" + ENTER)
    one.wait("○ 1 One-time codes")
    one.press(DOWN + " " + ENTER)
    one.wait("days >")
    one.press("30" + ENTER)
    one.wait("When does the collecting start?")
    one.wait("\n>")
    one.press(ENTER)
    assert "5. When does" in one.wait("ok to finish")
    one.press("ok" + ENTER)
    assert one.end() == 0
    assert one.text.endswith("Done.")
    assert one.as_found()
    assert one.answers() == {"point": "buy", "title": "Till", "uses": ["otp"], "days": 30, "start": "unknown"}


@pytest.mark.parametrize("columns", [40, 80])
def test_long_choices_are_whole(terminal: Open, columns: int) -> None:
    """Long choices are whole."""
    kept = {"point": {"value": "buy"}, "title": {"value": "Till"}, "uses": {"value": ["ads"]}}
    one = terminal(columns=columns, rows=20)
    one.state.write_text(json.dumps({"answers": kept}))
    one = terminal(columns=columns, rows=20)
    screen = one.wait("It is in the terms")
    assert LONG in " ".join(screen.split())


@pytest.mark.parametrize("plain", FACES)
def test_control_c_and_resume(terminal: Open, plain: tuple[str, ...]) -> None:
    """Control c and resume."""
    one = terminal(*plain)
    one.wait("don't know yet")
    one.settle()
    one.press("1\r" if plain else DOWN + ENTER)
    one.wait("What do you call")
    one.settle()
    one.press("\x03")
    assert one.end() == 75
    assert "Every answer so far is saved." in one.text
    assert one.as_found()
    assert one.answers() == {"point": "buy"}
    two = terminal(*plain)
    assert "Buying something" not in two.wait("What do you call")


@pytest.mark.parametrize("plain", FACES)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_signals_leave_the_terminal_as_it_was(terminal: Open, plain: tuple[str, ...], number: signal.Signals) -> None:
    """Signals leave the terminal as it was."""
    one = terminal(*plain)
    one.wait("don't know yet")
    one.settle()
    one.process.kill(number)
    assert one.end() == 75
    assert one.as_found()
    assert "Traceback" not in one.text


@pytest.mark.parametrize("plain", FACES)
def test_a_closed_window(terminal: Open, plain: tuple[str, ...]) -> None:
    """A closed window."""
    one = terminal(*plain)
    one.wait("don't know yet")
    one.settle()
    one.press("1\r" if plain else DOWN + ENTER)
    one.wait("What do you call")
    one.process.ptyproc.fileobj.close()
    one.process.ptyproc.closed = one.process.closed = True
    _, status = os.waitpid(one.process.pid, 0)
    one.process.ptyproc.terminated = one.process.terminated = True
    assert os.waitstatus_to_exitcode(status) in {75, 120}  # 120: Python could not flush stdout any more
    assert one.answers() == {"point": "buy"}


@pytest.mark.parametrize("plain", FACES)
def test_end_of_input_answers_nothing(terminal: Open, plain: tuple[str, ...]) -> None:
    """End of input answers nothing."""
    one = terminal(*plain)
    one.wait("don't know yet")
    one.settle()
    one.press("\x04")
    assert one.end() == 75
    assert one.answers() == {}


@pytest.mark.parametrize("plain", FACES)
def test_a_pipe_is_never_prompted(tmp_path: Path, plain: tuple[str, ...]) -> None:
    """A pipe is never prompted."""
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(tmp_path / "draft.json"), *plain],
        input="1\n" * 9, capture_output=True, text=True, env=environment({}), cwd=ROOT, check=False, timeout=20,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "--answers FILE" in done.stderr
    assert not (tmp_path / "draft.json").exists()


@pytest.mark.parametrize("plain", FACES)
def test_a_paste_of_many_lines_answers_no_other_question(terminal: Open, plain: tuple[str, ...]) -> None:
    """A paste of many lines answers no other question."""
    one = terminal(*plain)
    one.wait("don't know yet")
    one.settle()
    one.press("1\r" if plain else DOWN + ENTER)
    one.wait("What do you call")
    one.settle()
    one.press("".join(f"{number}\r" for number in range(1, 400)))
    one.settle()
    assert set(one.answers()) <= {"point", "title"}
    one.press("\x03")
    assert one.end() == 75


def test_a_number_and_enter_may_be_typed_as_fast_as_fingers_can(terminal: Open) -> None:
    """Enter counts at once after the number has moved the pointer; only a paste of both is no answer."""
    one = terminal()
    one.wait("don't know yet")
    one.settle()
    one.press("2")
    one.wait("» 2")
    one.press(ENTER)
    one.wait("What do you call")
    assert one.answers() == {"point": "read"}


@pytest.mark.parametrize("plain", FACES)
def test_what_is_typed_before_the_question_stands_there_is_dropped(terminal: Open, plain: tuple[str, ...]) -> None:
    """All of it, while an answer is being saved; nothing of it is shown, and what is typed afterwards is whole."""
    one = terminal("--slow", *plain)
    one.wait("don't know yet")
    one.settle()
    one.press("1\r" if plain else DOWN + ENTER)
    while not one.answers():
        pass
    one.press(f"early{DOWN}{ENTER}{ENTER}half")
    one.wait("What do you call")
    screen = one.settle()
    for never in ("early", "half", "^["):
        assert never not in screen
    one.press("Till" + ENTER)
    one.wait("One-time codes")
    assert one.answers() == {"point": "buy", "title": "Till"}


@pytest.mark.parametrize("plain", FACES)
def test_control_c_before_the_question_stands_there_stops(terminal: Open, plain: tuple[str, ...]) -> None:
    """It is not dropped with the rest, and what was being saved is."""
    one = terminal("--slow", *plain)
    one.wait("don't know yet")
    one.settle()
    one.press("1\r" if plain else DOWN + ENTER)
    while not one.answers():
        pass
    one.press("x\x03")
    assert one.end() == 75
    assert one.as_found()
    assert one.answers() == {"point": "buy"}


def test_a_paste_into_a_list_answers_nothing(terminal: Open) -> None:
    """A paste into a list answers nothing."""
    one = terminal()
    one.wait("don't know yet")
    one.settle()
    one.press("".join(f"line {number}\r" for number in range(400)))
    one.settle()
    assert one.answers() == {}


@pytest.mark.parametrize(
    "env", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}, {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LANG": "C"}]
)
def test_when_the_plain_face_is_chosen(terminal: Open, env: dict[str, str]) -> None:
    """When the plain face is chosen."""
    screen = terminal(**env).wait("Number (? for help):")
    assert "Question 1 of 5 to 7." in screen
    assert "»" not in screen


def test_no_colour_when_none_is_wanted(terminal: Open) -> None:
    """No colour when none is wanted."""
    one = terminal(NO_COLOR="1")
    raw = ""
    while "don't know yet" not in raw:
        raw += one.process.read_nonblocking(65536, timeout=10)
    assert "\x1b[1mWhat" not in raw
    assert "\x1b[0;36" not in raw


def keep(terminal: Open, **values: object) -> None:
    """Put answers into the draft."""
    one = terminal()
    one.close()
    kept = {name: {"value": value} for name, value in values.items()}
    one.state.write_text(json.dumps({"answers": kept}))


@pytest.mark.parametrize("columns", [40, 57, 100])
def test_resizing_leaves_no_debris(terminal: Open, columns: int) -> None:
    """A list and a line to type on, made narrower and wider while they are asked, are drawn once and whole."""
    keep(terminal, point="buy", title="T", uses=["ads"])
    one = terminal(columns=80)
    one.wait("It is in the terms")
    for size in (columns, 90, columns):
        one.resize(size, 24)
        screen = one.settle()
        assert screen.count("How do they agree") == 1
        assert screen.count("It is in the terms") == 1
        assert LONG in " ".join(screen.split())
    one.press(DOWN + DOWN + ENTER)
    one.wait("Where is the consent recorded?")
    for size in (80, columns, 99):
        one.resize(size, 24)
        screen = one.settle()
        assert screen.count("Where is the consent recorded?") == 1
        assert screen.count(">") == 1
    one.press("CRM" + ENTER)
    one.wait("days >")
    assert one.answers()["proof"] == "CRM"


def helped(terminal: Open, columns: int, rows: int) -> tuple[Sitting, str, str]:
    """A list on a terminal of this size, its screen, and the screen once `?` was pressed."""
    keep(terminal, point="buy", title="T", uses=["ads"])
    one = terminal(columns=columns, rows=rows)
    one.wait("How do they agree")
    before = one.settle()
    one.press("?")
    one.wait("A box ticked in advance")
    return one, before, one.settle()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 24)])
def test_help_leaves_the_choices_to_be_compared(terminal: Open, columns: int, rows: int) -> None:
    """Where there is room, help stands above the list, in which one may move and choose; `?` closes it."""
    one, before, screen = helped(terminal, columns, rows)
    places = [
        screen.index(words) for words in ("How do they agree", "A box ticked in advance", "» 0", "It is in the terms")
    ]
    assert places == sorted(places)
    assert screen.split("\n")[-1] == "  ? closes help"
    one.press(DOWN)
    one.wait("» 1")
    assert "A box ticked in advance" in one.text
    one.press("\x1b[A?")
    assert one.settle() == before
    one.press("?" + DOWN)
    one.wait("» 1")
    one.press(ENTER)
    one.wait("Where is the consent recorded")


@pytest.mark.parametrize(("columns", "rows"), [(40, 16), (40, 12)])
def test_help_never_pushes_the_question_away(terminal: Open, columns: int, rows: int) -> None:
    """Where there is no room for both, help stands in place of the list, page by page if need be; the list returns."""
    one, before, screen = helped(terminal, columns, rows)
    assert "How do they agree" in screen
    assert "It is in the terms" not in screen
    for _ in range(9):
        if "closes help" in screen:
            break
        assert "shows more help" in screen
        one.press("x")
        screen = one.settle()
        assert "How do they agree" in screen
    one.press("x")
    assert one.settle() == before
    assert "proof" not in one.answers()


def test_help_under_a_line_takes_no_letter(terminal: Open) -> None:
    """While help stands under a line to type on, typing goes on."""
    keep(terminal, point="buy")
    one = terminal()
    one.wait("What do you call")
    one.settle()
    one.press("?")
    one.wait("A short name that colleagues recognise.")
    one.press("Till" + ENTER)
    one.wait("○ 1 One-time codes")
    assert one.answers()["title"] == "Till"


@pytest.mark.parametrize("plain", FACES)
@pytest.mark.parametrize("stop", ["\x03", signal.SIGTERM])
def test_a_half_typed_answer_is_kept_and_offered_again(
    terminal: Open, plain: tuple[str, ...], stop: str | signal.Signals
) -> None:
    """What stood on the line is no answer, and stands there again after a resume."""
    keep(terminal, point="buy")
    one = terminal(*plain)
    one.wait("What do you call")
    one.settle()
    one.press("Till at the ent")
    one.wait("Till at the ent")
    one.press(stop) if isinstance(stop, str) else one.process.kill(stop)
    assert one.end() == 75
    assert one.as_found()
    assert "what you were typing" in one.text
    assert "title" not in one.answers()
    two = terminal(*plain)
    two.wait("Till at the ent")
    two.settle()
    two.press(ENTER if plain else "rance" + ENTER)
    two.wait("One-time codes")
    assert two.answers()["title"] == ("Till at the ent" if plain else "Till at the entrance")


@pytest.mark.parametrize("plain", FACES)
def test_someone_else_will_know(terminal: Open, plain: tuple[str, ...]) -> None:
    """Marked by one key in both faces, with the question still in sight."""
    one = terminal(*plain, columns=40, rows=20)
    one.wait("Buying something")
    one.settle()
    one.press("@" + ENTER * bool(plain))
    assert "What is the person doing" in " ".join(one.wait("Who will know").split())
    one.settle()
    one.press("Kim" + ENTER)
    one.wait("don't know yet; Kim will know")
    assert one.answers() == {"point": "unknown"}


@pytest.mark.parametrize("plain", FACES)
def test_wide_and_joined_characters(terminal: Open, plain: tuple[str, ...]) -> None:
    """Chinese, Korean, accents of their own and emoji come back as typed, and their lines are whole at 40 columns."""
    keep(terminal, point="buy")
    words = "電話番号を入力する画面 전화번호 cafe\u0301 ☎\ufe0f 👍🏽 " + "長" * 30
    one = terminal(*plain, columns=40)
    one.wait("What do you call")
    one.settle()
    one.press(words + ENTER)
    one.wait("One-time codes")
    assert one.answers()["title"] == " ".join(words.split())
    assert "長" * 30 in "".join(one.settle().split())


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("plain", FACES)
def test_the_verdict_so_far_and_the_keys_fit(terminal: Open, plain: tuple[str, ...], columns: int) -> None:
    """No line is cut, and none stands broken in the header or the keys."""
    keep(terminal, point="bought", title="T")
    one = terminal(*plain, columns=columns, rows=24)
    screen = one.wait("None of these")
    if plain:
        assert "Question 3 of 5 to 7, so far: collect" in screen
    else:
        assert re.search(r"Question 3 of 5 to 7(\.|\n)\s?So far: collect with conditions\n", screen)
        keys = " ".join(screen[screen.rindex("Space tick") :].split())
        for named in ("Space tick", "Enter ", "@ someone else", "? help", "Shift-Tab back", "Ctrl-C stop"):
            assert named in keys
        assert screen[screen.rindex("Space tick") :].count("\n") == (columns == 40)


@pytest.mark.parametrize("plain", FACES)
def test_a_list_longer_than_the_screen_leaves_the_question_in_sight(terminal: Open, plain: tuple[str, ...]) -> None:
    """At 40 columns and 20 lines, with a choice more than fits."""
    keep(terminal, title="T", summary="T", company="T")
    one = terminal("--real", *plain, columns=40, rows=20)
    screen = one.wait("Number (? for help)" if plain else "Enter ok")
    assert "What is the person doing when the number is asked for or taken?" in " ".join(one.settle().split())
    assert (". Something else" in screen) == bool(plain)


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}, {"COLORFGBG": "0;15"}])
def test_no_colour_is_set_that_could_vanish(terminal: Open, env: dict[str, str]) -> None:
    """On white and on black alike: bold and nothing else, also of what is ticked."""
    keep(terminal, point="buy", title="T")
    one = terminal(**env)
    raw = ""
    while "4 None of these" not in raw:
        raw += one.process.read_nonblocking(65536, timeout=10)
    one.press(DOWN + " ")
    while "●" not in raw:
        raw += one.process.read_nonblocking(65536, timeout=10)
    codes = set(re.findall(r"\x1b\[([\d;]*)m", raw))
    assert codes <= {"", "0", "1", "0;1"}


@pytest.mark.parametrize("columns", [40, 80])
def test_going_back_leaves_no_answer_and_no_heading_twice(terminal: Open, columns: int) -> None:
    """Across the border of a section too: the screen is as it was when the question was first asked."""
    one = terminal(columns=columns, rows=50)
    one.wait("What is the person doing")
    one.press(DOWN + ENTER)
    one.wait("What do you call")
    one.settle()
    before = one.text
    one.press("Till" + ENTER)
    assert "── The use ──" in one.wait("For which purposes")
    one.settle()
    one.press("\x1b[Z")
    one.until(lambda text: "For which purposes" not in text and "What do you call" in text, "the question before")
    assert one.settle().replace("> Till", ">") == before
    one.press(ENTER)
    screen = one.wait("For which purposes")
    assert screen.count("── The use ──") == screen.count("= Till") == screen.count("── The plan ──") == 1
    one.press("\x1b[Z")
    one.wait("> Till")
    one.press("\x1b[Z")
    one.wait("» 1 Buying something")
    assert "= Buying" not in one.text


def test_no_terminal_is_asked_where_its_cursor_is(terminal: Open) -> None:
    """Its answer would come in as if it were typed, and be dropped with what was; then a warning would follow."""
    one = terminal(PROMPT_TOOLKIT_NO_CPR="")
    raw = ""
    while "don't know yet" not in raw:
        raw += one.process.read_nonblocking(65536, timeout=10)
    assert "\x1b[6n" not in raw
