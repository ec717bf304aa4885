"""`pia blank` and `pia open`: a form goes out, comes back filled in, and is a draft to go on with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `pia` in a process of its own, without a terminal."""
    command = [sys.executable, "-m", "pia", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def write(path: Path, **values: str) -> None:
    """Write texts into the fields of a form; ``__`` stands for a dot."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for root in pdf.Root.AcroForm.Fields:
            for field in root.Kids:
                if text := values.get(f"{root.T}__{field.T}"):
                    field.V = pikepdf.String(text)
        pdf.save()


def draft(folder: Path, name: str) -> dict[str, dict[str, object]]:
    """The answers of a draft."""
    answers: dict[str, dict[str, object]] = json.loads((folder / "assessments" / name / "draft.json").read_text())[
        "answers"
    ]
    return answers


def test_a_form_goes_out_and_comes_back(tmp_path: Path) -> None:
    """Given answers and those filled in are in the draft; the words say what is next."""
    done = run("blank", "--given", "point=delivery", "--given", "places=uk,eu", "-o", "checkout.pdf", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "checkout.pdf takes the answers over" in done.stdout
    write(tmp_path / "checkout.pdf", title__value="Guest checkout", company__ask="Ana")
    done = run("open", "checkout.pdf", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("checkout: 4 answers taken over; ")
    assert "resume checkout: it asks what is missing." in " ".join(done.stdout.split())
    answers = draft(tmp_path, "checkout")
    assert {name: answer["value"] for name, answer in answers.items()} == {
        "title": "Guest checkout",
        "company": "unknown",
        "point": "delivery",
        "places": ["eu", "uk"],
    }
    assert run("check", "checkout", cwd=tmp_path).stdout.startswith("Verdict: ")


def test_the_paper_may_be_typed_in_any_case(tmp_path: Path) -> None:
    """Letter is 216 mm wide, however its name is spelled."""
    assert run("blank", "--only", "plan", "--paper", "letter", cwd=tmp_path).returncode == 0
    with pikepdf.open(tmp_path / "questionnaire.pdf") as pdf:
        assert round(float(pdf.pages[0].MediaBox[2])) == 612


def test_a_draft_is_not_written_over(tmp_path: Path) -> None:
    """Another form under a name that is taken changes nothing."""
    run("blank", "--only", "plan", cwd=tmp_path)
    write(tmp_path / "questionnaire.pdf", title__value="One")
    assert run("open", "questionnaire.pdf", "plan", cwd=tmp_path).returncode == 0
    write(tmp_path / "questionnaire.pdf", title__value="Two")
    done = run("open", "questionnaire.pdf", "plan", cwd=tmp_path)
    assert done.returncode == 2
    assert "exists. Give another name" in done.stderr
    assert draft(tmp_path, "plan")["title"]["value"] == "One"


def test_faults_are_listed_and_the_rest_is_kept(tmp_path: Path) -> None:
    """The exit code says that something could not be taken; what could is there, and resume can read it."""
    run("blank", "--only", "people", cwd=tmp_path)
    write(tmp_path / "questionnaire.pdf", volume__value="many", people__comment="See the plan.", minors__ask="Ana")
    done = run("open", "questionnaire.pdf", "plan", cwd=tmp_path)
    assert done.returncode == 65
    assert "Faults (1):\n  volume: Type a whole number in digits, such as 8000.\n" in done.stdout
    assert draft(tmp_path, "plan")["volume"]["value"] == "many"
    assert run("check", "plan", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["blank", "--only", "nope"], 2, "--only nope: there is no such section."),
        (["blank", "--given", "pont=till"], 2, "--given pont=till: there is no such question. Did you mean point?"),
        (["blank", "--given", "point=tills"], 2, "Choose one of the listed answers. There are: browse, content"),
        (["blank", "--given", "title=x"], 2, "this question has no choices to tick"),
        (["open", "nope.pdf"], 2, "nope.pdf cannot be read"),
        (["open", "plain.pdf"], 65, "plain.pdf: is damaged, or is no PDF"),
        (["open", "foreign.pdf"], 65, "foreign.pdf: holds no answers"),
        (["open", "empty.pdf"], 65, "empty.pdf: is still empty"),
        (["open", "empty.pdf", "A B"], 2, "A B: Use 3 to 63 letters"),
    ],
)
def test_wrong_use_is_one_sentence(tmp_path: Path, arguments: list[str], code: int, sentence: str) -> None:
    """What is wrong and what to do, with its code; no draft is begun."""
    (tmp_path / "plain.pdf").write_text("not a PDF")
    foreign = pikepdf.new()
    foreign.add_blank_page()
    foreign.save(tmp_path / "foreign.pdf")
    if "empty.pdf" in arguments:
        run("blank", "--only", "plan", "-o", "empty.pdf", cwd=tmp_path)
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "assessments").exists()
