"""What stands in the fields of a form that was filled in, however a viewer wrote it; ``answers`` checks what it says.

What decides is each field's value (``/V``), and for boxes whose viewer did not write one, the state that is shown
(``/AS``); appearances are never read, nor is whether they are up to date (``/NeedAppearances``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from pia.errors import BrokenFile, CannotRead
from pia.interview.values import check_text, fold
from pia.model import UNKNOWN
from pia.report.form import inside
from pia.report.form.inside import ASK, COMMENT, QUESTIONNAIRE, SCHEMA, VALUE, Questionnaire

if TYPE_CHECKING:
    import pikepdf

Object: TypeAlias = Any
"""A PDF object; pikepdf's are dynamic."""

DEEPEST, MOST = 6, 20_000
"""A field stands at most four deep, and a questionnaire has about a thousand: more is not one."""

LARGEST = 200_000
"""Bytes of the file inside, packed. That of the built-in catalogue has some six thousand."""

OFF = "Off"
ID = re.compile(r"[a-z0-9-]{1,80}")


@dataclass(slots=True)
class Entry:
    """What stands in the fields of one question."""

    chosen: list[str] = field(default_factory=list)
    typed: str = ""
    unknown: bool = False
    ask: str = ""
    comment: str = ""

    @property
    def empty(self) -> bool:
        """Nothing was ticked or written."""
        return not (self.chosen or self.typed or self.unknown or self.ask or self.comment)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was found. ``asked`` is what it says of itself; None when a program has taken that out."""

    asked: Questionnaire | None
    entries: Mapping[str, Entry]


def read_form(path: Path) -> Filled | None:
    """The form in a PDF file; None when it holds none of ours.

    CannotRead when the file cannot be read, BrokenFile when it is no PDF, or damaged, or locked with a password.
    """
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return form_in(pdf, path)
    except OSError as error:
        raise CannotRead(path, error) from error
    except pikepdf.PasswordError as error:
        raise BrokenFile(path, ["is locked with a password. Save it without one, then open it again."]) from error
    except (pikepdf.PdfError, RuntimeError, TypeError, ValueError) as error:
        raise BrokenFile(path, ["is damaged, or is no PDF. Ask for it again."]) from error


def form_in(pdf: pikepdf.Pdf, path: Path) -> Filled | None:
    """The same of a PDF that is open. ``path``: its name in what is said of it."""
    asked = _asked(pdf, path)
    entries: dict[str, Entry] = {}
    for name, kind, value in _fields(pdf, path):
        question, _, part = name.partition(".")
        head, _, choice = part.partition(".")
        if head in {VALUE, inside.UNKNOWN, ASK, COMMENT} and all(
            ID.fullmatch(part) for part in (question, choice or "x")
        ):
            _put(entries.setdefault(question, Entry()), head, choice, kind, value)
    return Filled(asked, entries) if entries else None


def _put(entry: Entry, part: str, choice: str, kind: str, value: str) -> None:
    """Put the value of one field where it belongs."""
    ticked = kind == "/Btn" and value != OFF
    if part == inside.UNKNOWN:
        entry.unknown = ticked
    elif part == ASK:
        entry.ask = value
    elif part == COMMENT:
        entry.comment = value
    elif kind != "/Btn":
        entry.typed = value
    elif ticked and not choice and value == UNKNOWN:
        entry.unknown = True
    elif ticked:
        entry.chosen.append(choice or value)


def _asked(pdf: pikepdf.Pdf, path: Path) -> Questionnaire | None:
    import pikepdf

    if QUESTIONNAIRE not in pdf.attachments:
        return None
    attached = pdf.attachments[QUESTIONNAIRE].get_file()
    damaged = BrokenFile(path, [f"holds a {QUESTIONNAIRE} that is damaged. Ask for the form again."])
    if not isinstance(attached.obj, pikepdf.Stream) or len(attached.obj.read_raw_bytes()) > LARGEST:
        raise damaged
    try:
        made = msgspec.json.decode(attached.read_bytes(), type=Questionnaire)
    except ValueError as error:
        raise damaged from error
    if made.schema > SCHEMA:
        raise BrokenFile(path, ["was made by a newer pia. Update pia, then open it again."])
    texts = (
        text for asked in made.questions.values() for text in (asked.text, *(choice.text for choice in asked.choices))
    )
    if any(map(check_text, texts)):
        raise damaged
    return made


def _fields(pdf: pikepdf.Pdf, path: Path) -> Iterator[tuple[str, str, str]]:
    """Full name, type and value of every field that holds one."""
    count = 0
    form = _dictionaries([pdf.Root.get("/AcroForm")])
    roots = _dictionaries(form[0].get("/Fields")) if form else []
    waiting: list[tuple[Object, str, str, Object, int]] = [(root, "", "", None, 0) for root in reversed(roots)]
    while waiting:
        item, above, kind, value, depth = waiting.pop()
        count += 1
        if count > MOST or depth > DEEPEST:
            raise BrokenFile(path, ["has more fields than a questionnaire. Ask for the form again."])
        name = ".".join(part for part in (above, _text(item.get("/T"))) if part)
        kind, value = str(item.get("/FT", kind)), item.get("/V", value)
        kids = _dictionaries(item.get("/Kids"))
        below = [kid for kid in kids if "/T" in kid]
        if below:
            waiting += [(kid, name, kind, value, depth + 1) for kid in reversed(below)]
        elif name:
            yield name, kind, _state(value, [item, *kids]) if kind == "/Btn" else _text(value)


def _dictionaries(array: Object) -> list[Object]:
    """The dictionaries in an array; whatever else stands there is damage."""
    import pikepdf

    items = array if isinstance(array, (list, pikepdf.Array)) else ()
    return [item for item in items if isinstance(item, pikepdf.Dictionary)]


def _state(value: Object, widgets: Iterable[Object]) -> str:
    """The state of a box or of a group of radio buttons: what was kept, else what is shown."""
    states = [value, *(widget.get("/AS") for widget in widgets)]
    names = (str(state).removeprefix("/") for state in states if state is not None)
    return next((name for name in names if name != OFF), OFF)


def _text(value: Object) -> str:
    """A text string (7.9.2) in whichever encoding, or a text stream (7.9.3); on one line, trimmed."""
    import pikepdf

    if isinstance(value, pikepdf.Stream):
        value = pikepdf.String(value.read_bytes())
    text = str(value) if isinstance(value, pikepdf.String) else ""
    return fold(text) if "\r" in text or "\n" in text else text.strip()
