"""The loader: the built-in catalogue holds together, and each way to break a copy is one clear sentence."""

from __future__ import annotations

import inspect
import shutil
from pathlib import Path

import pytest

from pia.assess.conditions import outcome, settle
from pia.catalogue import load
from pia.catalogue.load import CODE, HERE
from pia.catalogue.parts import PARTS
from pia.catalogue.read import read
from pia.errors import BrokenFile
from pia.model import Answer, Catalogue, Frozen, Kind


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue that ships with pia."""
    return load()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of its files, to break."""
    return Path(shutil.copytree(HERE, tmp_path / "copy", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first ``old`` in a file, which must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_kept_catalogue_is_of_today_s_types() -> None:
    """Where any type of the catalogue changes, what was kept is not found: a new default would change what it says."""
    defined = {inspect.getfile(kind) for part in PARTS for kind in part.kind.__mro__ if issubclass(kind, Frozen)}
    assert {*defined, inspect.getfile(Catalogue)} <= set(map(str, CODE))


def test_it_holds_what_was_promised(catalogue: Catalogue) -> None:
    """Enough questions, rules and sources, in the nine places first asked for."""
    assert len(catalogue.questions) >= 30
    assert len(catalogue.rules) >= 20
    cited = {name for rule in catalogue.rules.values() for name in (*rule.sources, *rule.persuasive)}
    assert len(cited) >= 60
    places = {catalogue.sources[name].place for name in cited}
    assert {"eu", "uk", "us", "us-ca", "ca", "ca-qc", "au", "in", "br"} <= places


def test_every_question_has_help_and_no_default(catalogue: Catalogue) -> None:
    """Nobody is left alone with a question, and no answer is put into anybody's mouth."""
    for question in catalogue.questions.values():
        assert question.help, question.id
        assert question.text.endswith(("?", ".")), question.id
        assert not hasattr(question, "default")


def test_every_measure_and_alternative_is_named_by_a_rule(catalogue: Catalogue) -> None:
    """Nothing is written that nobody would read."""
    rules = catalogue.rules.values()
    assert set(catalogue.measures) == {name for rule in rules for name in rule.measures}
    assert set(catalogue.alternatives) == {name for rule in rules for name in rule.alternatives}


def test_every_source_is_cited_or_says_why_it_is_kept(catalogue: Catalogue) -> None:
    """No provision stands there without a use; one that says why it is uncited is really uncited."""
    cited = {name for rule in catalogue.rules.values() for name in (*rule.sources, *rule.persuasive)}
    for source in catalogue.sources.values():
        assert (source.id in cited) != bool(source.kept_for), source.id


def test_the_ages_of_consent_and_the_gate_by_age_say_the_same(catalogue: Catalogue) -> None:
    """In each European country the rule on children counts for just the ages below the country's own."""
    gate = catalogue.sources["eu-gdpr-8"]
    ages = {"under-12": 11, "age-12": 12, "age-13": 13, "age-14": 14, "age-15": 15, "age-16": 16}
    settled = {"point": Answer(value="game"), "minors": Answer(value="aimed"), "basis": Answer(value=("consent",))}
    countries = [place for place in catalogue.places.values() if place.within == "eu"]
    assert len(countries) == 30
    for place in countries:
        assert place.consent_age is not None
        for choice, age in ages.items():
            answers = {
                **settled,
                "places": Answer(value=("eu",)),
                "eu-countries": Answer(value=(place.id,)),
                "child-ages": Answer(value=(choice,)),
            }
            counts = outcome(gate.when, gate.unless, settle(catalogue.questions, answers)).truth
            assert counts is (age < place.consent_age), (place.id, choice)


def test_every_question_is_read_by_something(catalogue: Catalogue) -> None:
    """Each question has a role, or a condition that reads it."""
    conditions = [
        *(where for rule in catalogue.rules.values() for where in (rule.when, rule.unless)),
        *(a.when for rule in catalogue.rules.values() for a in rule.adjust),
        *(where for question in catalogue.questions.values() for where in (question.when, question.unless)),
        *(source.when for source in catalogue.sources.values()),
        *(step.when for step in catalogue.scale.steps),
    ]
    read = {test.question for where in conditions for tests in where for test in tests}
    read |= {step.backed_by for step in catalogue.scale.steps}
    dead = [q.id for q in catalogue.questions.values() if q.id not in read and q.role is None]
    assert not dead


def test_only_text_questions_are_free(catalogue: Catalogue) -> None:
    """Whatever rules read is chosen or counted, never free text."""
    kinds = {question.id: question.kind for question in catalogue.questions.values()}
    for rule in catalogue.rules.values():
        for tests in rule.when:
            assert all(kinds[test.question] is not Kind.TEXT for test in tests)


def test_the_digest_follows_the_text(catalogue: Catalogue, copy: Path) -> None:
    """The same files have the same digest wherever they stand; one changed letter changes it."""
    assert load(copy).digest == catalogue.digest
    edit(copy / "questions.toml", "A short name", "A shorter name")
    assert load(copy).digest != catalogue.digest


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "rules/need.toml",
            "severity = 3",
            'severity = "3"',
            "rules/need.toml: unneeded-number: severity: Expected `int`",
        ),
        ("rules/need.toml", "severity = 3", "sverity = 3", "unneeded-number: Object contains unknown field `sverity`"),
        ("rules/need.toml", "severity = 3", "severity = 7", "unneeded-number: severity is 7; it goes from 1 to 4."),
        ("rules/need.toml", '"eu-gdpr-5-1c"', '"eu-gdpr-5-1x"', "source 'eu-gdpr-5-1x', which does not exist. Did you"),
        (
            "rules/need.toml",
            'required = "mandatory"',
            'required = "must"',
            "required has no choice must; it has optional",
        ),
        ("rules/need.toml", "required =", "requird =", "unneeded-number: tests requird, which is not a question."),
        ("rules/need.toml", "measures = [", 'measures = ["fly", ', "names measure 'fly', which does not exist."),
        ("rules/need.toml", 'id = "needed-only-sometimes"', 'id = "unneeded-number"', "stands twice"),
        ("rules/need.toml", 'family = "unrelated-transaction"', 'family = "unrelated"', "names family 'unrelated'"),
        (
            "questions.toml",
            'section = "plan"',
            'section = "plam"',
            "title: names section 'plam', which does not exist.",
        ),
        ("questions.toml", 'kind = "text"', 'kind = "one"', "title: a question of kind one needs choices."),
        (
            "questions.toml",
            'when = { places = "eu" }',
            'when = { uses = "fraud" }',
            "tests uses, which is not asked before",
        ),
        ("questions.toml", 'when = { places = "eu" }', "when = 7", "eu-countries: when should be a table."),
        ("questions.toml", '"people", "children"]', '"people", "nowhere"]', "point: names section 'nowhere'"),
        ("questions.toml", 'browse = "', 'unknown = "', "no choice may be called unknown"),
        ("measures.toml", 'required = "optional"', 'required = "free"', "make-optional: required has no choice free"),
        ("sources/uk.toml", 'place = "uk"', 'place = "ukk"', "names place 'ukk'"),
        ("sources/uk.toml", "https://", "ftp://", "url should begin with https://."),
        ("scale.toml", '["info", "info", "low", "low"],', "", "the matrix should be square"),
        ("catalogue.toml", "released = 2026-11-26", "", "catalogue.toml: needs a version"),
        ("places.toml", 'within = "eu"', 'within = "mars"', "names place 'mars'"),
        ("questions.toml", "[[question]]", "[[question]", "questions.toml: is not valid TOML"),
    ],
)
def test_a_fault_is_one_sentence(copy: Path, file: str, old: str, new: str, sentence: str) -> None:
    """Each mistake an author can make is named with its file, its id and what is allowed."""
    edit(copy / file, old, new)
    with pytest.raises(BrokenFile) as caught:
        load(copy)
    assert sentence in str(caught.value)


def test_all_faults_come_at_once(copy: Path) -> None:
    """Three mistakes in three files are three lines, and the exit code says broken file."""
    edit(copy / "rules/need.toml", "severity = 3", "severity = 9")
    edit(copy / "questions.toml", 'section = "plan"', 'section = "nowhere"')
    edit(copy / "sources/uk.toml", 'place = "uk"', 'place = "nowhere"')
    with pytest.raises(BrokenFile) as caught:
        load(copy)
    assert len(caught.value.faults) == 3
    assert caught.value.exit_code == 65


def test_what_is_kept_is_what_was_read(catalogue: Catalogue) -> None:
    """The quick form loads to exactly the catalogue its files hold."""
    assert load() == read(HERE, catalogue.digest)


def test_a_damaged_quick_form_is_made_anew(catalogue: Catalogue) -> None:
    """A half-written or foreign file in its place changes nothing."""
    (kept,) = (HERE / "__pycache__").glob("*.msgpack")
    kept.write_bytes(b"\x00 not a catalogue")
    assert load() == catalogue
    assert kept.read_bytes() != b"\x00 not a catalogue"


def test_a_missing_file_is_named(copy: Path) -> None:
    """A catalogue without its measures says so."""
    (copy / "measures.toml").unlink()
    with pytest.raises(BrokenFile, match=r"measures\.toml: cannot be read"):
        load(copy)
