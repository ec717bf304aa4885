"""The five worked collection points against what a privacy lawyer expects of them, finding by finding."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import ON_DATE, TESTS, answers_in, real_catalogue, table

from pia.assess import assess
from pia.model import Assessment, Finding, Level, Standing, Verdict

EXPECTED = table(TESTS / "assess" / "scenarios.toml")
LEGAL_NOTES = TESTS.parent.parent / "shared" / "legal" / "scenarios.yaml"
SETTLED = (Standing.BINDING, Standing.GUIDANCE)


def _assessed(name: str, instead: dict[str, Any] | None = None) -> Assessment:
    """A scenario judged, with some answers replaced."""
    catalogue = real_catalogue()
    written = table(TESTS / "scenarios" / f"{name}.toml")["answers"]
    return assess(catalogue, answers_in(catalogue, {**written, **(instead or {})}), ON_DATE, name=name)


def _family(finding: Finding) -> str:
    return real_catalogue().rules[finding.rule].family


def _cited(finding: Finding, *, shown: bool) -> set[str]:
    """The sources a finding cites; with those that are shown as persuasive, or without."""
    return {citation.source for citation in finding.citations if shown or citation.standing is not Standing.PERSUASIVE}


def _parts(key: str) -> list[Any]:
    return [
        pytest.param(name, part, id=f"{name}: {part.get('code', part.get('alarm'))}")
        for name, scenario in EXPECTED.items()
        for part in scenario[key]
    ]


def test_every_scenario_is_expected_something() -> None:
    """No file in tests/scenarios goes unchecked."""
    assert {path.stem for path in (TESTS / "scenarios").glob("*.toml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_overall(name: str) -> None:
    """The overall level and the verdict are exactly those."""
    assessment = _assessed(name)
    assert assessment.level is Level(EXPECTED[name]["level"])
    assert assessment.verdict is Verdict(EXPECTED[name]["verdict"])


@pytest.mark.parametrize(("name", "must"), _parts("must"))
def test_finding(name: str, must: dict[str, Any]) -> None:
    """Some finding has this family, a level within one step, and one of these sources."""
    there = [finding for finding in _assessed(name).findings if _family(finding) == must["family"]]
    near = [finding for finding in there if abs(finding.level.rank - Level(must["level"]).rank) <= 1]
    fits = [finding for finding in near if _cited(finding, shown=True) & set(must["cites"])]
    assert fits, (
        f"{name}: {must['finding']}\n  wanted: {must['family']}, about {must['level']}, one of {must['cites']}\n  has: "
        + (
            "; ".join(f"{item.rule} {item.level.value} {sorted(_cited(item, shown=True))}" for item in there)
            or "nothing"
        )
    )


@pytest.mark.parametrize(("name", "must_not"), _parts("must_not"))
def test_false_alarm(name: str, must_not: dict[str, Any]) -> None:
    """Nothing of this false alarm is there."""
    checks = {"families", "rules", "sources", "unsure", "cites"} & set(must_not)
    assert checks, "this false alarm checks nothing"
    alarms: list[str] = []
    cited: set[str] = set()
    for finding in _assessed(name, must_not.get("instead")).findings:
        sources = _cited(finding, shown=False)
        cited |= sources
        if _family(finding) in must_not.get("families", ()) or finding.rule in must_not.get("rules", ()):
            alarms.append(f"{finding.rule} was found")
        alarms += [f"{finding.rule} cites {source}" for source in sources & set(must_not.get("sources", ()))]
        alarms += [
            f"{finding.rule} cites {citation.source} as settled"
            for citation in finding.citations
            if citation.source in must_not.get("unsure", ()) and citation.standing in SETTLED
        ]
    alarms += [f"nothing cites {source}" for source in set(must_not.get("cites", ())) - cited]
    assert not alarms, f"{name}: {must_not['alarm']}\n  " + "\n  ".join(alarms)


def test_names_in_the_expectations_exist() -> None:
    """A false alarm that names a rule or source that does not exist would never ring."""
    catalogue = real_catalogue()
    for scenario in EXPECTED.values():
        for part in (*scenario["must"], *scenario["must_not"]):
            for key, known in (
                ("families", catalogue.families),
                ("rules", catalogue.rules),
                ("sources", catalogue.sources),
                ("unsure", catalogue.sources),
                ("cites", catalogue.sources),
            ):
                assert set(part.get(key, ())) <= set(known), (part, key)


def test_same_as_in_the_legal_notes() -> None:
    """Where the legal notes lie beside the checkout, the copy says the same: every finding, every false alarm."""
    if not LEGAL_NOTES.is_file():
        pytest.skip("the legal notes (../shared/legal/scenarios.yaml) are not beside this checkout")
    import yaml

    notes = {note["id"]: note for note in yaml.safe_load(LEGAL_NOTES.read_text(encoding="utf-8"))}
    assert {scenario["scenario"] for scenario in EXPECTED.values()} == set(notes)
    for scenario in EXPECTED.values():
        note = notes[scenario["scenario"]]
        assert scenario["level"] == note["overall"].lower()
        assert [
            (must["code"], must["finding"], must["family"], must["level"], must["cites"]) for must in scenario["must"]
        ] == [
            (must["code"], must["finding"], must["family"].replace("_", "-"), must["severity"].lower(), must["cites"])
            for must in note["must_have_findings"]
        ]
        assert [part["alarm"] for part in scenario["must_not"]] == [
            part["false_alarm"] for part in note["must_not_have"]
        ]
