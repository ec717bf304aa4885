"""A PDF viewer, as far as the values of a form go: its fields, filled in as viewers do, and what they come to."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec
import pikepdf

from pia.interview.values import chosen_words, tidy
from pia.model import UNKNOWN, Answer, Catalogue, Question
from pia.report.form.answers import FormAnswers, answers_in
from pia.report.form.filled import form_in

HERE = Path("form.pdf")
"""What a form is called where it is no file."""


def fields(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """Every field that holds a value, by its full name."""

    def walk(field: pikepdf.Object, above: str) -> Iterator[tuple[str, pikepdf.Object]]:
        name = f"{above}.{field.T}" if above else str(field.T)
        below = [kid for kid in field.get("/Kids", ()) if "/T" in kid]
        for kid in below:
            yield from walk(kid, name)
        if not below:
            yield name, field

    return dict(pair for root in pdf.Root.AcroForm.Fields for pair in walk(root, ""))


def tick(field: pikepdf.Object, state: str, *, keep: bool = True, show: bool = True) -> None:
    """Turn a box or a radio button on, as viewers do: the value kept (/V), the widget's state shown (/AS)."""
    widgets = list(field.get("/Kids", [field]))
    assert any(f"/{state}" in widget.AP.N for widget in widgets), f"there is no {state}"
    if keep:
        field.V = pikepdf.Name(f"/{state}")
    for widget in widgets if show else ():
        widget.AS = pikepdf.Name(f"/{state}" if f"/{state}" in widget.AP.N else "/Off")


Write = Callable[[pikepdf.Pdf, str], pikepdf.Object]
WRITERS: dict[str, Write] = {
    "as the library does": lambda _, text: pikepdf.String(text),
    "UTF-16 with a mark": lambda _, text: pikepdf.String(b"\xfe\xff" + text.encode("utf-16-be")),
    "UTF-8 with a mark": lambda _, text: pikepdf.String(b"\xef\xbb\xbf" + text.encode()),
    "a text stream": lambda pdf, text: pdf.make_stream(b"\xfe\xff" + text.encode("utf-16-be")),
}


def fill(  # noqa: PLR0913 - a viewer's habits
    form: bytes,
    answers: Mapping[str, Answer],
    *,
    write: Write = WRITERS["as the library does"],
    keep: bool = True,
    show: bool = True,
    need: bool | None = None,
) -> bytes:
    """The form with these answers in it."""
    pdf = pikepdf.open(io.BytesIO(form))
    known = fields(pdf)
    for name, answer in answers.items():
        if answer.comment:
            known[f"{name}.comment"].V = write(pdf, answer.comment)
        if answer.ask:
            known[f"{name}.ask"].V = write(pdf, answer.ask)
        value = answer.value
        if value == UNKNOWN and not answer.asked:
            continue
        if value == UNKNOWN and f"{name}.unknown" in known:
            tick(known[f"{name}.unknown"], "Yes", keep=keep, show=show)
        elif isinstance(value, tuple):
            for choice in value:
                tick(known[f"{name}.value.{choice}"], "Yes", keep=keep, show=show)
        elif known[f"{name}.value"].FT == "/Btn":
            tick(known[f"{name}.value"], str(value), keep=keep, show=show)
        else:
            known[f"{name}.value"].V = write(pdf, str(value))
    if need is not None:
        pdf.Root.AcroForm.NeedAppearances = need
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def reading(filled: bytes, catalogue: Catalogue) -> FormAnswers:
    """What the form comes to."""
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        found = form_in(pdf, HERE)
    assert found is not None
    return answers_in(found, catalogue)


def as_asked(question: Question, answer: Answer) -> Answer:
    """The answer with what a form knows of its question."""
    return msgspec.structs.replace(
        answer,
        value=tidy(question, answer.value),
        asked=question.text,
        words=chosen_words(question, tidy(question, answer.value)),
        offered=tuple(choice.id for choice in question.choices),
    )
