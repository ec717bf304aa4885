"""The two readers of drafts: wherever the quick one answers, the patient one says the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia.catalogue import load
from pia.errors import BrokenFile, WrongUse
from pia.model import DRAFT_SCHEMA, Answer, Draft, Half
from pia.records.said import as_written, patiently, read, written

CATALOGUE = load()
CORPORA = Path(__file__).parents[3] / "shared" / "corpora"

texts = st.text(max_size=20)
values = texts | st.integers(-(2**63), 2**64 - 1) | st.lists(texts, max_size=3).map(tuple)
drafts = st.builds(
    Draft,
    schema=st.integers(0, DRAFT_SCHEMA),
    name=texts,
    catalogue=texts,
    answers=st.dictionaries(
        texts | st.sampled_from(list(CATALOGUE.questions)),
        st.builds(
            Answer,
            value=values,
            comment=texts,
            ask=texts,
            asked=texts,
            words=texts,
            offered=st.lists(texts, max_size=3).map(tuple),
        ),
        max_size=4,
    ),
    half=st.none() | st.builds(Half, question=texts, value=values),
)
MARKS = [
    b'"',
    b"\\",
    b",",
    b":",
    b"{",
    b"}",
    b"[",
    b"]",
    b" ",
    b"\n",
    b"\r\n",
    b"-",
    b"0",
    b".0",
    b"e0",
    b"null",
    b"true",
]
BYTES = [b"\x00", b"\x7f", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\\ud800", b"\\u0041", b"/"]


@given(drafts)
def test_what_pia_writes_is_read_at_once_and_as_the_patient_reader_reads_it(draft: Draft) -> None:
    """Every draft, whatever was typed into it."""
    content = written(draft)
    assert as_written(content) == patiently(content, "draft.json", CATALOGUE) == read(content, "draft.json", CATALOGUE)


@given(drafts, st.data())
def test_a_file_that_was_touched_is_never_read_otherwise(draft: Draft, data: st.DataObject) -> None:
    """Lines doubled, taken out or moved, keys doubled, bytes put in or taken out: quick is patient, or silent."""
    content = written(draft)
    for _ in range(data.draw(st.integers(1, 3))):
        content = touched(content, data)
    quick = as_written(content)
    assert quick is None or quick == patiently(content, "draft.json", CATALOGUE)


def touched(content: bytes, data: st.DataObject) -> bytes:
    """The content with one small change."""
    if data.draw(st.booleans()):
        lines = content.splitlines(keepends=True)
        begin, end, to = (data.draw(st.integers(0, len(lines))) for _ in range(3))
        part = lines[begin:end]
        kept = lines if data.draw(st.booleans()) else lines[:begin] + lines[end:]
        return b"".join(kept[:to] + part + kept[to:])
    place = data.draw(st.integers(0, len(content)))
    snippet = data.draw(st.sampled_from(MARKS + BYTES))
    return content[:place] + snippet + content[place + data.draw(st.integers(0, 2)) :]


DRAFT = Draft(
    schema=DRAFT_SCHEMA,
    name="plan-b",
    catalogue="1.0.0",
    answers={"volume": Answer(value=7, comment="so"), "title": Answer(value="Till")},
    half=Half(question="title", value="T"),
)


@pytest.mark.parametrize(
    ("part", "twice"),
    [
        (b'"schema": %d' % DRAFT_SCHEMA, "schema"),
        (b'"name": "plan-b"', "name"),
        (b'"title": {\n   "value": "Till"\n  }', "title"),
        (b'"comment": "so"', "comment"),
        (b'"question": "title"', "question"),
    ],
)
def test_a_key_that_stands_twice_is_refused_at_every_depth(part: bytes, twice: str) -> None:
    """Also when both say the same: which one a reader believes is its own affair, so no reader may have to choose."""
    content = written(DRAFT).replace(part, part + b",\n" + part)
    json.loads(content)
    assert as_written(content) is None
    with pytest.raises(BrokenFile, match=f"'{twice}' stands twice in one table"):
        read(content, "draft.json", CATALOGUE)


def test_a_newer_draft_and_toml_are_never_read_at_once() -> None:
    """The one may hold what this pia does not know; the other is another language, though its text may be JSON."""
    newer = written(Draft(schema=DRAFT_SCHEMA + 1, name="x", catalogue="1", answers={}))
    assert as_written(newer) is None
    with pytest.raises(WrongUse, match="newer pia"):
        read(newer, "draft.json", CATALOGUE)
    with pytest.raises(BrokenFile, match="is not valid TOML"):
        read(written(DRAFT), "plan.toml", CATALOGUE)


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the third-party test data is not beside the project")
def test_nothing_of_the_json_parsing_suite_is_read_at_once() -> None:
    """None of it is a draft."""
    files = sorted((CORPORA / "jsontestsuite").rglob("*.json"))
    assert len(files) > 100
    assert not [file for file in files if as_written(file.read_bytes())]
