"""The questionnaire as a form: what it asks, what a PDF viewer finds in it, and what it is when read back."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from helpers import TESTS, answers_in, real_catalogue, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import by_chance

from pia.errors import BrokenFile, WrongUse
from pia.interview.values import check, check_text, chosen_words, tidy
from pia.model import UNKNOWN, Answer, Catalogue, Kind, Question, Value
from pia.report.form import render_form
from pia.report.form.content import content
from pia.report.form.filled import Reading, form_in, read_form
from pia.report.form.filled import answers_in as answers_of
from pia.report.form.inside import QUESTIONNAIRE, Questionnaire
from report import sample
from report.conftest import opened
from report.structure import Reader

HERE = Path("form.pdf")


@pytest.fixture(scope="session")
def form() -> bytes:
    """The whole form of the real catalogue, made once."""
    return render_form(real_catalogue())[0]


@pytest.fixture(scope="session")
def small() -> bytes:
    """The form of the invented catalogue, which has a date."""
    return render_form(sample.CATALOGUE)[0]


# --- a viewer, as far as values go ---------------------------------------------------------------------------------


def fields(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """Every field that holds a value, by its full name."""

    def walk(field: pikepdf.Object, above: str) -> Iterator[tuple[str, pikepdf.Object]]:
        name = f"{above}.{field.T}" if above else str(field.T)
        below = [kid for kid in field.get("/Kids", ()) if "/T" in kid]
        for kid in below:
            yield from walk(kid, name)
        if not below:
            yield name, field

    return dict(pair for root in pdf.Root.AcroForm.Fields for pair in walk(root, ""))


def tick(field: pikepdf.Object, state: str, *, keep: bool = True, show: bool = True) -> None:
    """Turn a box or a radio button on, as viewers do: the value kept (/V), the widget's state shown (/AS)."""
    widgets = list(field.get("/Kids", [field]))
    assert any(f"/{state}" in widget.AP.N for widget in widgets), f"there is no {state}"
    if keep:
        field.V = pikepdf.Name(f"/{state}")
    for widget in widgets if show else ():
        widget.AS = pikepdf.Name(f"/{state}" if f"/{state}" in widget.AP.N else "/Off")


Write = Callable[[pikepdf.Pdf, str], pikepdf.Object]
WRITERS: dict[str, Write] = {
    "as the library does": lambda _, text: pikepdf.String(text),
    "UTF-16 with a mark": lambda _, text: pikepdf.String(b"\xfe\xff" + text.encode("utf-16-be")),
    "UTF-8 with a mark": lambda _, text: pikepdf.String(b"\xef\xbb\xbf" + text.encode()),
    "a text stream": lambda pdf, text: pdf.make_stream(b"\xfe\xff" + text.encode("utf-16-be")),
}


def fill(  # noqa: PLR0913 - a viewer's habits
    form: bytes,
    answers: Mapping[str, Answer],
    *,
    write: Write = WRITERS["as the library does"],
    keep: bool = True,
    show: bool = True,
    need: bool | None = None,
) -> bytes:
    """The form with these answers in it."""
    pdf = pikepdf.open(io.BytesIO(form))
    known = fields(pdf)
    for name, answer in answers.items():
        if answer.comment:
            known[f"{name}.comment"].V = write(pdf, answer.comment)
        if answer.ask:
            known[f"{name}.ask"].V = write(pdf, answer.ask)
        value = answer.value
        if value == UNKNOWN and not answer.asked:
            continue
        if value == UNKNOWN and f"{name}.unknown" in known:
            tick(known[f"{name}.unknown"], "Yes", keep=keep, show=show)
        elif isinstance(value, tuple):
            for choice in value:
                tick(known[f"{name}.value.{choice}"], "Yes", keep=keep, show=show)
        elif known[f"{name}.value"].FT == "/Btn":
            tick(known[f"{name}.value"], str(value), keep=keep, show=show)
        else:
            known[f"{name}.value"].V = write(pdf, str(value))
    if need is not None:
        pdf.Root.AcroForm.NeedAppearances = need
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def reading(filled: bytes, catalogue: Catalogue) -> Reading:
    """What the form comes to."""
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        found = form_in(pdf, HERE)
    assert found is not None
    return answers_of(found, catalogue)


def as_asked(question: Question, answer: Answer) -> Answer:
    """The answer with what a form knows of its question."""
    return msgspec.structs.replace(
        answer,
        value=tidy(question, answer.value),
        asked=question.text,
        words=chosen_words(question, tidy(question, answer.value)),
        offered=tuple(choice.id for choice in question.choices),
    )


def scenario(name: str) -> dict[str, Answer]:
    """The answers of a worked example, as a form gives them back."""
    catalogue = real_catalogue()
    written = answers_in(catalogue, table(TESTS / "scenarios" / f"{name}.toml")["answers"])
    return {name: as_asked(catalogue.questions[name], answer) for name, answer in written.items()}


# --- what it asks --------------------------------------------------------------------------------------------------


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


# --- read back -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["courier", "ebook", "kids-game", "cold-list", "returns"])
def test_a_worked_example_comes_back_whole(form: bytes, name: str) -> None:
    """What was filled in is what is opened."""
    answers = scenario(name)
    found = reading(fill(form, answers), real_catalogue())
    assert (found.faults, found.outdated, found.aside) == ((), (), {})
    assert found.answers == answers


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize(("keep", "show", "need"), [(True, True, None), (True, False, True), (False, True, False)])
def test_whatever_the_viewer(form: bytes, write: Write, *, need: bool | None, keep: bool, show: bool) -> None:
    """Values kept or only shown, in every encoding of PDF, with appearances up to date or not."""
    answers = scenario("ebook") | {
        "title": as_asked(
            real_catalogue().questions["title"], Answer(value="Größe, 电话 رقم 👩\u200d💻", comment="Ωμέγα")
        ),
        "company": as_asked(real_catalogue().questions["company"], Answer(value=UNKNOWN, ask="Ana, “Recht”")),
    }
    found = reading(fill(form, answers, write=write, keep=keep, show=show, need=need), real_catalogue())
    assert found.answers == answers
    assert not found.faults


def values(question: Question) -> st.SearchStrategy[Any]:
    """Any valid value of a question."""
    match question.kind:
        case Kind.ONE:
            known: st.SearchStrategy[Any] = st.sampled_from([choice.id for choice in question.choices])
        case Kind.MANY:
            together = [choice.id for choice in question.choices if not choice.alone]
            known = st.lists(st.sampled_from(together), min_size=1, unique=True).map(tuple)
            if alone := [(choice.id,) for choice in question.choices if choice.alone]:
                known |= st.sampled_from(alone)
        case Kind.NUMBER:
            known = st.integers(0, 999_999_999_999)
        case Kind.DATE:
            known = st.dates().map(lambda day: day.isoformat())
        case Kind.TEXT:
            known = WORDS.filter(lambda text: text != UNKNOWN)
    return known | st.just(UNKNOWN)


WORDS = st.text(min_size=1, max_size=80).map(str.strip).filter(lambda text: bool(text) and check_text(text) is None)


@st.composite
def plans(draw: st.DrawFn, catalogue: Catalogue) -> dict[str, Answer]:
    """Any valid answers to any of the questions."""
    names = draw(st.lists(st.sampled_from(list(catalogue.questions)), unique=True, max_size=25))
    made = {}
    for name in names:
        question = catalogue.questions[name]
        value = draw(values(question))
        answer = Answer(
            value=value,
            comment=draw(st.just("") | WORDS),
            ask=draw(st.just("") | WORDS) if value == UNKNOWN else "",
        )
        made[name] = as_asked(question, answer)
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=plans(real_catalogue()))
def test_any_answers_come_back_as_they_were(form: bytes, answers: dict[str, Answer]) -> None:
    """For every valid set of answers: filled in and opened, they are the same, and nothing is a fault."""
    assert reading(fill(form, answers), real_catalogue()) == Reading(answers, {}, (), ())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=plans(sample.CATALOGUE))
def test_any_answers_to_an_invented_catalogue_do_too(small: bytes, answers: dict[str, Answer]) -> None:
    """The same where a date is asked for."""
    assert reading(fill(small, answers), sample.CATALOGUE) == Reading(answers, {}, (), ())


def test_an_empty_form_holds_no_answers(form: bytes) -> None:
    """What is left empty is not answered, and blanks are nothing."""
    assert reading(form, real_catalogue()) == Reading({}, {}, (), ())
    pdf = opened(form)
    fields(pdf)["title.value"].V = pikepdf.String("  \r ")
    fields(pdf)["title.comment"].V = pikepdf.String("")
    out = io.BytesIO()
    pdf.save(out)
    assert reading(out.getvalue(), real_catalogue()) == Reading({}, {}, (), ())


def edited(form: bytes, **changes: Any) -> bytes:  # noqa: ANN401 - any PDF value
    """The form with values written straight into its fields; ``__`` stands for a dot, ``_`` for a hyphen."""
    pdf = opened(form)
    known = fields(pdf)
    for name, value in changes.items():
        field = known[name.replace("__", ".").replace("_", "-")]
        if isinstance(value, str) and value.startswith("/"):
            tick(field, value[1:])
        else:
            field.V = pikepdf.String(value)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_all_faults_at_once(form: bytes) -> None:
    """Each fault is a sentence with the question's id; the good answers beside them are taken all the same."""
    filled = edited(
        form,
        title__value="Checkout",
        title__unknown="/Yes",
        volume__value="about 5,000",
        eu_countries__value__all="/Yes",
        eu_countries__value__fr="/Yes",
        summary__value="A bell\x07",
        summary__comment="fine",
        required__value="/mandatory",
        required__ask="Ana",
        minors__value="/aimed",
    )
    found = reading(filled, real_catalogue())
    assert set(found.answers) == {"minors"}
    assert found.faults == (
        "title: has an answer, and “Don't know yet” is ticked too. Keep one.",
        "summary: Leave out control characters (invisible codes).",
        "eu-countries: One of these stands alone: choose only it, or the others.",
        "volume: Type a whole number in digits, such as 8000.",
        "required: has an answer, and names somebody who will know it. Keep one.",
    )
    assert set(found.aside) == {"eu-countries", "volume"}
    assert found.outdated == ()


@pytest.mark.parametrize(("typed", "value"), [("8,000", 8000), ("8 000", 8000), (" 12\r", 12), ("0", 0)])
def test_numbers_as_people_write_them(form: bytes, typed: str, value: int) -> None:
    """Grouped digits are read as the interview reads them."""
    assert reading(edited(form, volume__value=typed), real_catalogue()).answers["volume"].value == value


@pytest.mark.parametrize("typed", ["2027-01-05", "20270105", " 2027-01-05 "])
def test_dates_from_a_line_or_from_cells(small: bytes, typed: str) -> None:
    """A field that a program has divided into cells (comb) has the bare digits."""
    assert reading(edited(small, born__value=typed), sample.CATALOGUE).answers["born"].value == "2027-01-05"


def test_lines_become_one_and_a_name_means_not_known(form: bytes) -> None:
    """Several lines are one text, as in the interview; who only names somebody says that they do not know."""
    found = reading(edited(form, summary__value="One\rtwo\r\nthree", company__ask="Ana"), real_catalogue())
    assert found.answers["summary"].value == "One two three"
    assert found.answers["company"] == as_asked(real_catalogue().questions["company"], Answer(value=UNKNOWN, ask="Ana"))


def test_a_comment_alone_is_no_answer(form: bytes) -> None:
    """It is kept as the interview keeps one, and the question is asked."""
    found = reading(edited(form, company__comment="Two companies?"), real_catalogue())
    assert found.answers == {"company": Answer(value=UNKNOWN, comment="Two companies?")}


def test_an_older_form_gives_what_is_still_valid(small: bytes) -> None:
    """What the catalogue no longer asks or offers is set aside and listed; the rest is taken, with its wording."""
    questions = dict(sample.QUESTIONS)
    del questions["born"]
    uses = questions["uses"]
    questions["uses"] = msgspec.structs.replace(uses, choices=uses.choices[:1])
    questions["needed"] = msgspec.structs.replace(questions["needed"], text="Is it needed?")
    newer = msgspec.structs.replace(sample.CATALOGUE, version="10.0.0", digest="e" * 64, questions=questions)
    filled = edited(
        small, born__value="2027-01-05", uses__value__bring="/Yes", uses__value__ads="/Yes", needed__value="/no",
        life__value="never",
    )  # fmt: skip
    found = reading(filled, newer)
    assert set(found.answers) == {"needed"}
    assert found.answers["needed"].asked == "Would it work without the number?"
    assert found.aside["uses"].value == ("bring", "ads")
    assert found.aside["uses"].words == "Delivery; Advertising"
    assert found.aside["born"].value == "2027-01-05"
    assert found.outdated == ("uses: Choose only listed answers.", "born: is not asked any more.")
    assert found.faults == ("life: Type a whole number in digits, such as 8000.",)


def test_a_form_whose_file_was_taken_out_is_still_read(form: bytes) -> None:
    """Some viewers drop what is embedded; the fields say enough."""
    pdf = opened(fill(form, scenario("courier")))
    del pdf.attachments[QUESTIONNAIRE]
    out = io.BytesIO()
    pdf.save(out)
    found = reading(out.getvalue(), real_catalogue())
    assert {name: answer.value for name, answer in found.answers.items()} == {
        name: answer.value for name, answer in scenario("courier").items()
    }


def test_another_pdf_is_none_of_ours(pdf_of: Callable[..., bytes], tmp_path: Path) -> None:
    """A report, an empty page, somebody else's form."""
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf_of("benign"))
    assert read_form(path) is None
    empty = pikepdf.new()
    empty.add_blank_page()
    empty.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array([empty.make_indirect(pikepdf.Dictionary(T="Name", FT=pikepdf.Name.Tx, V="x"))])
    )
    empty.save(path)
    assert read_form(path) is None


def test_what_cannot_be_read_is_one_sentence(small: bytes, tmp_path: Path) -> None:
    """Missing, no PDF, cut short, locked, deep, or with a damaged file inside."""
    path = tmp_path / "form.pdf"
    with pytest.raises(WrongUse, match="cannot be read"):
        read_form(path)
    for broken in (b"", b"no PDF", small[:3000]):
        path.write_bytes(broken)
        with pytest.raises(BrokenFile, match="is damaged, or is no PDF"):
            read_form(path)
    opened(small).save(path, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(BrokenFile, match="password"):
        read_form(path)
    for inside, sentence in ((b"{}", "damaged"), (b"[" * 9999, "damaged")):
        pdf = opened(small)
        pdf.attachments[QUESTIONNAIRE] = pikepdf.AttachedFileSpec(pdf, inside)
        pdf.save(path)
        with pytest.raises(BrokenFile, match=sentence):
            read_form(path)


def test_a_tree_of_fields_that_bites_its_tail_ends(small: bytes, tmp_path: Path) -> None:
    """A form made to hang its reader is refused."""
    pdf = opened(small)
    root = pdf.Root.AcroForm.Fields[0]
    root.Kids.append(root)
    pdf.save(tmp_path / "form.pdf")
    with pytest.raises(BrokenFile, match="more fields than a questionnaire"):
        read_form(tmp_path / "form.pdf")


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_form_never_ends_in_a_traceback(small: bytes, tmp_path: Path, seed: int) -> None:
    """Any bytes changed, packed or laid open: it is read, or refused in a sentence."""
    chance = by_chance(seed)
    laid_open = io.BytesIO()
    opened(small).save(laid_open, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for whole in (small, laid_open.getvalue()) * 12:
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (tmp_path / "form.pdf").write_bytes(damaged)
        try:
            found = read_form(tmp_path / "form.pdf")
        except BrokenFile:
            continue
        if found is not None:
            answers_of(found, sample.CATALOGUE)


def test_checked_answers_are_valid(form: bytes) -> None:
    """Whatever a form gives passes the checks of the interview."""
    catalogue = real_catalogue()
    found = reading(fill(form, scenario("kids-game")), catalogue)
    assert found.answers
    for name, answer in found.answers.items():
        assert check(catalogue.questions[name], answer.value) is None
