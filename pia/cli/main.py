"""The `pia` command: its groups, and the one place where an error becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys

import click

from pia import __version__
from pia.cli.advise import advise
from pia.cli.archive import archive
from pia.cli.ask import ask
from pia.cli.blank import blank
from pia.cli.catalogue import catalogue
from pia.cli.check import check
from pia.cli.complete import COMPLETE_VARIABLE, completion
from pia.cli.demo import demo
from pia.cli.diff import diff
from pia.cli.due import due, recheck
from pia.cli.interview import new, resume
from pia.cli.list import list_command, log
from pia.cli.manners import as_called, called, mannerly
from pia.cli.open import open_
from pia.cli.register import register
from pia.cli.report import report
from pia.cli.review import review
from pia.cli.schema import schema
from pia.cli.sign import sign
from pia.cli.submit import submit
from pia.cli.verify import verify
from pia.errors import PiaError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Examples: `pia demo`, `pia new`, `pia new --help`.",
)
@click.version_option(__version__, prog_name="pia", message="%(prog)s %(version)s")
def pia() -> None:
    """Privacy-impact questionnaire for places where people are asked for a phone number.

    It asks about your plan, says what the law of the people's places makes of it, and writes a PDF that a lawyer can
    act on. Begin with `pia new`, or look at an example with `pia demo`.

    Exit codes: 0 done, 1 findings at or above --fail-on, 2 wrong use or missing answers, 65 broken file, 69 a library
    is missing, 71 a report could not be made, 73 cannot write, 75 saved and stopped.
    """


for command in (
    new, resume, demo, check, advise, ask, report, blank, open_, verify,
    submit, review, list_command, log, diff, due, recheck, register,
    sign, archive, catalogue, schema, completion,
):  # fmt: skip
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
