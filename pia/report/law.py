"""The law as the report shows it: what a finding rests on, every source in full. What it says is the catalogue's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from pia.dates import day
from pia.model import Citation, Confidence, Finding, Source, Standing
from pia.report import words
from pia.report.case import Case
from pia.report.shapes import Basis, Ceiling, Cited, Entry, PlaceTexts, Term, Text

WORTH_A_POINTER = 40
"""Characters of a sentence from which on "As S12." is easier to read than the same again."""

_SENTENCE = re.compile(r"(?<=[.)]) (?=[A-Z])")


def bases(case: Case, finding: Finding) -> tuple[Basis, ...]:
    """What a finding rests on, firmest first."""

    def standing(citation: Citation) -> tuple[str, str]:
        source = case.catalogue.sources[citation.source]
        return citation.standing.value, words.standing(citation.standing, source, case.on)

    return tuple(
        Basis(standing=value, words=said, cited=tuple(_cited(case, [item.source for item in citations])))
        for (value, said), citations in groupby(finding.citations, key=standing)
    )


def _cited(case: Case, names: Sequence[str]) -> Iterator[Cited]:
    """Sources place by place and text by text; what is the same as before is not said again."""
    order = list(case.sources)
    place = text = ""
    for source in (case.catalogue.sources[name] for name in sorted(names, key=order.index)):
        if source.place != place:
            text = ""
        yield Cited(
            ref=case.sources[source.id],
            name=source.cited,
            url=source.url,
            place=case.catalogue.places[source.place].name if source.place != place else "",
            text=words.instrument(source) if words.instrument(source) != text else "",
            pinpoint=source.pinpoint,
        )
        place, text = source.place, words.instrument(source)


def ceilings(case: Case, finding: Finding) -> tuple[str, ...]:
    """The numbers of the penalty ceilings of what a finding rests on, of persuasive texts none."""
    held = {
        case.ceiling(case.catalogue.sources[citation.source])
        for citation in finding.citations
        if citation.standing is not Standing.PERSUASIVE
    }
    return tuple(ref for ref in case.ceilings.values() if ref in held)


def terms(case: Case) -> tuple[Term, ...]:
    """The ways in which the sources cited count, each explained once."""
    used = set(case.standing.values())
    return tuple(
        Term(standing=how.value, words=words.STANDING[how], meaning=words.STANDING_MEANING[how])
        for how in Standing
        if how in used
    )


def sources(case: Case) -> tuple[PlaceTexts, ...]:
    """Every source cited, place by place, text by text."""
    return tuple(_place(case, place, group) for place, group in groupby(case.cited, key=lambda source: source.place))


def _place(case: Case, place: str, group: Iterable[Source]) -> PlaceTexts:
    said: dict[str, str] = {}
    return PlaceTexts(
        place=case.catalogue.places[place].name,
        ceilings=_ceilings(case, place),
        texts=tuple(_text(case, name, list(same), said) for name, same in groupby(group, key=_instrument)),
    )


def _instrument(source: Source) -> str:
    return source.instrument


def _ceilings(case: Case, place: str) -> tuple[Ceiling, ...]:
    return tuple(_ceiling(case, text, ref) for (where, text), ref in case.ceilings.items() if where == place)


def _ceiling(case: Case, text: str, ref: str) -> Ceiling:
    """One wording of a ceiling; a figure that was read in one of the texts that carry it needs no confirming."""
    carrying = [source for source in case.cited if case.ceiling(source) == ref]
    read = any(source.ceiling_confidence is Confidence.VERIFIED for source in carrying)
    return Ceiling(ref=ref, text=words.figure(text, Confidence.VERIFIED if read else Confidence.KNOWN))


def _text(case: Case, name: str, group: Sequence[Source], said: dict[str, str]) -> Text:
    """One text; what all its entries share is said at its head.

    ``said``: the sentences said of the texts of this place so far, with who said each first: it is pointed to.
    """
    entries = tuple(_entry(case, source) for source in group)
    shared = {
        name: values.pop()
        for name in ("url", "words", "state")
        if len(values := {getattr(entry, name) for entry in entries}) == 1
    }
    short = group[0].short
    return Text(
        name=name if short in name else f"{name}, cited as {short}",
        url=shared.get("url", ""),
        words=shared.get("words", ""),
        state=shared.get("state", ""),
        entries=tuple(
            msgspec.structs.replace(
                entry,
                caveat=_once(said, entry.ref, entry.caveat),
                verify=_once(said, entry.ref, entry.verify),
                **dict.fromkeys(shared, ""),
            )
            for entry in entries
        ),
    )


def _once(said: dict[str, str], ref: str, text: str) -> str:
    """A text without the sentences that another source has said already; what is shorter than a pointer stays."""
    sentences = _SENTENCE.split(text)
    first = [ref if len(sentence) < WORTH_A_POINTER else said.setdefault(sentence, ref) for sentence in sentences]
    parts = groupby(zip(first, sentences, strict=True), key=lambda pair: pair[0])
    return " ".join(
        " ".join(sentence for _, sentence in same) if where == ref else f"As {where}." for where, same in parts
    )


def _entry(case: Case, source: Source) -> Entry:
    standing = words.standing(case.standing[source.id], source, case.on)
    state = words.source_state(source, case.on, with_check=not checked(case))
    return Entry(
        ref=case.sources[source.id],
        pinpoint=source.pinpoint,
        title=source.title,
        says=source.says,
        url=source.url,
        words="" if state.partition(",")[0] == standing else standing,
        state=state,
        ceiling=case.ceiling(source),
        imposed=words.figure(source.imposed, source.imposed_confidence),
        caveat=source.caveat,
        verify=" ".join(part for part in (_unread(source), source.verify) if part),
    )


def _unread(source: Source) -> str:
    return "the text." if source.confidence is Confidence.KNOWN else ""


def checked(case: Case) -> str:
    """The day all sources were last checked on; empty where they differ."""
    days = {source.checked for source in case.cited}
    return day(days.pop()) if len(days) == 1 else ""
