"""The page of questions: section by section, in the order asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from pia.catalogue.pages.markdown import heading, link, rules, text, whenever
from pia.catalogue.readers import Reader, read_by
from pia.model import Catalogue, Choice, Kind, Question, Rule, Scale, Source, Test

Entry = TypeVar("Entry")

KINDS = {
    Kind.ONE: "one answer",
    Kind.MANY: "several answers",
    Kind.TEXT: "free text",
    Kind.NUMBER: "a number",
    Kind.DATE: "a date",
}


def questions(held: Catalogue) -> Iterator[str]:
    """Every question with its help, its choices, when it is asked and what reads it."""
    readers = read_by(held)
    yield "# Questions"
    yield ""
    yield "In the order they are asked. Every question can also be answered *don't know yet*, which never counts as"
    yield "safe. A question without *asked when* is always asked. The name in `this type` is permanent."
    for section, asked in groupby(held.questions.values(), key=lambda question: question.section):
        yield from ("", f"## {text(held.sections[section].title)}")
        for question in asked:
            yield from _question(held, question)
            yield from _readers(held, question, readers[question.id])


def _question(held: Catalogue, question: Question) -> Iterator[str]:
    yield from heading(question.id, question.text)
    yield f"`{question.id}` · {KINDS[question.kind]}"
    yield from ("", text(question.help), "", f"Who usually knows: {text(question.who)}.")
    if question.choices:
        yield ""
    yield from (_choice(choice) for choice in question.choices)
    yield from whenever(held, "Asked when", question.when)
    yield from whenever(held, "Not asked when", question.unless)


def _choice(choice: Choice) -> str:
    places = f", stands for {len(choice.places)} places" if len(choice.places) > 1 else ""
    return f"- {text(choice.text)} (`{choice.id}`{places}){' *Stands alone.*' if choice.alone else ''}"


def _readers(held: Catalogue, question: Question, readers: dict[Reader, tuple[Test, ...]]) -> Iterator[str]:
    changing = [
        measure
        for measure in held.measures.values()
        if any(change.question == question.id for change in measure.changes)
    ]
    lines = {
        "Questions that depend on it": _links(_only(Question, readers), "questions"),
        "Rules that read it": rules(_only(Rule, readers)),
        "Sources that apply by it": "; ".join(
            link(source.title, "sources", source.id) for source in _only(Source, readers)
        ),
        "It moves the level of findings": "[how a level comes about](rules.md#levels)" if _only(Scale, readers) else "",
        "The report shows it as": question.role.value if question.role else "",
        "Measures that change it": "; ".join(link(item.title, "measures", item.id) for item in changing),
    }
    for title, line in lines.items():
        if line:
            yield from ("", f"{title}: {line}.")


def _links(asked: Iterable[Question], page: str) -> str:
    return "; ".join(link(question.text, page, question.id) for question in asked)


def _only(kind: type[Entry], entries: Iterable[object]) -> list[Entry]:
    return [entry for entry in entries if isinstance(entry, kind)]
