"""Answer files: JSON or TOML, written by people or by pia, checked against the catalogue, all faults at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from pia.assess.conditions import settle
from pia.errors import BrokenFile, CannotRead, WrongUse
from pia.interview.values import check, check_text, tidy
from pia.model import UNKNOWN, Answer, Answers, Catalogue, Half, Kind, Question
from pia.records.said import TEXTS, read


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What an answer file says. ``name`` is the assessment's, or the file's own when it gives none.

    ``aside``: answers that this catalogue has no question or no choice for. Rules never see them; whoever writes the
    file again writes them too, so that they are there when the catalogue that knows them returns.
    ``half``: what had been typed of an answer when the person stopped.
    """

    name: str
    answers: dict[str, Answer]
    aside: Mapping[str, Answer] = field(default_factory=dict)
    half: Half | None = None

    @property
    def everything(self) -> dict[str, Answer]:
        """What an interview goes on with: it asks again what is not possible any more, and carries along the rest."""
        return {**self.answers, **self.aside}


def read_answers(path: Path, catalogue: Catalogue, *, lenient: bool = False) -> AnswerFile:
    """Read and check an answer file. WrongUse when it cannot be read, BrokenFile with every fault when it is not right.

    ``lenient``: see ``answers_in``.
    """
    if path.suffix not in {".json", ".toml"}:
        raise WrongUse(f"{path}: answer files end in .toml or .json.")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CannotRead(path, error) from error
    return answers_in(raw, str(path), catalogue, lenient=lenient)


def answers_in(content: bytes, where: str, catalogue: Catalogue, *, lenient: bool = False) -> AnswerFile:
    """The same for a content that was read already; ``where`` names it, and its ending says whether it is TOML.

    ``lenient`` (for our own drafts): answers to questions this catalogue does not have, or with choices it does not
    offer, are set aside instead of refused.
    """
    said = read(content, where, catalogue)
    faults: list[str] = []
    answers: dict[str, Answer] = {}
    aside: dict[str, Answer] = {}
    for key, given in said.answers.items():
        question = catalogue.questions.get(key)
        if question is None and not lenient:
            faults.append(_no_question(key, catalogue))
            continue
        answer, fault = _checked(question, given)
        if answer is not None and fault is None and question is not None:
            answers[key] = answer
        elif answer is not None and lenient:
            aside[key] = answer
        else:
            faults.append(f"{key}: {fault}{_allowed(question) if question else ''}")
    if faults:
        raise BrokenFile(where, faults)
    return AnswerFile(said.name or Path(where).stem, answers, aside, _fitting(said.half, catalogue))


def missing(catalogue: Catalogue, answers: Answers) -> Sequence[str]:
    """A line for every question that applies and has no answer, with what may be answered."""
    facts = settle(catalogue.questions, answers)
    return [
        f"{question.id}: {question.text}{_allowed(question)}"
        for question in (catalogue.questions[name] for name in facts.asked)
        if question.id not in answers
    ]


def _checked(question: Question | None, given: Answer | str) -> tuple[Answer | None, str | None]:
    """The answer as it is kept, and what is wrong with it; no answer when it could not even be set aside."""
    if isinstance(given, str):
        return None, given
    if fault := _fault_beside(given):
        return None, fault
    if question is None:
        return given, None
    value = given.value
    if question.kind is Kind.MANY and isinstance(value, str) and value != UNKNOWN:
        value = (value,)
    fault = check(question, value)
    kept = value if fault else tidy(question, value)
    return given if kept == given.value else msgspec.structs.replace(given, value=kept), fault


def _fault_beside(given: Answer) -> str | None:
    """What is wrong with the parts of an answer that stand beside its value."""
    if check_text(given.comment + given.ask + given.asked + given.words):  # which of them, only where it must be told
        for part in TEXTS:
            if sentence := check_text(getattr(given, part)):
                return f"in {part!r}: {sentence}"
    if given.ask and given.known:
        return f"has an answer, so nobody need be asked: leave 'ask' out, or answer \"{UNKNOWN}\"."
    return None


def _fitting(half: Half | None, catalogue: Catalogue) -> Half | None:
    """What had been typed of an answer; None when this catalogue has nothing to type it for."""
    question = catalogue.questions.get(half.question) if half else None
    if half is None or question is None or (question.choices and check(question, half.value)):
        return None
    return half if question.choices or isinstance(half.value, str) else None


def _allowed(question: Question) -> str:
    ids = ", ".join(choice.id for choice in question.choices)
    match question.kind:
        case Kind.ONE:
            return f" One of: {ids}."
        case Kind.MANY:
            return f" A list of: {ids}."
        case _:
            return ""


def _no_question(key: str, catalogue: Catalogue) -> str:
    import difflib

    near = difflib.get_close_matches(key, list(catalogue.questions), n=1)
    hint = f"Did you mean {near[0]}?" if near else "`pia catalogue list questions` shows all."
    return f"{key}: there is no such question. {hint}"
