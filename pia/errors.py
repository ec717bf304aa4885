"""One base error. Each child writes its own sentence (what, where, what to do) and knows its exit code.

Only the command line prints and exits. Exit codes follow BSD sysexits where they are above 2.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def reason(error: OSError) -> str:
    """Why the system refused, to stand inside a sentence: ``no such file or directory``."""
    return (error.strerror or str(error)).lower()


class PiaError(Exception):
    """Something a person can mend; ``str()`` of it is the sentence they read."""

    exit_code = 2


class WrongUse(PiaError):
    """The command cannot be carried out as it was given."""


class CannotRead(WrongUse):
    """A file that was named cannot be read."""

    def __init__(self, path: Path | str, error: OSError) -> None:
        super().__init__(f"{path} cannot be read: {reason(error)}. Check the path.")


class MissingAnswers(PiaError):
    """Answers were needed without a terminal and some are not there; lists them all."""

    def __init__(self, where: str, missing: Sequence[str]) -> None:
        lines = "\n".join(f"  {line}" for line in missing)
        noun = "answer is" if len(missing) == 1 else "answers are"
        super().__init__(
            f'{where}: {len(missing)} {noun} missing. Add each one, or say "unknown" where nobody knows yet:\n{lines}'
        )


class NoTerminal(PiaError):
    """A question would have to be asked and nobody is there to answer."""

    def __init__(self) -> None:
        super().__init__(
            "pia asks questions only in a terminal, and this is not one. "
            "Give the answers in a file: --answers FILE (JSON or TOML)."
        )


class BrokenFile(PiaError):
    """A file is not what it should be; every fault is listed."""

    exit_code = 65

    def __init__(self, path: Path | str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        if len(faults) == 1:
            super().__init__(f"{path}: {faults[0]}")
        else:
            lines = "\n".join(f"  {fault}" for fault in faults)
            super().__init__(f"{path}: {len(faults)} faults. Mend each one:\n{lines}")


class PangoMissing(PiaError):
    """The library that sets the type is not on this machine."""

    exit_code = 69

    def __init__(self) -> None:
        super().__init__(
            "The PDF needs the Pango library, which is not on this machine. Install it with "
            "`sudo apt install libpango-1.0-0 libpangoft2-1.0-0` (Debian, Ubuntu) or "
            "`brew install pango` (macOS), then run the same command again. Everything else works without it."
        )


class RenderingFailed(PiaError):
    """The process that makes a report crashed, hung or passed its limits; ``why`` goes on from "because"."""

    exit_code = 71

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The report could not be made, because {why}. The answers are safe, and `pia check` judges them without "
            "a page. Please tell the maintainers; PIA_TRACEBACK=1 before the command shows more."
        )


class SomeFailed(PiaError):
    """Some of many reports could not be made; says why for each, and has the exit code of the first."""

    def __init__(self, count: int, faults: Mapping[str, PiaError]) -> None:
        lines = "\n".join(f"  {name}: {str(error).removeprefix(f'{name}: ')}" for name, error in faults.items())
        super().__init__(f"{len(faults)} of {count} reports could not be made; the others are there:\n{lines}")
        self.exit_code = next(iter(faults.values())).exit_code


class CannotWrite(PiaError):
    """A file could not be written; what was answered so far is where it was."""

    exit_code = 73

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"{path} cannot be written: {why}. Choose a folder you may write to.")


class StoreUnreachable(PiaError):
    """The place that keeps the assessments does not answer, or refuses."""

    exit_code = 69

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where} does not answer: {why.rstrip('.')}. Nothing is lost; mend this, and try again.")


class ExtraMissing(PiaError):
    """Something that only some people need is not installed; names the Python that pia runs on, which has its own."""

    exit_code = 69

    def __init__(self, what: str, extra: str, package: str) -> None:
        super().__init__(
            f"{what} needs the package {package}, which is not installed. Install it with: "
            f"{shlex.quote(sys.executable)} -m pip install 'phone-pia[{extra}]'"
        )


class Stopped(PiaError):
    """The person stopped before the end; everything answered is saved."""

    exit_code = 75


class Conflict(PiaError):
    """Another record took the place of ours first; what both say where they differ. Nothing was overwritten."""

    exit_code = 75

    def __init__(self, where: str, by: str, differences: Sequence[tuple[str, str, str]]) -> None:
        self.differences = tuple(differences)
        lines = "\n".join(f"  {field}: theirs: {theirs}; yours: {yours}" for field, theirs, yours in differences)
        super().__init__(
            f"{where}: {by} was faster, and yours was not written. Look at theirs, then decide again:\n{lines}".rstrip()
        )


class NotApproved(PiaError):
    """A gate asked for an approval, and there is none that counts; the sentence says why."""

    exit_code = 1
