"""The manners of the command line: examples that work, hints that fit, the command as it was called, completion."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pia.catalogue import load
from pia.cli.main import COMMANDS, Later, pia
from pia.cli.manners import MEANT, examples
from pia.records.drafts import Drafts

BIN = Path(sys.executable).parent


def commands(
    command: click.Command = pia, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command, with the words that lead to it."""
    command = command.real if isinstance(command, Later) else command
    yield path, command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from commands(child, (*path, name))


EVERY = {" ".join(["pia", *path]): (path, command) for path, command in commands()}


@pytest.mark.parametrize("later", COMMANDS, ids=lambda later: str(later.name))
def test_a_command_is_listed_as_it_introduces_itself(later: Later) -> None:
    """The table that spares loading every command says of each what its own help says first."""
    assert (later.real.name, later.real.short_help) == (later.name, later.short_help)


def run(*arguments: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `pia` as it is installed, without a terminal."""
    return subprocess.run(
        [str(BIN / "pia"), *arguments], capture_output=True, text=True, check=False, cwd=cwd, env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.parametrize("name", EVERY)
def test_every_command_has_examples_that_can_be_typed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each example under a command's help begins with that command and is taken by it: no option is misspelt.

    The files that an example names are there.
    """
    monkeypatch.chdir(tmp_path)
    path, command = EVERY[name]
    help_text = command.get_help(click.Context(command, info_name=name))
    shown = [line.strip() for line in help_text.partition("Examples:\n")[2].splitlines()]
    assert shown
    for line in shown:
        program, *words = shlex.split(line.partition(" > ")[0])
        assert program == "pia"
        assert tuple(words[: len(path)]) == path
        for file in (word for word in words if Path(word).suffix and "://" not in word):
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).touch()
        with pia.make_context("pia", words) as context:
            parse(context, words)


def parse(context: click.Context, words: list[str]) -> None:
    """Have the command that the words lead to read its arguments, and run nothing."""
    while isinstance(context.command, click.Group) and words:
        name, command, words = context.command.resolve_command(context, words)
        assert command is not None
        if {"--help", "--version"} & set(words):
            return
        context = command.make_context(name, list(words), parent=context)


def test_the_list_of_commands_is_whole() -> None:
    """No line of the overview is cut short."""
    done = run("--help")
    assert "..." not in done.stdout.replace("[ARGS]...", "")
    assert "without asking anything." in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["chck", "x"], "Did you mean"),
        (["start"], "Did you mean pia new?"),
        (["PDF", "guest-checkout"], "Did you mean pia report?"),
        (["check", "x", "--fial-on", "high"], "Did you mean '--fail-on'?"),
        (["catalogue", "lst"], "Did you mean 'list'?"),
        (["demo", "courrier"], "Did you mean courier?"),
        (["demo", "zzz"], "There are: cold-list, courier"),
        (["catalogue", "list", "--place", "us-cal"], "Did you mean us-ca?"),
        (["catalogue", "list", "--place", "mars"], "; `pia catalogue list places` shows them."),
        (["blank", "--given", "zzz=1"], "; `pia catalogue list questions` shows them."),
        (["catalogue", "show", "minor"], "Did you mean minors?"),
        (["check", "gest-checkout"], "Did you mean guest-checkout?"),
        (["resume", "gest-checkout"], "Did you mean guest-checkout?"),
    ],
)
def test_a_slip_is_met_with_the_nearest_name(tmp_path: Path, arguments: list[str], hint: str) -> None:
    """Unknown commands, options and names are refused with the one that was probably meant."""
    Drafts(tmp_path / "assessments").save("guest-checkout", load(), {})
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert hint in done.stderr


@pytest.mark.parametrize(
    "arguments", [["resume"], ["catalogue", "show", "zzz"], ["--help"], ["new", "--help"], ["zzz"]]
)
def test_sentences_say_the_command_as_it_was_called(tmp_path: Path, arguments: list[str]) -> None:
    """Who typed my folder/bin/pia can copy what is printed: quoted, and nowhere the bare name."""
    done = run(*arguments, cwd=tmp_path, PIA_CALLED="my folder/bin/pia")
    printed = done.stdout + done.stderr
    assert "my folder/bin/pia" in printed
    assert not re.search("`pia[ `]", printed)
    assert not re.search("^ +pia ", printed, re.MULTILINE)


def test_a_word_that_means_another_leads_to_a_command_there_is() -> None:
    """Each leads to one command, and none is a command itself."""
    words = [word for those in MEANT.values() for word in those]
    assert set(MEANT) <= set(pia.commands)
    assert len(set(words)) == len(words)
    assert not set(words) & set(pia.commands)


@pytest.mark.parametrize("columns", [40, 50, 64])
def test_help_fits_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """No line is longer than the terminal, and no word is broken: they are those of the wide help, in order."""

    def helped(command: click.Command, columns: int) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        return command.get_help(command.context_class(command, info_name="pia", max_content_width=100))

    for _, command in commands():
        narrow = helped(command, columns)
        assert [line for line in narrow.split("\n") if len(line) > columns and " " in line.strip()] == []
        assert narrow.replace("|", " ").split() == helped(command, 120).replace("|", " ").split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["chec"], {"check"}),
        (["check", "gue"], {"guest-checkout"}),
        (["resume", ""], {"guest-checkout", "till-number"}),
        (["check", "x", "--fail-on", "h"], {"high"}),
        (["demo", "k"], {"kids-game"}),
        (["catalogue", "show", "eu-gdpr-5-1c"], {"eu-gdpr-5-1c"}),
        (["catalogue", "list", "sources", "--place", "us-c"], {"us-ca"}),
        (["check", "--store", "nowhere", "g"], set()),
    ],
)
def test_bash_completes(tmp_path: Path, words: list[str], offered: set[str]) -> None:
    """In a real bash with our script: commands, names, levels, examples, ids and places."""
    if shutil.which("bash") is None:
        pytest.skip("there is no bash here")
    drafts = Drafts(tmp_path / "assessments")
    for name in ("guest-checkout", "till-number"):
        drafts.save(name, load(), {})
    script = (
        'eval "$(pia completion bash)"; '
        f"COMP_WORDS=({shlex.join(['pia', *words])}); COMP_CWORD={len(words)}; compopt() {{ :; }}; "
        '_pia_completion pia; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path,  # noqa: S607
        env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert set(done.stdout.split()) == offered
    assert not done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_its_script(shell: str) -> None:
    """The script asks pia itself, whatever it was called by."""
    done = run("completion", shell, PIA_CALLED="bin/pia")
    assert "_PIA_COMPLETE" in done.stdout
    assert f"{shell}_complete" in done.stdout


def test_completing_reads_a_broken_catalogue_in_silence(tmp_path: Path) -> None:
    """A house's faulty file must not spill sentences into the line that is being typed."""
    (tmp_path / "questions.toml").write_text("[[")
    done = run(
        cwd=tmp_path, PIA_CATALOGUE=str(tmp_path), COMP_WORDS="pia catalogue show m", COMP_CWORD="3",
        _PIA_COMPLETE="bash_complete",
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_examples_are_read_out_of_an_epilog() -> None:
    """Whatever stands in backquotes is one."""
    assert examples(click.Command("x", epilog="Examples: `pia x`, `pia x --y`.")) == ["pia x", "pia x --y"]
