"""`pia advise`: the shortest way to a pass."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pia.cli.common import answers_of, catalogue_of, catalogue_option, date_option, day, store_option
from pia.cli.complete import names_and_files
from pia.cli.writing import readable_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pia.model import Advice, Answers, Catalogue, Saving, Way


@click.command(epilog="Examples: `pia advise guest-checkout`, `pia advise plan.toml --json`.")
@click.argument("name_or_file", metavar="NAME|FILE", shell_complete=names_and_files)
@click.option("--json", "as_json", is_flag=True, help="Print the advice as JSON.")
@catalogue_option
@date_option
@store_option
def advise(name_or_file: str, *, as_json: bool, house: Path | None, on: str | None, store: str) -> None:
    """Show the least work that brings a plan to *collect*, step by step, and what remains."""
    from pia.assess.advise import advise as advice_for

    catalogue = catalogue_of(house)
    _, answers = answers_of(name_or_file, store, catalogue)
    advice = advice_for(catalogue, answers, day(on))
    if as_json:
        click.echo(readable_json(advice).decode(), nl=False)
    else:
        _say_advice(catalogue, answers, advice)


def _say_advice(catalogue: Catalogue, answers: Answers, advice: Advice) -> None:
    from pia.assess import prospect
    from pia.cli.say import say
    from pia.model import Verdict

    click.secho(f"Verdict now: {advice.verdict.value}", bold=True)
    click.echo()
    say(prospect.lead(catalogue, advice), "")
    if advice.verdict is Verdict.COLLECT:
        return
    if advice.ways:
        best, *others = advice.ways
        _say_steps(catalogue, best)
        _say_others(catalogue, best, others)
        _say_savings(catalogue, advice.savings)
    _say_rest(catalogue, answers, advice)


def _say_steps(catalogue: Catalogue, way: Way) -> None:
    from pia.assess import prospect
    from pia.cli.say import say

    for number, step in enumerate(way.steps, 1):
        measure = catalogue.measures[step.measure]
        click.echo()
        say(f"{measure.title}  [{measure.id}]", "     ", first=f"{f'M{number}':4} ")
        say(f"{measure.how} ({measure.owner}, {measure.effort.span})", "     ")
        level = f", worst finding {step.level.value}" if step.level is not None else ", no finding"
        say(f"Then: {prospect.verdict_after(way, number)}{level}", "     ")


def _say_others(catalogue: Catalogue, best: Way, others: Iterable[Way]) -> None:
    from pia.cli.say import say

    chosen = {step.measure for step in best.steps}
    for way in others:
        named = {step.measure for step in way.steps}
        click.echo()
        say(f"Or {_instead(catalogue, named - chosen, chosen - named)} {_effort(catalogue, way)}", "")


def _say_savings(catalogue: Catalogue, savings: Iterable[Saving]) -> None:
    from pia.cli.say import say

    for saving in savings:
        question = catalogue.questions[saving.question]
        choices = " or: ".join(question.choice(name).text for name in saving.choices)
        steps = "; ".join(f"{catalogue.measures[name].title} [{name}]" for name in saving.measures)
        falls = "this step falls" if len(saving.measures) == 1 else "these steps fall"
        click.echo()
        say(f"Worth finding out first: {question.text}  [{question.id}]", "")
        say(f"If it is: {choices}, {falls} away: {steps}.", "  ")


def _instead(catalogue: Catalogue, more: Iterable[str], less: Iterable[str]) -> str:
    def titles(names: Iterable[str]) -> str:
        return "; ".join(f"{item.title} [{name}]" for name, item in catalogue.measures.items() if name in set(names))

    return f"take: {titles(more)}, instead of: {titles(less)}."


def _say_rest(catalogue: Catalogue, answers: Answers, advice: Advice) -> None:
    """What remains: first what does no harm, then what stands in the way of *collect*, and why."""
    from pia.assess import prospect
    from pia.cli.say import say
    from pia.interview.values import who_knows

    stay = {item.rule for item in advice.findings}
    for way in advice.ways[:1]:
        mild = [item for item in way.findings if item.rule not in stay]
        said = "; ".join(f"{catalogue.rules[item.rule].title} ({item.level.value})" for item in mild)
        click.echo()
        say(f"Findings that remain and do not stand in the way: {said or 'none'}.", "")
    for line in prospect.rest(catalogue, advice):
        click.echo()
        say(line, "")
    for name in prospect.asked_for((*advice.open_points, *prospect.harmless(advice))):
        question = catalogue.questions[name]
        say(f"Ask {who_knows(question, answers.get(name))}: {question.text}  [{name}]", "  ")


def _effort(catalogue: Catalogue, way: Way) -> str:
    from pia.model import Effort

    counts = Counter(catalogue.measures[step.measure].effort for step in way.steps)
    said = ", ".join(
        f"{counts[size]} {'step' if counts[size] == 1 else 'steps'} of {size.span}" for size in Effort if counts[size]
    )
    return f"Effort: {said}."
