"""The deep check: the built-in catalogue passes it, and each fault it is for is found and said in one sentence."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from helpers import CATALOGUE, ON_DATE, TESTS, real_catalogue

from pia.catalogue.inspection import Inspection, inspect
from pia.catalogue.load import examined


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the catalogue's files, to break."""
    ignored = shutil.ignore_patterns("*.py", "__pycache__", "pages", "article.toml")
    return Path(shutil.copytree(CATALOGUE, tmp_path / "copy", ignore=ignored))


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first ``old`` in a file, which must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def look(directory: Path, on: date = ON_DATE, stories: Path | None = None) -> Inspection:
    """Inspect a catalogue."""
    return inspect(examined(directory), on, stories)


def test_the_built_in_catalogue_has_no_faults() -> None:
    """Nothing to mend, every story told."""
    found = look(CATALOGUE, stories=TESTS / "stories")
    assert not found.faults, "\n".join(found.faults)


QUESTION = """
[[question]]
id = "extra"
section = "care"
kind = "one"
who = "Legal"
text = "Anything else?"
help = "An example."
[question.choices]
yes = "Yes"
no = "No"
"""
RULE = """
[[rule]]
id = "extra"
family = "minors"
title = "Something else"
matter = "Something."
why = "It matters."
check = "Look."
fine_when = "Never."
severity = 1
likelihood = 4
anywhere = true
when = { minors = "aimed" }
measures = ["assure-age"]
"""
MEASURE = """
[[measure]]
id = "extra"
title = "More"
how = "How."
effort = "small"
owner = "Legal"
evidence = "Some."
sets = {}
"""


@pytest.mark.parametrize(
    ("file", "addition", "sentence"),
    [
        (
            "questions.toml",
            QUESTION,
            "questions.toml: extra: nobody reads it: no condition tests it, and it has no role.",
        ),
        (
            "questions.toml",
            QUESTION.replace('who = "Legal"', 'who = "Legal"\nwhen = { minors = "no", child-ages = "age-13" }'),
            "questions.toml: extra: can never be asked: minors is no and child-ages is age-13 exclude each other (",
        ),
        (
            "questions.toml",
            QUESTION.replace('who = "Legal"', 'who = "Legal"\nunless = { volume = { over = 2, under = 1 } }').replace(
                "unless", "when"
            ),
            "questions.toml: extra: can never be asked: volume is over 2 and under 1 exclude each other.",
        ),
        (
            "rules/care.toml",
            RULE.replace('when = { minors = "aimed" }', 'when = { minors = "no", child-words = "no" }'),
            "rules/care.toml: extra: can never be raised: minors is no and child-words is no exclude each other (",
        ),
        (
            "rules/care.toml",
            RULE.replace("measures", 'unless = { minors = ["aimed", "no"] }\nmeasures'),
            "rules/care.toml: extra: can never be raised: minors is aimed and not minors is aimed or no exclude each",
        ),
        (
            "rules/care.toml",
            RULE.replace(
                'when = { minors = "aimed" }', 'when = [{ minors = "aimed" }, { minors = "no", age-check = "self" }]'
            ),
            "rules/care.toml: extra: one alternative of its `when` can never be true: minors is no and age-check",
        ),
        (
            "rules/care.toml",
            RULE.replace(
                'when = { minors = "aimed" }',
                'when = [{ minors = ["aimed", "known", "likely"] }, { minors = ["unlikely", "no"] }]',
            ),
            "rules/care.toml: extra: is always raised, whatever is answered",
        ),
        (
            "rules/care.toml",
            RULE + 'adjust = [{ when = { minors = "no" }, severity = 1, reason = "Adults." }]',
            "rules/care.toml: extra: its adjustment “Adults.” can never apply: minors is aimed and minors is no",
        ),
        (
            "rules/care.toml",
            RULE.replace('"aimed"', '"no"') + 'sources = ["eu-gdpr-8"]',
            "rules/care.toml: extra: cites eu-gdpr-8, which can never count where the rule is raised: minors is no and",
        ),
        (
            "rules/care.toml",
            RULE.replace("assure-age", "breach-plan").replace("severity = 1", "severity = 2"),
            "rules/care.toml: extra: is medium, and nothing in `sets` of breach-plan changes an answer it depends on.",
        ),
        ("rules/care.toml", RULE.replace("It matters.", ""), "rules/care.toml: extra: why is empty: write it."),
        (
            "rules/care.toml",
            RULE.replace("Something else", "S" * 101),
            "rules/care.toml: extra: title has 101 characters; at most 100.",
        ),
        (
            "measures.toml",
            MEASURE,
            "measures.toml: extra: no rule names it.",
        ),
        (
            "alternatives.toml",
            '[[alternative]]\nid = "extra"\nneed = "None"\ntitle = "More"\ntext = "How."\n',
            "alternatives.toml: extra: no rule names it.",
        ),
        (
            "scale.toml",
            '[[steps]]\nid = "never"\nstep = 1\nwhen = { minors = "no", child-words = "no" }\nreason = "Never."\n',
            "scale.toml: the step “Never.” can never apply.",
        ),
    ],
)
def test_each_fault_is_found(copy: Path, file: str, addition: str, sentence: str) -> None:
    """An entry that is wrong in one way gives one sentence more than before."""
    before = look(copy).faults
    path = copy / file
    path.write_text(path.read_text("utf-8") + "\n" + addition, "utf-8")
    new = [line for line in look(copy).faults if line not in before and "extra: nobody reads it" not in line]
    if "nobody reads it" in sentence:
        new = [line for line in look(copy).faults if line not in before]
    assert len(new) == 1, "\n".join(new)
    assert new[0].startswith(sentence), new[0]


@pytest.mark.parametrize(
    ("kind", "choices", "reads", "unread"),
    [
        ("one", 'a = "A"\nb = "B"\nc = "C"', '"a"', ()),
        ("many", 'a = "A"\nb = "B"\nc = "C"', '"a"', ("b", "c")),
        ("many", 'a = "A"\nb = "B"\nc = { text = "None", alone = true }', '"a"', ("b",)),
        ("many", 'a = "A"\nb = "B"\nc = { text = "None", alone = true }', '"c"', ()),
        ("many", 'a = "A"\nb = "B"\nc = { text = "None", alone = true }', '{ lacks = ["a", "b"] }', ()),
    ],
)
def test_what_counts_as_read(copy: Path, kind: str, choices: str, reads: str, unread: tuple[str, ...]) -> None:
    """A choice is read when it is named, or when giving it keeps a named one from being given."""
    before = look(copy).faults
    written = QUESTION.replace('kind = "one"', f'kind = "{kind}"').replace('yes = "Yes"\nno = "No"', choices)
    for file, text in (
        ("questions.toml", written),
        ("rules/care.toml", RULE.replace('{ minors = "aimed" }', f'{{ minors = "aimed", extra = {reads} }}')),
    ):
        (copy / file).write_text((copy / file).read_text("utf-8") + text, "utf-8")
    new = [line for line in look(copy).faults if line not in before]
    assert new == [
        f"questions.toml: extra: nobody reads choice {choice}: name it in a condition, or drop it." for choice in unread
    ]


def test_a_question_of_what_is_lacking_lets_people_say_none(copy: Path) -> None:
    """Where a rule asks what was not ticked, somebody must be able to tick nothing."""
    path = copy / "questions.toml"
    before, protection, after = path.read_text("utf-8").partition('id = "protection"')
    path.write_text(
        before + protection + after.replace('none = { text = "None of these", alone = true }', "", 1), "utf-8"
    )
    assert any("protection: offers no way to say that none applies" in line for line in look(copy).faults)


def test_an_old_check_is_a_fault() -> None:
    """Twelve months after a source was opened it has to be opened again; a day before, not yet."""
    checked = date(2026, 11, 23)
    on_the_day, after = look(CATALOGUE, date(2027, 11, 23)), look(CATALOGUE, date(2027, 11, 24))
    assert not any("was last checked" in line for line in on_the_day.faults)
    assert any(f"was last checked on {checked}, more than 12 months before 2027-11-24" in line for line in after.faults)
    assert any("which is yet to come" in line for line in look(CATALOGUE, date(2026, 11, 1)).faults)


def test_a_leap_day_has_a_year_before() -> None:
    """29 February is a day like any other."""
    assert isinstance(look(CATALOGUE, date(2028, 2, 29)), Inspection)


def test_missing_stories_are_named(tmp_path: Path) -> None:
    """A rule without one of the three kinds is a fault; where there is no folder of stories nothing is said."""
    (tmp_path / "x.toml").write_text(
        '[[story]]\nrule = "unneeded-number"\nexpect = "found"\n'
        '[[story]]\nrule = "unneeded-number"\nexpect = "no law"\n'
        '[[story]]\nrule = "card-sale-number"\nexpect = "open"\n'
    )
    lines = look(CATALOGUE, stories=tmp_path).faults
    assert "rules/need.toml: unneeded-number: has no story that is open." in lines
    assert "rules/need.toml: card-sale-number: has no story that is found and none that is not found." in lines
    assert not any("story" in line for line in look(CATALOGUE).faults)


def test_what_every_load_finds_comes_with_the_rest(copy: Path) -> None:
    """Faults of shape, of names and of meaning come at once; what hangs on a faulty entry is not judged."""
    edit(copy / "rules/need.toml", "severity = 3", "sverity = 3")
    edit(copy / "rules/consent.toml", '"empty-box"', '"emty-box"')
    edit(copy / "questions.toml", 'when = { minors = ["aimed", "known", "likely"] }', 'when = { minors = "never" }')
    before = look(CATALOGUE).faults
    (copy / "questions.toml").write_text((copy / "questions.toml").read_text("utf-8") + QUESTION, "utf-8")
    new = [line for line in look(copy).faults if line not in before]
    assert len(new) == 4, "\n".join(new)
    assert new[0].startswith("rules/need.toml: unneeded-number: Object contains unknown field `sverity`")
    assert new[1].startswith("questions.toml: child-ages: minors has no choice never; it has aimed, known")
    assert new[2].startswith("rules/consent.toml: preset-consent: names measure 'emty-box', which does not exist.")
    assert new[3].startswith("questions.toml: extra: nobody reads it")


def test_an_unreadable_file_stops_the_deeper_look(copy: Path) -> None:
    """Without its questions nothing can be said of rules: one sentence, not a hundred."""
    (copy / "questions.toml").write_text("[[question]", "utf-8")
    found = look(copy)
    assert len(found.faults) == 1
    assert not found.notes


@pytest.mark.parametrize(
    "text",
    ["adjust = 7", "adjust = [7]", 'choices = "none"', "id = 7", "id = []", "when = [7]", "steps = 1", "section = 3"],
)
def test_strange_shapes_are_sentences_not_tracebacks(copy: Path, text: str) -> None:
    """Whatever stands in a file, the check ends in sentences."""
    for file, entry in (
        ("rules/care.toml", "[[rule]]\n"),
        ("questions.toml", "[[question]]\n"),
        ("measures.toml", "[[measure]]\n"),
        ("sources/uk.toml", "[strange]\n"),
    ):
        (copy / file).write_text((copy / file).read_text("utf-8") + f"\n{entry}{text}\n", "utf-8")
    edit(copy / "catalogue.toml", "version", f"{text}\nversion")
    assert look(copy).faults


def test_notes_are_not_faults(copy: Path) -> None:
    """Sources nobody cites, choices told apart by nobody, measures that only help in words: worth knowing."""
    edit(copy / "sources" / "eu-gdpr.toml", "kept_for = ", "verify = ")
    found = look(copy)
    assert any("eu-gdpr-83: no rule cites it, and `kept_for` does not say" in line for line in found.notes)
    assert any("are treated alike by every condition" in line for line in found.notes)
    assert not set(found.notes) & set(found.faults)


def test_ages_of_consent_and_the_gate_by_age_agree() -> None:
    """The source on children's consent applies in exactly the countries whose age stands above the child's."""
    held = real_catalogue()
    ages = {place.id: place.consent_age or 16 for place in held.places.values() if place.within == "eu"}
    seen = set()
    for tests in held.sources["eu-gdpr-8"].when:
        named = {test.question: set(test.any_of) for test in tests}
        if "eu-countries" in named:
            (age,) = (int(choice.removeprefix("age-")) for choice in named["child-ages"])
            assert named["eu-countries"] == {"all", *(place for place, above in ages.items() if above > age)}
            seen.add(age)
    assert seen == {13, 14, 15}
