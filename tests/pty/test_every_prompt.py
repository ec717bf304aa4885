"""Whatever a person does at any prompt, and however the interview ends there: the final answers are the same.

PIA_LONG=1 does it at every prompt of the small catalogue; without it, at one prompt of each kind.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from screen import Terminal

DRIVER = Path(__file__).with_name("driver.py")
ENTER, DOWN, BACK, COMMENT, CLEAR = "\r", "\x1b[B", "\x1b[Z", "\x0f", "\x01\x0b"


@dataclass(frozen=True)
class Stop:
    """One question of the small catalogue on the way: its first words, the row or the text to answer, what is kept.

    ``kind`` is one, many or typed; ``rows`` counts from *don't know yet*.
    """

    words: str
    kind: str
    rows: tuple[int, ...]
    typed: str
    value: Any


WAY = [
    Stop("What is the person doing", "one", (1,), "1", "buy"),
    Stop("What do you call this", "typed", (), "Till", "Till"),
    Stop("For which purposes will", "many", (1, 3), "1,3", ["otp", "ads"]),
    Stop("How do they agree to", "one", (2,), "2", "pre"),
    Stop("Where is the consent", "typed", (), "CRM", "CRM"),
    Stop("After how long is", "typed", (), "30", 30),
    Stop("When does the collecting", "typed", (), "2026-03-01", "2026-03-01"),
]
NAMES = ["point", "title", "uses", "consent", "proof", "days", "start"]
FINAL = dict(zip(NAMES, (stop.value for stop in WAY), strict=True))
REVIEW = len(WAY)
PLACES = range(REVIEW + 1) if os.environ.get("PIA_LONG") else (0, 2, REVIEW)
"""Numbers into WAY; the review stands after it."""

FACES = pytest.mark.parametrize("plain", [False, True], ids=["arrows", "plain"])


class Person:
    """Someone at a terminal, who waits for each prompt before answering it. Every terminal is on the same draft."""

    def __init__(self, state: Path, *, plain: bool) -> None:
        self._state, self._plain = state, plain
        self.terminal: Terminal | None = None

    def sit_down(self) -> Terminal:
        """Begin, or go on."""
        self.get_up()
        words = [sys.executable, str(DRIVER), str(self._state), *(["--plain"] if self._plain else [])]
        self.terminal = Terminal(words, rows=40)
        return self.terminal

    def get_up(self) -> None:
        """Close the terminal."""
        if self.terminal:
            self.terminal.close()

    def see(self, place: int) -> None:
        """Wait until that prompt, and no other, is waiting for an answer."""
        assert self.terminal
        if place == REVIEW:
            ready = r"to\s+finish:\s*$" if self._plain else r"to\s+finish.*\n +Enter "
            self.terminal.until(lambda shown: bool(re.search(ready, shown)), "the review")
            return
        words = WAY[place].words

        def waiting(shown: str) -> bool:
            prompts = list(re.finditer(r"Question \d+ of \d+|^\[\d+/\d+\]", shown, re.MULTILINE))
            last = " ".join(shown[prompts[-1].start() :].split()) if prompts else ""
            ready = last.endswith(":") if self._plain else "Enter answer" in last
            return words in last and ready and "to finish" not in last

        self.terminal.until(waiting, words)

    def answer(self, place: int) -> None:
        """Answer that prompt, which stands on *don't know yet*, or on text that can be cleared."""
        stop = WAY[place]
        if self._plain:
            self.press(stop.typed + "\r")
        elif stop.kind == "typed":
            self.press(CLEAR + stop.typed + ENTER)
        elif stop.kind == "one":
            self.press(DOWN * stop.rows[0] + ENTER)
        else:
            moves = zip((0, *stop.rows), stop.rows, strict=False)
            self.press("".join(DOWN * (there - here) + " " for here, there in moves) + ENTER)

    def press(self, keys: str) -> None:
        """Type."""
        assert self.terminal
        self.terminal.press(keys)

    def kept(self) -> dict[str, dict[str, Any]]:
        """What the draft holds."""
        if not self._state.exists():
            return {}
        kept: dict[str, dict[str, Any]] = json.loads(self._state.read_text())["answers"]
        return kept

    def values(self) -> dict[str, Any]:
        """The values of what it holds."""
        return {name: answer["value"] for name, answer in self.kept().items()}


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Callable[..., Person]]:
    """People, who leave their terminals at the end."""
    those: list[Person] = []

    def come(*, plain: bool) -> Person:
        those.append(Person(tmp_path / "draft.json", plain=plain))
        return those[-1]

    yield come
    for one in those:
        one.get_up()


@FACES
@pytest.mark.parametrize("how", ["ctrl-c", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_an_end_at_every_prompt(person: Callable[..., Person], how: str, plain: bool) -> None:  # noqa: FBT001
    """Stopped, ended or killed at each prompt, and resumed: nothing is lost, nothing is made up, nothing is left."""
    one = person(plain=plain)
    terminal = one.sit_down()
    for place in range(REVIEW + 1):
        one.see(place)
        if place in PLACES:
            before = one.values()
            if how == "ctrl-c":
                one.press("\x03")
            else:
                terminal.process.kill(getattr(signal, how))
            assert terminal.end() == (-signal.SIGKILL if how == "SIGKILL" else 75)
            assert "Traceback" not in terminal.text
            if how != "SIGKILL":
                assert terminal.as_found()
                assert "Every answer so far is saved" in " ".join(terminal.text.split())
            assert one.values() == before == dict(list(FINAL.items())[:place])
            terminal = one.sit_down()
            one.see(place)
        if place < REVIEW:
            one.answer(place)
    one.press("ok\r")
    assert terminal.end() == 0
    assert one.values() == FINAL


@FACES
@pytest.mark.parametrize("act", ["back", "help", "comment", "unknown", "someone else"])
def test_an_act_at_every_prompt(person: Callable[..., Person], act: str, plain: bool) -> None:  # noqa: FBT001
    """A step back, help, a comment, *don't know yet* or someone else at each prompt, then the answer after all."""
    one = person(plain=plain)
    terminal = one.sit_down()
    for place in range(REVIEW):
        one.see(place)
        match act:
            case "back" if place:
                one.press("<\r" if plain else BACK)
                one.see(place - 1)
                one.press("\r")
            case "help":
                one.press("?\r" if plain else "?")
                terminal.wait(HELP[place])
                one.press("" if plain else "?")
            case "comment":
                one.press(f"// why {place}\r" if plain else COMMENT)
                if not plain:
                    terminal.wait("Comment")
                    one.press(f"why {place}{ENTER}")
                terminal.wait(f"why {place}")
            case "unknown":
                one.press("!\r" if plain else ENTER)
                one.see(AFTER_UNKNOWN[place])
                one.press("<\r" if plain else BACK)
            case "someone else":
                one.press("@ Legal\r" if plain else "@")
                if not plain:
                    terminal.wait("Who will know")
                    one.press(f"Legal{ENTER}")
                one.see(AFTER_UNKNOWN[place])
                one.press("<\r" if plain else BACK)
        one.see(place)
        one.answer(place)
    one.see(REVIEW)
    one.press("ok\r")
    assert terminal.end() == 0
    assert one.values() == FINAL
    comments = {name: answer.get("comment", "") for name, answer in one.kept().items()}
    assert comments == {name: f"why {place}" if act == "comment" else "" for place, name in enumerate(NAMES)}
    assert not any(answer.get("ask") for answer in one.kept().values())


HELP = ["Choose what", "A short name", "List every", "A box ticked", "Name the", "Count from", "The day of"]
AFTER_UNKNOWN = [1, 2, 5, 5, 5, 6, REVIEW]
