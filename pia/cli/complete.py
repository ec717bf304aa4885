"""Completion in the shell: names of assessments, worked examples and entries; `pia completion` makes a shell use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click
from click.shell_completion import CompletionItem, get_completion_class

from pia.cli.manners import COMPLETE_VARIABLE
from pia.errors import PiaError


def names(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The assessments of the store."""
    from pia.records.drafts import Drafts

    store = context.params.get("store") or "assessments"
    return _beginning(incomplete, lambda: ((name, "") for name in sorted(Drafts(store).names())))


def names_and_files(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The assessments of the store, and files."""
    return [CompletionItem(incomplete, type="file"), *names(context, parameter, incomplete)]


def scenarios(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The worked examples."""
    from pia.cli.demo import scenarios as worked

    return _beginning(incomplete, lambda: ((name, "") for name in worked()))


def entries(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The ids of the catalogue, with what they stand for."""

    def pairs() -> Iterator[tuple[str, str]]:
        from pia.cli.common import catalogue_of

        held = catalogue_of(context.params.get("house"))
        yield from ((item.id, item.text) for item in held.questions.values())
        for part in (held.rules, held.measures, held.alternatives, held.sources, held.families):
            yield from ((item.id, item.title) for item in part.values())
        yield from ((item.id, item.name) for item in held.places.values())

    return _beginning(incomplete, pairs)


def places(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The places of the catalogue."""
    from pia.cli.common import catalogue_of

    return _beginning(
        incomplete,
        lambda: ((item.id, item.name) for item in catalogue_of(context.params.get("house")).places.values()),
    )


def _beginning(incomplete: str, pairs: Callable[[], Iterator[tuple[str, str]]]) -> list[CompletionItem[str]]:
    """Those that begin so. A store or a house's catalogue that cannot be read completes nothing, and says nothing."""
    try:
        return [CompletionItem(name, help=said or None) for name, said in pairs() if name.startswith(incomplete)]
    except (PiaError, OSError):
        return []


@click.command(
    epilog="Examples: `pia completion bash > ~/.local/share/bash-completion/completions/pia`, "
    '`pia completion zsh > "${fpath[1]}/_pia"`, `pia completion fish > ~/.config/fish/completions/pia.fish`.'
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that makes a shell complete pia: commands, options, names of assessments, ids, files.

    The examples put it where the shell looks; it works from the next shell on.
    """
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click knows the three
    click.echo(kind(context.find_root().command, {}, "pia", COMPLETE_VARIABLE).source())
