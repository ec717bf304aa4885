"""Reads a form that was filled in, however a viewer wrote it: the fields as they are, then answers, checked.

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
from pia.interview.values import check, check_text, chosen_words, fold, read, tidy
from pia.model import UNKNOWN, Answer, Catalogue, Kind, Question, Value
from pia.report.form import inside
from pia.report.form.inside import ASK, COMMENT, QUESTIONNAIRE, SCHEMA, VALUE, Asked, Questionnaire

if TYPE_CHECKING:
    import pikepdf

Object: TypeAlias = Any
"""A PDF object; pikepdf's are dynamic."""

DEEPEST, MOST = 6, 20_000
"""A field stands at most four deep, and a questionnaire has about a thousand: more is not one."""

LARGEST = 200_000
"""Bytes of the file inside, packed. That of the built-in catalogue has some six thousand."""

OFF = "Off"
_ID = re.compile(r"[a-z0-9-]{1,80}")


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What a filled form comes to under a catalogue.

    ``answers`` may be judged. ``aside``: answers that this catalogue has no question or choice for, kept all the same.
    ``faults`` and ``outdated`` say in a sentence each what could not be taken: because of what was filled in, or
    because the catalogue has changed since the form was made.
    """

    answers: dict[str, Answer]
    aside: dict[str, Answer]
    faults: tuple[str, ...]
    outdated: tuple[str, ...]


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
            _ID.fullmatch(part) for part in (question, choice or "x")
        ):
            _put(entries.setdefault(question, Entry()), head, choice, kind, value)
    return Filled(asked, entries) if entries else None


def answers_in(filled: Filled, catalogue: Catalogue) -> Reading:
    """The answers of a form, checked as those of an answer file are; all that is wrong with them at once."""
    answers: dict[str, Answer] = {}
    aside: dict[str, Answer] = {}
    faults: list[str] = []
    outdated: list[str] = []
    same = filled.asked is not None and filled.asked.made_under(catalogue)
    for name, entry in filled.entries.items():
        if entry.empty:
            continue
        question = catalogue.questions.get(name)
        asked = filled.asked.questions.get(name) if filled.asked else None
        answer, sentence = _taken(name, question, asked, entry)
        if answer is not None:
            (aside if sentence else answers)[name] = answer
        if sentence:
            (outdated if not same and _has_changed(question, entry) else faults).append(f"{name}: {sentence}")
    return Reading(answers, aside, tuple(faults), tuple(outdated))


def _taken(name: str, question: Question | None, asked: Asked | None, entry: Entry) -> tuple[Answer | None, str | None]:
    """The answer, where it can be kept at all, and what is wrong with it."""
    if sentence := _contradiction(entry) or _unfit(entry):
        return None, sentence
    answer = _answer(name, question, asked, entry)
    if question is None:
        return answer, "is not asked any more."
    if entry.chosen and not question.choices:
        return answer, "is answered in words now, not by ticking."
    if sentence := check(question, answer.value):
        return answer, sentence
    return msgspec.structs.replace(answer, value=tidy(question, answer.value)), None


def _has_changed(question: Question | None, entry: Entry) -> bool:
    """Whether the question is gone, or a choice that was ticked, or is answered in another way."""
    if question is None:
        return True
    offered = {choice.id for choice in question.choices}
    return not offered.issuperset(entry.chosen) or bool(offered and entry.typed)


def _contradiction(entry: Entry) -> str | None:
    given = bool(entry.chosen or entry.typed)
    if given and entry.unknown:
        return "has an answer, and “Don't know yet” is ticked too. Keep one."
    if given and entry.ask:
        return "has an answer, and names somebody who will know it. Keep one."
    return None


def _unfit(entry: Entry) -> str | None:
    for part, text in (("", entry.typed), ("in the comment: ", entry.comment), ("in who will know: ", entry.ask)):
        if sentence := check_text(text):
            return f"{part}{sentence}"
    if not all(_ID.fullmatch(choice) for choice in entry.chosen):
        return "has a box that is none of this form's. Ask for the form again."
    return None


def _answer(name: str, question: Question | None, asked: Asked | None, entry: Entry) -> Answer:
    value = _value(question, entry)
    offered = {choice.id: choice.text for choice in asked.choices} if asked else {}
    given = value != UNKNOWN
    if offered and given:
        words = "; ".join(offered.get(choice, choice) for choice in entry.chosen)
    else:
        words = chosen_words(question, value) if question is not None else ""
    left_alone = not given and not entry.unknown and not entry.ask  # a comment, and nothing else
    text = asked.text if asked else question.text if question else name
    return Answer(
        value=value,
        comment=entry.comment,
        ask=entry.ask,
        asked="" if left_alone else text,
        words=words,
        offered=() if left_alone else tuple(offered),
    )


def _value(question: Question | None, entry: Entry) -> Value:
    if entry.chosen:
        several = len(entry.chosen) > 1 or (question is not None and question.kind is Kind.MANY)
        return tuple(entry.chosen) if several else entry.chosen[0]
    if entry.typed:
        return entry.typed if question is None else _typed(question, entry.typed)
    return UNKNOWN


def _typed(question: Question, text: str) -> Value:
    if question.kind is Kind.TEXT:
        return text
    text = fold(text)
    if question.kind is Kind.DATE and re.fullmatch(r"\d{8}", text):  # from a field of eight cells
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return read(question, text)


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
