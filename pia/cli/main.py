"""The `pia` command: its groups, and the one place where an error becomes a sentence and an exit code."""

from __future__ import annotations

import functools
import importlib
import os
import sys

import click

from pia import __version__
from pia.cli.manners import COMPLETE_VARIABLE, as_called, called, mannerly, meant
from pia.errors import PiaError


class Later(click.Command):
    """A command that is known by its name and its first sentence, until it is called: starting is fast.

    ``place``: its module in this room, and its name there.
    """

    def __init__(self, name: str, place: str, first: str) -> None:
        super().__init__(name, help=first)
        self._place = place

    @functools.cached_property
    def real(self) -> click.Command:
        """The command itself."""
        module, _, name = self._place.partition(":")
        command: click.Command = getattr(importlib.import_module(f"pia.cli.{module}"), name)
        return mannerly(command)


class Commands(click.Group):
    """The group of all commands; what is called is loaded, what is only listed is not."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; for a word that means another, what that one is called here."""
        if self.get_command(ctx, args[0]) is None and (name := meant(args[0])):
            raise click.UsageError(f"There is no command {args[0]}. Did you mean {called()} {name}?", ctx)
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.real if isinstance(command, Later) else command, rest


COMMANDS = (
    Later("new", "interview:new", "Answer the questionnaire for a new collection point, and get its report."),
    Later("resume", "interview:resume", "Go on where you stopped."),
    Later("demo", "demo:demo", "Judge a worked example and write its report."),
    Later("check", "check:check", "Judge an assessment, or a file of answers, without asking anything."),
    Later(
        "advise",
        "advise:advise",
        "Show the least work that brings a plan to *collect*, step by step, and what remains.",
    ),
    Later(
        "ask",
        "ask:ask",
        "Write the questions nobody has an answer to yet as a plain text to send, grouped by whom to ask.",
    ),
    Later("report", "report:report", "Write the report on an assessment, or on a file of answers."),
    Later(
        "blank",
        "blank:blank",
        "Write the questionnaire as a PDF form, for those who answer in a PDF viewer or on paper.",
    ),
    Later(
        "open", "open:open_", "Take the answers over from a report, or from a form that was filled in, as a new draft."
    ),
    Later(
        "verify", "verify:verify", "Tell whether a report is as it was made, and whether it says what its own data say."
    ),
    Later(
        "submit",
        "submit:submit",
        "Hand an assessment to review: keep it as a revision, write its report, and record both.",
    ),
    Later("review", "review:review", "Look at a submitted revision and decide on it."),
    Later(
        "list",
        "list:list_command",
        "Show every assessment: where it stands, its verdict, the next review, the conditions still to be met.",
    ),
    Later(
        "log",
        "list:log",
        "Show what happened to an assessment, record by record, after checking that each is as it was written.",
    ),
    Later("diff", "diff:diff", "Show what changed from A to B."),
    Later("due", "due:due", "Show what is due: reviews of approvals, conditions, and what a change calls for."),
    Later(
        "recheck",
        "due:recheck",
        "Judge everything that is approved again, under the catalogue and the law of today (or of --date).",
    ),
    Later(
        "register",
        "register:register",
        "Write the register of all assessments: what is planned, found, approved, by whom, until when.",
    ),
    Later("sign", "sign:sign", "Sign a report in one of its fields (PAdES)."),
    Later(
        "archive",
        "archive:archive",
        "Lay down an assessment that was decided on, with all its records, as a BagIt bag.",
    ),
    Later("catalogue", "catalogue:catalogue", "Browse what pia asks and what it rests on, check it, and write it up."),
    Later(
        "schema",
        "schema:schema",
        "Print the JSON Schema of answer files, or of the assessments that `pia check --json` prints.",
    ),
    Later(
        "completion",
        "complete:completion",
        "Print the script that makes a shell complete pia: commands, options, names of assessments, ids, files.",
    ),
)
"""Every command, in the order of a plan's life. The sentences are the commands' own, and a test holds them so."""


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Examples: `pia demo`, `pia new`, `pia new --help`.",
)
@click.version_option(__version__, prog_name="pia", message="%(prog)s %(version)s")
def pia() -> None:
    """Privacy-impact questionnaire for places where people are asked for a phone number.

    It asks about your plan, says what the law of the people's places makes of it, and writes a PDF that a lawyer can
    act on. Begin with `pia new`, or look at an example with `pia demo`.

    Exit codes: 0 done, 1 findings at or above --fail-on, 2 wrong use or missing answers, 65 broken file, 69 a library
    is missing, 70 a defect of pia, 71 a report could not be made, 73 cannot write, 75 saved and stopped.
    """


for command in COMMANDS:
    pia.add_command(command)
mannerly(pia)


def main() -> None:
    """Run the command line. Whatever goes wrong, a person reads one sentence and no traceback."""
    try:
        code = (
            pia.main(prog_name=called(), complete_var=COMPLETE_VARIABLE, standalone_mode=False) or 0
        )  # the code of an Exit comes back as a value
    except SystemExit:  # only click leaves so, where nobody reads on: what was asked is done
        code = 0
    except click.Abort:
        sys.exit(75)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except PiaError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("PIA_TRACEBACK"):
            raise
        complain(
            f"pia has a defect ({type(error).__name__}: {error}). Saved answers are safe. "
            "Please report it: run again with PIA_TRACEBACK=1 and send the maintainers what it prints."
        )
        sys.exit(70)
    sys.exit(code)


def complain(text: str) -> None:
    """Print an error sentence; what came from a file cannot move the cursor or hide anything."""
    from pia.cli.say import printable

    text = f"pia: {printable(as_called(text))}"
    if sys.stderr is not None and sys.stderr.isatty():
        text = "\n".join(_wrapped(line) for line in text.splitlines())
    click.echo(text, err=True)


def _wrapped(line: str) -> str:
    import shutil
    import textwrap

    width = max(20, shutil.get_terminal_size().columns - 1)
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
