"""What a house's change is said to leave as it was, it leaves as it was or makes worse: tried on thousands of plans."""

from __future__ import annotations

import random

import pytest
from helpers import ON_DATE, real_catalogue
from msgspec.structs import replace

from pia import model
from pia.assess import assess
from pia.catalogue.loosened import covers, loosened, never_milder
from pia.model import Adjustment, Answer, Catalogue, Choice, Kind, Level, Rule, Status, Value


def with_(part: str, entry_id: str, /, **fields: object) -> Catalogue:
    """The catalogue with some fields of one entry changed."""
    held = real_catalogue()
    entries = dict(getattr(held, part))
    entries[entry_id] = replace(entries[entry_id], **fields)
    return replace(held, **{part: entries}, digest=f"{held.digest} with {fields}")


def said(catalogue: Catalogue) -> list[str]:
    """What is said of a changed catalogue."""
    return list(loosened(real_catalogue(), catalogue))


def choosing(question: str, *any_of: str) -> model.Test:
    """A test on choices."""
    return model.Test(question=question, any_of=any_of)


RULE = real_catalogue().rules["unneeded-number"]
REQUIRED = real_catalogue().questions["required"]


@pytest.mark.parametrize(
    ("part", "entry", "fields"),
    [
        ("rules", "unneeded-number", {"severity": 4}),
        ("rules", "needed-only-sometimes", {"prohibition": True, "anywhere": True}),
        ("rules", "unneeded-number", {"when": (*RULE.when, (choosing("required", "styled"),))}),
        (
            "rules",
            "unneeded-number",
            {"when": ((choosing("required", "mandatory", "styled"), choosing("works-without", "yes")),)},
        ),
        ("rules", "unneeded-number", {"when": ((choosing("works-without", "yes"),),)}),
        ("rules", "scraped-numbers", {"unless": ()}),
        ("rules", "unneeded-number", {"sources": (*RULE.sources, "eu-gdpr-25")}),
        (
            "rules",
            "unneeded-number",
            {"adjust": (*RULE.adjust, Adjustment(when=((choosing("uses", "fraud"),),), reason="Fraud.", severity=1))},
        ),
        ("rules", "unneeded-number", {"measures": (), "alternatives": ()}),
        ("rules", "codes-only", {"adjust": real_catalogue().rules["codes-only"].adjust[:1]}),
        ("questions", "required", {"help": "Our own words.", "who": "Legal"}),
        ("sources", "eu-gdpr-5-1c", {"says": "Our own words.", "caveat": "Our own."}),
        ("measures", "empty-box", {"how": "Our own way."}),
    ],
)
def test_what_tightens_or_rewords_is_not_said(part: str, entry: str, fields: dict[str, object]) -> None:
    """A change that can only add findings or raise levels is the house's own affair."""
    assert said(with_(part, entry, **fields)) == []


@pytest.mark.parametrize(
    ("part", "entry", "fields", "sentence"),
    [
        ("rules", "unneeded-number", {"severity": 2}, "Rule unneeded-number: its severity was 3 and is 2."),
        ("rules", "unneeded-number", {"likelihood": 1}, "Rule unneeded-number: its likelihood was 4 and is 1."),
        ("rules", "unneeded-number", {"when": ((choosing("required", "styled"),),)}, "no longer raised in every case"),
        ("rules", "unneeded-number", {"unless": ((choosing("point", "till"),),)}, "it is set aside in more cases"),
        ("rules", "unneeded-number", {"sources": RULE.sources[1:]}, "it no longer rests on eu-gdpr-5-1c"),
        ("rules", "unneeded-number", {"adjust": ()}, "circumstances that raised its level no longer do"),
        (
            "rules",
            "unneeded-number",
            {
                "adjust": (
                    *RULE.adjust,
                    Adjustment(when=((choosing("uses", "fraud"),),), reason="Fraud.", likelihood=-1),
                )
            },
            "circumstances lower its level that did not",
        ),
        ("rules", "unneeded-number", {"family": "minors"}, "it was moved to family minors"),
        ("rules", "unneeded-number", {"title": "All is well"}, "what it says was worded otherwise"),
        ("rules", "preset-consent", {"prohibition": False}, "it no longer counts as breaking a direct prohibition"),
        ("rules", "law-elsewhere", {"anywhere": False, "sources": ("eu-gdpr-25",)}, "no longer raised where no law"),
        ("rules", "law-elsewhere", {"sources": ("eu-edpb-4-2019",)}, "now rests on some that may bound its level"),
        ("questions", "required", {"choices": REQUIRED.choices[1:]}, "choice optional can no longer be given"),
        (
            "questions",
            "required",
            {"choices": (*REQUIRED.choices, Choice(id="later", text="Later"))},
            "choice later can be given instead",
        ),
        (
            "questions",
            "required",
            {"choices": (Choice(id="optional", text="Whatever"), *REQUIRED.choices[1:])},
            "choice optional is worded otherwise",
        ),
        ("questions", "required", {"text": "All well?"}, "it is asked in other words"),
        ("questions", "required", {"when": ()}, "it is asked in other cases (when)"),
        ("questions", "point", {"role": None}, "its role was changed"),
        ("sources", "eu-gdpr-5-1c", {"status": Status.DRAFT}, "how firmly it counts was changed (status)"),
        ("measures", "empty-box", {"changes": ()}, "Measure empty-box: it changes other answers"),
        ("places", "de", {"within": "intl"}, "Place de: which law counts there was changed"),
    ],
)
def test_what_could_loosen_is_said(part: str, entry: str, fields: dict[str, object], sentence: str) -> None:
    """Whatever could make a built-in finding disappear or milder is one sentence."""
    lines = said(with_(part, entry, **fields))
    assert any(sentence in line for line in lines), lines


def test_a_changed_scale_is_said() -> None:
    """Each field of the scale counts for every finding."""
    held = real_catalogue()
    lines = said(replace(held, scale=replace(held.scale, open_cap=Level.LOW)))
    assert lines == ["Scale: open_cap was changed, by which every level is found."]


def test_higher_is_never_milder_on_the_built_in_scale() -> None:
    """And where it would be, raising a rule is said, too."""
    held = real_catalogue()
    flat = tuple(tuple(Level.MEDIUM for _ in row) for row in held.scale.matrix)
    assert never_milder(held.scale)
    assert not never_milder(replace(held.scale, matrix=flat))  # severity 2 can be stepped down, severity 1 cannot
    odd = replace(with_("rules", "law-elsewhere", severity=3), scale=replace(held.scale, matrix=flat))
    assert any("Rule law-elsewhere: its severity was 2 and is 3." in line for line in said(odd))


def test_numbers_and_lacks_are_compared() -> None:
    """A wider range covers a narrower one, and lacking more things is lacking one of them more often."""
    over = [((model.Test(question="volume", over=bound),),) for bound in (10, 100)]
    lacks = [((model.Test(question="q", lacks=names),),) for names in (("a",), ("a", "b"))]
    assert covers(over[0], over[1])
    assert not covers(over[1], over[0])
    assert covers(lacks[1], lacks[0])
    assert not covers(lacks[0], lacks[1])
    assert not covers(over[0], lacks[0])


def plans(count: int, rule: Rule, chance: random.Random) -> list[dict[str, Answer]]:
    """Answers drawn at random, more often than not those that the rule asks for."""
    wanted = [test for tests in rule.when for test in tests]
    return [
        {name: Answer(value=_value(name, wanted, chance)) for name in real_catalogue().questions} for _ in range(count)
    ]


def _value(name: str, wanted: list[model.Test], chance: random.Random) -> Value:
    question = real_catalogue().questions[name]
    liked = [choice for test in wanted if test.question == name for choice in test.any_of]
    some = liked if liked and chance.random() < 0.7 else [choice.id for choice in question.choices if not choice.alone]
    if chance.random() < 0.1:
        return model.UNKNOWN
    match question.kind:
        case Kind.ONE:
            return chance.choice(some)
        case Kind.MANY:
            return tuple(chance.sample(some, chance.randint(1, min(3, len(some)))))
        case Kind.NUMBER:
            return chance.choice([10, 5_000, 500_000])
        case _:
            return "2026-01-01"


def changed(rule: Rule, chance: random.Random) -> Rule:
    """A rule with one or two fields changed at random, for better or worse."""
    held = real_catalogue()
    other = chance.choice([item for item in held.rules.values() if item.adjust])
    shorter = tuple(tests[: chance.randint(1, len(tests))] for tests in rule.when)
    values: dict[str, list[object]] = {
        "severity": [1, 2, 3, 4],
        "likelihood": [1, 2, 3, 4],
        "when": [(*rule.when, *other.when), shorter, other.when, rule.when[1:] or other.when],
        "unless": [other.unless, (), other.when],
        "adjust": [other.adjust, (), (*rule.adjust, *other.adjust)],
        "sources": [
            (*rule.sources, chance.choice(list(held.sources))),
            rule.sources[1:],
            (*rule.sources, "eu-edpb-4-2019"),
        ],
        "anywhere": [True, False],
        "prohibition": [True, False],
    }
    fields = chance.sample(sorted(values), chance.randint(1, 2))
    return replace(rule, **{field: chance.choice(values[field]) for field in fields})


def standing(catalogue: Catalogue, answers: dict[str, Answer], rule: str) -> tuple[int, int]:
    """How a rule stands: not there, open or found, and at what level."""
    made = assess(catalogue, answers, ON_DATE)
    found = [(2, item.level.rank) for item in made.findings if item.rule == rule]
    open_ = [(1, item.could_be.rank) for item in made.open_points if item.rule == rule]
    return next(iter(found + open_), (0, 0))


def test_what_is_not_said_never_loosens() -> None:
    """Of hundreds of random changes, those that nothing is said of never make the finding disappear or milder."""
    chance = random.Random(20261124)  # noqa: S311
    held = real_catalogue()
    silent = 0
    while silent < 200:
        rule = chance.choice(list(held.rules.values()) + [item for item in held.rules.values() if item.anywhere] * 10)
        other = changed(rule, chance)
        house = replace(held, rules={**held.rules, rule.id: other}, digest=f"{silent} {rule.id}")
        if other == rule or said(house):
            continue
        silent += 1
        for answers in plans(15, rule, chance):
            before, after = standing(held, answers, rule.id), standing(house, answers, rule.id)
            if before[0] == after[0]:
                assert after[1] >= before[1], (rule, other)
            else:
                assert after[0] > before[0], (rule, other)
