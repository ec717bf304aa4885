"""Answer files: what is right is read, and every way to be wrong is one sentence with file and id."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pia.catalogue import load
from pia.errors import BrokenFile, WrongUse
from pia.interview.values import possible
from pia.model import UNKNOWN, Answer, Catalogue
from pia.records.answers import missing, read_answers

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue that ships with pia."""
    return load()


def write(folder: Path, content: str | bytes, name: str = "plan.toml") -> Path:
    """A file of that content."""
    path = folder / name
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return path


def test_toml_and_json_say_the_same(tmp_path: Path, catalogue: Catalogue) -> None:
    """Short and long forms, in both languages, give the same answers."""
    toml = write(
        tmp_path,
        '[answers]\nplaces = ["eu"]\nvolume = 7\nminors = {comment = "why", ask = "the lawyers", value = "unknown"}',
    )
    minors = {"value": "unknown", "comment": "why", "ask": "the lawyers"}
    text = {"answers": {"places": {"value": ["eu"]}, "volume": 7, "minors": minors}}
    both = write(tmp_path, json.dumps(text), "plan.json")
    expected = {
        "places": Answer(value=("eu",)),
        "volume": Answer(value=7),
        "minors": Answer(value=UNKNOWN, comment="why", ask="the lawyers"),
    }
    assert read_answers(toml, catalogue).answers == expected == read_answers(both, catalogue).answers
    assert not expected["minors"].known


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[answers", "plan.toml: is not valid TOML"),
        ("answers = 3", 'has no table "answers"'),
        ("", 'has no table "answers"'),
        ('[answers]\nplacs = ["eu"]', "placs: there is no such question. Did you mean places?"),
        ('[answers]\nplaces = ["mars"]', "places: Choose only listed answers. A list of: eu, uk"),
        ("[answers]\nplaces = []", "places: Nothing is ticked"),
        ('[answers]\nrequired = "must"', "required: Choose one of the listed answers. One of: optional"),
        ("[answers]\nvolume = 1.5", "volume: has a value of the wrong type."),
        ("[answers]\nvolume = true", "volume: has a value of the wrong type."),
        ("[answers]\nvolume = -1", "volume: Type a whole number"),
        ('[answers]\nvolume = "many"', "volume: Type a whole number"),
        ('[answers]\ntitle = ["a"]', "title: Answer in words"),
        ('[answers]\ntitle = ""', "title: Type a few words."),
        ('[answers]\ntitle = { value = "x", remark = "y" }', "title: has 'remark', which is not known"),
        ('[answers]\ntitle = { value = "x", ask = "Legal" }', "title: has an answer, so nobody need be asked"),
        ('[answers]\ntitle = { value = "unknown", ask = 3 }', "title: 'ask' should be a text"),
        (
            '[answers]\ntitle = { value = "unknown", ask = "a\\u0007b" }',
            "title: in 'ask': Leave out control characters",
        ),
        ('[answers]\nminors = { value = "no", offered = "no" }', "minors: 'offered' should be a list"),
        ('[answers]\nreuse = ["none", "ads"]', "reuse: One of these stands alone"),
        ('[answers]\ntitle = "a\\u0007b"', "title: Leave out control characters"),
        ('[answers]\ntitle = "a\\u202Eb"', "title: Leave out control characters"),
    ],
)
def test_a_fault_is_one_sentence(tmp_path: Path, catalogue: Catalogue, content: str, sentence: str) -> None:
    """Each mistake is named with the file, the question and what is allowed."""
    with pytest.raises(BrokenFile) as caught:
        read_answers(write(tmp_path, content), catalogue)
    assert "plan.toml" in str(caught.value)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"answers": {"volume": 1, "volume": 2}}', "'volume' stands twice"),
        ('{"answers": {"volume": NaN}}', "NaN is not a number JSON knows"),
        ('{"answers": {"title": "\\ud800"}}', "title: One character is broken"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"answers": ', "is not valid JSON"),
        ("[]", "should hold one table"),
        (b'{"answers": {"title": "\xff"}}', "is not UTF-8 text (byte 24)"),
        ('{"answers": {"title": "' + "x" * 1_000_000 + '"}}', "title: Keep it to 10,000 characters"),
        ('{"answers": {"title": "' + "x" * 3_000_000 + '"}}', "an answer file has 2,000,000 at most"),
        ('{"answers": {"title": "a' + "\\u0301" * 50 + '"}}', "title: Too many accents"),
    ],
)
def test_a_broken_json_file(tmp_path: Path, catalogue: Catalogue, content: str | bytes, sentence: str) -> None:
    """What JSON allows programs to get wrong is refused with a sentence."""
    with pytest.raises(BrokenFile) as caught:
        read_answers(write(tmp_path, content, "plan.json"), catalogue)
    assert sentence in str(caught.value)


def test_all_faults_come_at_once(tmp_path: Path, catalogue: Catalogue) -> None:
    """A team mends a file once, not once for each fault."""
    with pytest.raises(BrokenFile) as caught:
        read_answers(write(tmp_path, '[answers]\nplaces = ["mars"]\nvolume = "x"\nnope = 1\n'), catalogue)
    assert len(caught.value.faults) == 3


def test_a_file_that_is_not_there(tmp_path: Path, catalogue: Catalogue) -> None:
    """A wrong path is a wrong use, not a broken file."""
    with pytest.raises(WrongUse, match="cannot be read: no such file"):
        read_answers(tmp_path / "nope.toml", catalogue)


def test_what_an_old_draft_has_and_the_catalogue_not_is_set_aside(tmp_path: Path, catalogue: Catalogue) -> None:
    """Reading our own drafts leniently: gone questions and choices are kept, out of the rules' sight."""
    text = {"answers": {"gone": {"value": ["x"]}, "required": {"value": "old-choice"}, "volume": {"value": 7}}}
    path = write(tmp_path, json.dumps(text), "draft.json")
    file = read_answers(path, catalogue, lenient=True)
    assert file.answers == {"volume": Answer(value=7)}
    assert file.aside == {"gone": Answer(value=("x",)), "required": Answer(value="old-choice")}
    assert possible(catalogue, file.everything) == file.answers


@pytest.mark.parametrize("raw", ['{"value": 1.5}', '{"value": {"a": 1}}', '{"value": 1, "by": "Kim"}', "null"])
def test_an_answer_that_could_not_be_written_again_refuses_the_draft(
    tmp_path: Path, catalogue: Catalogue, raw: str
) -> None:
    """A shape that this version does not know would be lost at the next save, so it is not read."""
    path = write(tmp_path, f'{{"answers": {{"gone": {raw}}}}}', "draft.json")
    with pytest.raises(BrokenFile, match="gone: has "):
        read_answers(path, catalogue, lenient=True)


@pytest.mark.parametrize(("schema", "error"), [('"1"', BrokenFile), ("true", BrokenFile), ("99", WrongUse)])
def test_the_schema_of_a_file_is_heeded(
    tmp_path: Path, catalogue: Catalogue, schema: str, error: type[Exception]
) -> None:
    """A file of a shape to come is not guessed at."""
    with pytest.raises(error, match="schema"):
        read_answers(write(tmp_path, f'{{"schema": {schema}, "answers": {{}}}}', "draft.json"), catalogue)


def test_missing_lists_what_applies_and_only_that(catalogue: Catalogue) -> None:
    """Questions whose condition is not met are not asked for."""
    lines = missing(catalogue, {"places": Answer(value=("uk",))})
    assert any(line.startswith("minors: ") for line in lines)
    assert not any(line.startswith(("eu-countries: ", "places: ")) for line in lines)


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the third-party test data is not beside the project")
def test_the_json_parsing_suite_never_crashes(tmp_path: Path, catalogue: Catalogue) -> None:
    """Every file of the suite is read or refused with a sentence; none is an answer file."""
    files = sorted((CORPORA / "jsontestsuite").rglob("*.json"))
    assert len(files) > 100
    for file in files:
        path = write(tmp_path, file.read_bytes(), "plan.json")
        with pytest.raises(BrokenFile):
            read_answers(path, catalogue)
