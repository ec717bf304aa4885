"""How the command line speaks: the command as it was called, a hint at the nearest name, examples under every help."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from pia.cli.fitted import FittedContext

COMPLETE_VARIABLE = "_PIA_COMPLETE"
"""Set by the shell's script when it wants completions, whatever pia is called by."""


MANY = 12
"""More names than this are not told in a sentence."""

MEANT = {
    "new": ("start", "begin", "create", "init", "add"),
    "resume": ("continue", "edit", "change", "go-on"),
    "list": ("ls", "status", "show"),
    "report": ("pdf", "print", "export", "render"),
    "check": ("judge", "validate", "lint", "assess"),
    "submit": ("send", "finish"),
    "review": ("approve", "reject", "decide"),
    "demo": ("example", "sample", "try"),
    "log": ("history",),
    "diff": ("compare",),
    "blank": ("form",),
}
"""For each command, what people call it who have not met it."""


def meant(word: str) -> str | None:
    """The command that such a word usually means, if any."""
    return next((command for command, words in MEANT.items() if word.lower() in words), None)


def called() -> str:
    """The command as it can be typed again; bin/pia tells its own name in PIA_CALLED."""
    if typed := os.environ.get("PIA_CALLED"):
        return shlex.quote(typed)
    return "python -m pia" if Path(sys.argv[0]).parts[-2:] == ("pia", "__main__.py") else "pia"


def as_called(text: str) -> str:
    """The text with every command in it, which stands in backquotes, as it was called here."""
    return re.sub(r"`pia(?=[ `])", lambda _: f"`{called()}", text)


def command_line(*words: str | Path) -> str:
    """A command of pia with these words, to be typed as it is."""
    return " ".join([called(), *(shlex.quote(str(word)) for word in words)])


def nearest(word: str, among: Iterable[str], listing: str = "") -> str:
    """A question after the name that was probably meant; when none is near all names, or of many what lists them.

    ``listing``: the command that does, where there is one.
    """
    import difflib

    known = list(among)
    if near := difflib.get_close_matches(word, known, n=1):
        return f"Did you mean {near[0]}?"
    if listing and len(known) > MANY:
        return f"There are {len(known)}; `{listing}` shows them."
    return f"There are: {', '.join(known)}."


def mannerly(command: click.Command) -> click.Command:
    """The command and those below it, with their texts as called and their examples on lines of their own.

    The epilog of a command is written as ``Examples: `pia one`, `pia two`.``
    """
    command.context_class = FittedContext
    command.help = as_called(command.help or "")
    command.short_help = re.split(r"(?<=\.)\s", command.help, maxsplit=1)[0]  # whole; click would cut it to one line
    if shown := examples(command):
        command.epilog = "\b\n" + "\n".join(["Examples:", *(f"  {as_called(f'`{line}`')[1:-1]}" for line in shown)])
    if isinstance(command, click.Group):
        for child in command.commands.values():
            mannerly(child)
    return command


def examples(command: click.Command) -> list[str]:
    """The examples in a command's epilog."""
    return re.findall(r"`([^`]+)`", command.epilog or "")
