"""How soon an interview speaks, asks, asks again and hands over its PDF, beside four other programs that ask.

Run from the top: python bench/interview.py [ROUNDS]. The others are installed into a throw-away environment first. All
of them run on a pseudo-terminal, by turns, so that a drifting machine harms all alike.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from harness import Run, Terminal, compare, until, used, whole

from pia.catalogue import load
from pia.model import UNKNOWN, Answer
from pia.records.answers import read_answers
from pia.records.drafts import Drafts
from pia.records.durable import replace

PIA = str(Path(sys.executable).with_name("pia"))
PEERS = ("questionary==2.1.1", "prompt-toolkit==3.0.53", "copier==9.19.1", "commitizen==4.19.3", "cookiecutter==2.7.1")
SELECT = "import questionary; questionary.select('Which?', ['one', 'two', 'three']).unsafe_ask()"
SELECTS = (
    "import questionary\n"
    "for number in range(1, 99):\n"
    "    questionary.select(f'Question {number} of 98: Which?', ['one', 'two', 'three', 'four']).unsafe_ask()"
)
ANSWERS = 18
"""Answers given in one run of the second table; every plan has more questions than this."""

READING = 10.0
"""Seconds a person takes for the review, at the least."""


def peers(folder: Path) -> dict[str, Callable[[], Run]]:
    """Install the others, give each something to ask about, and say how each is run to its first prompt."""
    venv.create(folder / "peers", with_pip=True)
    programs = folder / "peers" / "bin"
    quietly = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS]
    subprocess.run(quietly, check=True, stderr=subprocess.DEVNULL)
    made = {name: folder / name for name in ("cookie", "copier", "commit")}
    (made["cookie"] / "{{cookiecutter.name}}").mkdir(parents=True)
    (made["cookie"] / "cookiecutter.json").write_text('{"name": "x"}')
    made["copier"].mkdir()
    (made["copier"] / "copier.yml").write_text("kind:\n  type: str\n  choices: [one, two, three]\n")
    made["commit"].mkdir()
    (made["commit"] / "file").write_text("x")
    for command in (["git", "init", "-q"], ["git", "add", "file"]):
        subprocess.run(command, cwd=made["commit"], check=True)

    def run(pattern: bytes, *words: str, cwd: Path = folder) -> Callable[[], Run]:
        return partial(until, pattern, lambda: [str(programs / words[0]), *words[1:]], cwd)

    return {
        "questionary.select alone": run(rb"three", "python", "-c", SELECT),
        "cookiecutter": run(rb"name.*: $", "cookiecutter", str(made["cookie"])),
        "copier": run(rb"three", "copier", "copy", str(made["copier"]), str(folder / "out")),
        "commitizen": run(rb"ci: ", "cz", "commit", cwd=made["commit"]),
    }


def first_prompt(folder: Path, rounds: int) -> None:
    """First text and first prompt."""
    numbers = itertools.count()

    def new() -> Sequence[str]:
        return [PIA, "new", f"plan-{next(numbers)}", "--store", str(folder / "store")]

    compare(
        "first prompt on a pseudo-terminal",
        {
            **peers(folder),
            "pia new: first text": partial(until, rb"saved", new),
            "pia new: first prompt": partial(until, FIRST_PROMPT, new),
        },
        rounds=rounds,
        base="questionary.select alone",
        budget="text <= 0.8, prompt <= 1.4 x questionary",
    )


FIRST_PROMPT = rb"Question 1 of \d+"


def next_prompt(folder: Path, rounds: int) -> None:
    """From Enter to the next prompt: pia saves between them, questionary alone does not."""
    taken: dict[str, list[float]] = {"questionary.select alone": [], "pia": [], "the save alone (fsync)": []}
    python = str(folder / "peers" / "bin" / "python")
    for number in range(rounds):
        taken["questionary.select alone"] += _answers([python, "-c", SELECTS], folder)
        taken["pia"] += _answers([PIA, "new", f"next-{number}", "--store", str(folder / "store")], folder)
        draft = folder / "store" / f"next-{number}" / "draft.json"
        content = draft.read_bytes()
        for _ in range(ANSWERS):
            begun = time.perf_counter()
            replace(draft, content)
            taken["the save alone (fsync)"].append(time.perf_counter() - begun)
    print(f"\nanswer to next prompt: {ANSWERS} answers in each of {rounds} interleaved rounds")
    print("budget: pia <= 16 ms beside the save\n" + f"  {'':34}{'p50 ms':>10}{'p99 ms':>10}")
    for name, seconds in taken.items():
        ordered = sorted(seconds)
        p50, p99 = (ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.99))
        print(f"  {name:34}{p50:10.1f}{p99:10.1f}")


def _answers(command: Sequence[str], cwd: Path) -> list[float]:
    terminal = Terminal(command, cwd)
    terminal.wait(FIRST_PROMPT)
    taken = []
    for number in range(2, ANSWERS + 2):
        time.sleep(0.05)  # a person reads; what is typed ahead answers nothing
        begun = time.perf_counter()
        terminal.send(b"\r")
        taken.append(terminal.wait(rb"Question %d of \d+" % number) - begun)
    terminal.end()
    return taken


def last_answer(folder: Path, rounds: int) -> None:
    """From the last answer to the PDF: accepted at once, accepted after reading, and made after the fact."""
    catalogue = load()
    drafts = Drafts(folder / "store")
    numbers = itertools.count()

    def plan(scenario: str) -> tuple[str, int]:
        """Keep the scenario with its last answer open; its name, and how many answers are open in all."""
        name = f"last-{next(numbers)}"
        answers = read_answers(Path("tests/scenarios") / f"{scenario}.toml", catalogue).answers
        last = [question for question in catalogue.questions if question in answers][-1]
        answers[last] = Answer(value=UNKNOWN)
        drafts.save(name, catalogue, answers)
        return name, sum(answer.value == UNKNOWN for answer in answers.values())

    def finished(scenario: str, reading: float) -> Run:
        name, asked = plan(scenario)
        terminal = Terminal([PIA, "resume", name, "--open", "--store", str(folder / "store")], folder)
        for left in reversed(range(asked)):
            terminal.wait(rb"Question \d+ of \d+")
            time.sleep(0.05 if left else READING)
            if left:
                terminal.send(b"\r")
        begun = time.perf_counter()
        terminal.send(b"\r")
        terminal.wait(rb"ok to finish")
        time.sleep(reading)
        if reading:
            begun = time.perf_counter()
        terminal.send(b"ok\r")
        wall = terminal.wait(rb"The report:") - begun
        return used(wall, terminal.end())

    for scenario in ("courier", "ebook"):
        compare(
            f"last answer to finished PDF, {scenario}",
            {
                "pia report, whole process": lambda: whole(
                    [PIA, "report", plan(scenario)[0], "--store", str(folder / "store")]  # noqa: B023 - run in this round
                ),
                "accepted at once": partial(finished, scenario, 0.05),
                f"accepted after {READING:.0f} s, from ok": partial(finished, scenario, READING),
            },
            rounds=rounds,
            base="pia report, whole process",
        )


def main() -> None:
    """Print the tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first_prompt(folder, rounds)
        next_prompt(folder, max(1, rounds // 2))
        last_answer(folder, max(1, rounds // 3))


if __name__ == "__main__":
    main()
