"""`pia schema`: the shapes of the files pia reads and writes."""

from __future__ import annotations

from pathlib import Path

import click

from pia.cli.common import catalogue_of, catalogue_option


@click.command(epilog="Examples: `pia schema answers > answers.schema.json`, `pia schema assessment`.")
@click.argument("which", type=click.Choice(["answers", "assessment"]))
@catalogue_option
def schema(which: str, house: Path | None) -> None:
    """Print the JSON Schema of answer files, or of the assessments that `pia check --json` prints."""
    import json

    from pia.records.schema import answers_schema, assessment_schema

    shape = answers_schema(catalogue_of(house)) if which == "answers" else assessment_schema()
    click.echo(json.dumps(shape, indent=2, ensure_ascii=False))
