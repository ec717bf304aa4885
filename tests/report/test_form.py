"""The questionnaire as a form: what it asks, and what a PDF viewer finds in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from helpers import real_catalogue

from pia.model import UNKNOWN, Answer, Kind, Value
from pia.report.form import render_form
from pia.report.form.content import content
from pia.report.form.inside import QUESTIONNAIRE, Questionnaire
from report import sample
from report.conftest import opened
from report.structure import Reader
from report.viewer import as_asked, fields, reading

if TYPE_CHECKING:
    import pikepdf


def test_every_question_and_choice_is_a_field(form: bytes) -> None:
    """Nothing of the catalogue is missing, and nothing else can be filled in."""
    wanted: set[str] = set()
    for question in real_catalogue().questions.values():
        wanted |= {f"{question.id}.{part}" for part in ("comment", "ask")}
        if question.kind is Kind.MANY:
            wanted |= {f"{question.id}.value.{choice.id}" for choice in question.choices}
        else:
            wanted.add(f"{question.id}.value")
        if question.kind is not Kind.ONE:
            wanted.add(f"{question.id}.unknown")
    known = fields(opened(form))
    assert set(known) == wanted
    for question in real_catalogue().questions.values():
        if question.kind is Kind.ONE:
            states = {
                str(state)[1:] for kid in known[f"{question.id}.value"].Kids for state in kid.AP.N if state != "/Off"
            }
            assert states == {choice.id for choice in question.choices} | {UNKNOWN}


def test_every_field_can_be_used_by_everyone(form: bytes) -> None:
    """Each has words for who cannot see it, is printed, holds an appearance for each state, and starts nothing."""
    pdf = opened(form)
    assert "/NeedAppearances" not in pdf.Root.AcroForm
    for field in fields(pdf).values():
        for widget in field.get("/Kids", [field]):
            assert len(str(widget.TU)) > 10
            assert int(widget.F) == 4
            assert "/A" not in widget
            assert "/AA" not in widget
            assert list(widget.AP) == ["/N"]
            assert widget.Rect[2] > widget.Rect[0]
            assert widget.Rect[3] > widget.Rect[1]
            button = field.FT == "/Btn"
            assert not button or (set(widget.AP.N) > {"/Off"} and widget.AS == "/Off")
        assert "/V" not in field


def test_a_box_is_large_enough_for_a_pen(form: bytes) -> None:
    """Boxes of at least 3.5 mm, lines to write on of at least 5.5 mm."""
    for name, field in fields(opened(form)).items():
        for widget in field.get("/Kids", [field]):
            height = float(widget.Rect[3] - widget.Rect[1]) * 25.4 / 72
            assert height >= (3.5 if field.FT == "/Btn" else 5.5), name


def test_read_aloud_each_box_stands_before_its_words(form: bytes) -> None:
    """In the structure tree every widget is in a Form element of its own, and the questions are headings in order."""
    pdf = opened(form)
    forms: list[pikepdf.Object] = []
    headings = [text for kind, text in Reader(pdf).elements() if kind == "H3"]
    questions = real_catalogue().questions.values()
    assert headings == [f"{number}. {question.text}" for number, question in enumerate(questions, 1)]

    def walk(element: pikepdf.Object) -> None:
        if element.S == "/Form":
            forms.append(element)
        for kid in element.get("/K", ()):
            if kid.get("/Type") == "/StructElem":
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K)
    widgets = sum(len(field.get("/Kids", [field])) for field in fields(pdf).values())
    assert len(forms) == widgets
    assert all([kid.get("/Type") for kid in element.K] == ["/OBJR"] for element in forms)


def test_conditions_are_said_by_number() -> None:
    """A reader on paper sees when a question does not concern them."""
    shown = content(real_catalogue())
    asks = {ask.id: ask for part in shown.parts for ask in part.asks}
    assert shown.count == len(real_catalogue().questions) == len(asks)
    number = asks["places"].number
    assert asks["us-states"].conditions == (f"Only if the answer to {number} includes “United States”.",)
    point = asks["point"].number
    said = "Nothing: the numbers come from lists, websites or other people"
    assert asks["notice-place"].conditions == (f"Not if the answer to {point} is “{said}”.",)
    assert f"the answer to {asks['volume'].number} is over 100,000 people a year" in asks["complaints"].conditions[0]
    (fixes,) = asks["fixes"].conditions
    assert fixes.startswith(f"Only if one of the answers to {point}, {number}, {asks['required'].number}, ")
    assert fixes.endswith(f" or {asks['protection'].number} calls for it. If in doubt, answer it.")
    assert max(len(condition) for ask in asks.values() for condition in ask.conditions) < 600


def test_narrowed_by_what_is_given() -> None:
    """What cannot apply is left out, what is given is ticked, and conditions that are met already are not said."""
    catalogue = real_catalogue()
    given: dict[str, Value] = {"point": "delivery", "places": ("eu", "au"), "minors": "no", "recipients": ("none",)}
    shown = content(catalogue, given=given)
    asks = {ask.id: ask for part in shown.parts for ask in part.asks}
    assert {"forced-account", "notice-place", "eu-countries", "au-threshold"} <= set(asks)
    assert not {"card", "us-states", "ca-threshold", "child-ages", "paid", "local-advice"} & set(asks)
    assert [option.id for option in asks["places"].options] == ["eu", "au"]
    assert all(asks[name].given and all(option.given for option in asks[name].options) for name in given)
    for name in ("forced-account", "notice-place", "eu-countries", "au-threshold"):
        assert asks[name].conditions == ()
    number = asks["volume"].number
    assert asks["complaints"].conditions == (f"Only if the answer to {number} is over 100,000 people a year.",)
    form = render_form(catalogue, given=given)[0]
    assert reading(form, catalogue).answers == {
        name: as_asked(catalogue.questions[name], Answer(value=value)) for name, value in given.items()
    }
    assert not [name for name in fields(opened(form)) if name.startswith("places.") and name.endswith("unknown")]


def test_narrowed_to_sections_it_names_what_is_elsewhere() -> None:
    """A part handed to those who know it stands by itself."""
    shown = content(real_catalogue(), sections=["children"])
    assert {question.section for question in shown.questions} == {"children"}
    assert "the answer to “Could people under 18 be among them?” is" in shown.parts[0].asks[0].conditions[0]
    with pytest.raises(KeyError):
        content(real_catalogue(), sections=["nope"])


def test_a_house_s_words_are_text() -> None:
    """A question with markup in it is printed as it was written, and named so in the field."""
    nasty = "<b>Who</b> & {{ 7*7 }} \"x\" <script src='https://evil.example'>"
    question = msgspec.structs.replace(sample.QUESTIONS["point"], text=nasty, help=nasty)
    catalogue = msgspec.structs.replace(sample.CATALOGUE, questions={**sample.QUESTIONS, "point": question})
    pdf = opened(render_form(catalogue)[0])
    number = list(catalogue.questions).index("point") + 1
    assert f"{number}. {nasty}" in [text for kind, text in Reader(pdf).elements() if kind == "H3"]
    assert nasty in str(fields(pdf)["point.value"].TU)


def test_the_same_catalogue_gives_the_same_bytes(small: bytes) -> None:
    """A form can be told by its digest."""
    assert render_form(sample.CATALOGUE)[0] == small
    assert render_form(sample.CATALOGUE, paper="Letter")[0] != small


def test_it_carries_what_was_asked(form: bytes) -> None:
    """Catalogue, digest and wording are inside, and in the metadata."""
    catalogue = real_catalogue()
    pdf = opened(form)
    asked = msgspec.json.decode(pdf.attachments[QUESTIONNAIRE].get_file().read_bytes(), type=Questionnaire)
    assert (asked.catalogue, asked.digest) == (catalogue.version, catalogue.digest)
    assert {name: item.text for name, item in asked.questions.items()} == {
        name: question.text for name, question in catalogue.questions.items()
    }
    metadata = pdf.Root.Metadata.read_bytes().decode()
    assert f'pia:catalogueFilesSha256="{catalogue.digest}"' in metadata
