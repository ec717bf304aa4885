"""`pia sign`: a signature in one of the fields of a report."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from pia.errors import ExtraMissing, WrongUse

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    epilog="Examples: `pia sign guest-checkout.pdf --field author --pkcs12 me.p12`, "
    "`pia sign guest-checkout.pdf --field approver --key me.key --certificate me.pem`."
)
@click.argument("report", metavar="REPORT.pdf", type=FILE)
@click.option("--field", help="author, privacy-officer or approver. Without it, the fields and who signed are listed.")
@click.option("--pkcs12", type=FILE, help="Your key and certificates.")
@click.option("--key", type=FILE, help="Your key in PEM, instead.")
@click.option("--certificate", type=FILE, help="The certificate of that key, and those above it, in PEM.")
@click.option("--tsa", metavar="URL", help="Ask this authority for a timestamp (RFC 3161). Uses the network.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it; or in place.")
def sign(  # noqa: PLR0913 - one parameter for each option
    report: Path,
    *,
    field: str | None,
    pkcs12: Path | None,
    key: Path | None,
    certificate: Path | None,
    tsa: str | None,
    output: Path | None,
) -> None:
    """Sign a report in one of its fields (PAdES). What others signed stays signed.

    The passphrase of the key is asked for, or taken from PIA_PASSPHRASE. Before it signs, the report is checked: what
    was changed since it was made is not signed.
    """
    from datetime import UTC, datetime

    from pia.records.durable import replace

    try:
        from pia.report import signing
    except ModuleNotFoundError as error:
        raise ExtraMissing("Signing", "sign", error.name or "pyhanko") from None

    content = report.read_bytes()
    there = signing.fields_of(content, str(report))
    if field is None:
        for name, is_signed in there.items():
            click.echo(f"{name}: {'signed' if is_signed else 'empty'}")
        return
    if there.get(field) is not False:
        empty = ", ".join(name for name, is_signed in there.items() if not is_signed)
        why = "is signed already" if field in there else "is no field of this report"
        raise WrongUse(f"--field {field}: {why}. {f'Empty: {empty}.' if empty else 'All are signed.'}")
    file = pkcs12 or key
    if file is None or (pkcs12 is None) != (certificate is not None):
        raise WrongUse("Say who signs: --pkcs12 FILE, or --key FILE with --certificate FILE.")
    signer = signing.signer_of(file, certificate, _passphrase(file))
    written = output or report
    replace(written, signing.signed(content, field, signer, at=datetime.now(UTC), tsa=tsa or ""))
    click.echo(f"Signed as {field}: {written}")


def _passphrase(file: Path) -> bytes | None:
    """From the environment, or from the person; an empty line is none."""
    given = os.environ.get("PIA_PASSPHRASE")
    if given is None and sys.stdin.isatty():
        given = click.prompt(f"Passphrase of {file.name}", hide_input=True, default="", show_default=False)
    return given.encode() if given else None
