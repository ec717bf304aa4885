"""A house's own catalogue laid over the built-in one: what it adds and changes, what is refused, what is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ON_DATE, answers_in, real_catalogue

from pia.assess import assess
from pia.catalogue import load
from pia.catalogue.inspection import inspect
from pia.catalogue.load import examined, stories_of
from pia.errors import BrokenFile
from pia.model import Catalogue

QUESTION = """
[[question]]
id = "own-crm"
after = "uses"
section = "need"
kind = "one"
who = "Sales"
text = "Will the number be copied into the sales system?"
help = "Also by a nightly export."
[question.choices]
yes = "Yes"
no = "No"
"""
RULE = """
[[rule]]
id = "own-crm-copy"
family = "repurposing"
title = "Numbers are copied into the sales system"
matter = "House policy keeps order numbers out of the sales system."
why = "People gave the number for their order."
check = "Look for the export."
fine_when = "The person asked for an offer."
severity = 2
likelihood = 4
anywhere = true
when = { own-crm = "yes" }
measures = ["own-export"]
sources = ["own-policy"]
"""
MEASURE = """
[[measure]]
id = "own-export"
title = "Take the column out of the export"
how = "Strike it from the nightly job."
effort = "small"
owner = "Sales"
evidence = "The job."
sets = { own-crm = "no" }
"""
SOURCE = """
[own-policy]
place = "intl"
kind = "standard"
instrument = "House policy on customer data"
pinpoint = "section 4"
title = "Order numbers stay with orders"
says = "Order numbers are not copied into the sales system."
url = "https://intranet.example/policy"
confidence = "verified"
checked = 2026-11-01
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house with one question, rule, measure and source of its own."""
    folder = tmp_path / "fernwood"
    for name, text in (
        ("questions.toml", QUESTION),
        ("rules/own.toml", RULE),
        ("measures.toml", MEASURE),
        ("sources/own.toml", SOURCE),
    ):
        write(folder, name, text)
    return folder


def write(folder: Path, name: str, text: str) -> None:
    """Put a file into a house's folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def held(house: Path) -> Catalogue:
    """The catalogue with the house's own."""
    return load(house=house)


def test_entries_are_added(house: Path) -> None:
    """New ids stand beside the built-in ones; the question where it says."""
    catalogue = held(house)
    names = list(catalogue.questions)
    assert names[names.index("uses") + 1] == "own-crm"
    assert catalogue.rules["own-crm-copy"].sources == ("own-policy",)
    assert catalogue.house is not None
    assert catalogue.house.name == "fernwood"
    assert catalogue.house.added == ("question own-crm", "rule own-crm-copy", "measure own-export", "source own-policy")
    assert catalogue.house.changed == catalogue.house.loosened == ()


def test_an_added_rule_finds(house: Path) -> None:
    """The house's rule is judged like any other, and the assessment says whose it is."""
    catalogue = held(house)
    made = assess(catalogue, answers_in(catalogue, {"own-crm": "yes", "places": ["nz"]}), ON_DATE)
    assert "own-crm-copy" in {finding.rule for finding in made.findings}
    assert made.house == catalogue.house
    assert made.digest == catalogue.digest != real_catalogue().digest
    assert assess(real_catalogue(), {}, ON_DATE).house is None


def test_fields_given_replace_and_the_rest_stays(tmp_path: Path) -> None:
    """An entry with a known id keeps what it does not mention; lists can be added to."""
    write(
        tmp_path,
        "rules/own.toml",
        '[[rule]]\nid = "unneeded-number"\nseverity = 4\nsources = { add = ["eu-gdpr-25", "eu-gdpr-5-1c"] }\n',
    )
    write(tmp_path, "catalogue.toml", 'name = "Fernwood Furniture"\n')
    before, after = real_catalogue().rules["unneeded-number"], held(tmp_path).rules["unneeded-number"]
    assert (after.severity, after.likelihood, after.title) == (4, before.likelihood, before.title)
    assert after.sources == (*before.sources, "eu-gdpr-25")
    house = held(tmp_path).house
    assert house is not None
    assert (house.name, house.changed, house.loosened) == ("Fernwood Furniture", ("rule unneeded-number",), ())


def test_what_loosens_is_recorded(tmp_path: Path) -> None:
    """A milder rule, a lifted cap and a gate on a source are allowed, and said."""
    write(tmp_path, "rules/own.toml", '[[rule]]\nid = "preset-consent"\nseverity = 2\n')
    write(tmp_path, "scale.toml", 'open_cap = "low"\n')
    write(tmp_path, "sources/own.toml", '[uk-gdpr-5]\nwhen = { point = "till" }\n')
    house = held(tmp_path).house
    assert house is not None
    assert house.changed == ("rule preset-consent", "source uk-gdpr-5", "scale")
    assert house.loosened == (
        "Rule preset-consent: its severity was 3 and is 2.",
        "Source uk-gdpr-5: where, when or how firmly it counts was changed (when).",
        "Scale: open_cap was changed, by which every level is found.",
    )


def test_questions_after_the_same_one_keep_their_order(house: Path) -> None:
    """Two questions after one stand as they are written."""
    write(house, "questions.toml", QUESTION + QUESTION.replace("own-crm", "own-crm-more"))
    names = list(held(house).questions)
    assert names[names.index("uses") : names.index("uses") + 3] == ["uses", "own-crm", "own-crm-more"]


def test_a_question_without_after_comes_last(house: Path) -> None:
    """Nobody has to know the built-in order to add one."""
    write(house, "questions.toml", QUESTION.replace('after = "uses"\n', ""))
    assert list(held(house).questions)[-1] == "own-crm"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("questions.toml", QUESTION.replace('"uses"', '"usses"'), "own-crm: should come after 'usses', which does not"),
        (
            "questions.toml",
            '[[question]]\nid = "point"\nafter = "uses"\n',
            "point: a built-in question stays where it is",
        ),
        ("questions.toml", "[[question]", "questions.toml: is not valid TOML"),
        ("question.toml", QUESTION, "question.toml: is not read; a catalogue's files are alternatives.toml"),
        ("rules.toml", RULE, "rules.toml: is not read"),
        ("catalogue.toml", 'version = "9.0.0"\n', "catalogue.toml: version is not for a house to set; name, section"),
        (
            "rules/own.toml",
            '[[rule]]\nid = "unneeded-number"\nmeasures = ["fly"]\n',
            "rules/own.toml: unneeded-number: names measure 'fly', which does not exist.",
        ),
        (
            "questions.toml",
            '[[question]]\nid = "required"\nchoices = { optional = "No" }\n',
            "rules/need.toml: unneeded-number: required has no choice mandatory; it has optional.",
        ),
        ("rules/own.toml", '[[rule]]\nid = "own"\n', "rules/own.toml: own: Object missing required field `family`"),
    ],
)
def test_a_fault_is_a_sentence(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    """What is wrong in a house's files is said with file and id, and nothing is silently left unread."""
    write(tmp_path, name, text)
    with pytest.raises(BrokenFile) as caught:
        held(tmp_path)
    assert sentence in str(caught.value)


def test_no_folder_is_a_sentence(tmp_path: Path) -> None:
    """A path that leads nowhere is not an empty house."""
    with pytest.raises(BrokenFile, match="there is no such folder"):
        held(tmp_path / "nowhere")


def test_an_empty_house_changes_nothing(tmp_path: Path) -> None:
    """The same questions, rules and sources; only the name is noted."""
    catalogue = held(tmp_path)
    built_in = real_catalogue()
    assert catalogue.rules == built_in.rules
    assert catalogue.questions == built_in.questions
    assert catalogue.house is not None
    assert not (*catalogue.house.added, *catalogue.house.changed, *catalogue.house.loosened)


def test_a_house_is_inspected_with_what_it_lies_over(house: Path) -> None:
    """Its own rules need their stories, once it tells any; notes on what is built in are not its affair."""
    quiet = inspect(examined(house=house), ON_DATE, stories_of(house=house))
    assert stories_of(house=house) is None
    assert not [line for line in quiet.faults if "own" in line]
    assert not quiet.notes
    write(house, "stories/own.toml", '[[story]]\nrule = "own-crm-copy"\nexpect = "found"\n')
    told = inspect(examined(house=house), ON_DATE, stories_of(house=house))
    assert set(told.faults) - set(quiet.faults) == {
        "rules/own.toml: own-crm-copy: has no story that is not found and none that is open."
    }
    write(
        house, "measures.toml", MEASURE.replace("sets = { own-crm", "sets = { required").replace('"no"', '"optional"')
    )
    idle = inspect(examined(house=house), ON_DATE)
    assert idle.notes == (
        "rules/own.toml: own-crm-copy: names measure own-export, which changes no answer it depends on.",
    )
    assert any("own-crm-copy: is medium, and nothing in `sets` of own-export changes" in line for line in idle.faults)
