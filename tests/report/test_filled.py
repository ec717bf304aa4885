"""A form that was filled in, read back: however a viewer wrote it, whatever was written, and when it is damaged."""

from __future__ import annotations

import io
from collections.abc import Callable
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
from pia.interview.values import check, check_text
from pia.model import UNKNOWN, Answer, Catalogue, Kind, Question
from pia.report.form.answers import FormAnswers
from pia.report.form.answers import answers_in as answers_of
from pia.report.form.filled import read_form
from pia.report.form.inside import QUESTIONNAIRE
from report import sample
from report.conftest import opened
from report.viewer import WRITERS, Write, as_asked, fields, fill, reading, tick


def scenario(name: str) -> dict[str, Answer]:
    """The answers of a worked example, as a form gives them back."""
    catalogue = real_catalogue()
    written = answers_in(catalogue, table(TESTS / "scenarios" / f"{name}.toml")["answers"])
    return {name: as_asked(catalogue.questions[name], answer) for name, answer in written.items()}


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
    assert reading(fill(form, answers), real_catalogue()) == FormAnswers(answers, {}, (), ())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=plans(sample.CATALOGUE))
def test_any_answers_to_an_invented_catalogue_do_too(small: bytes, answers: dict[str, Answer]) -> None:
    """The same where a date is asked for."""
    assert reading(fill(small, answers), sample.CATALOGUE) == FormAnswers(answers, {}, (), ())


def test_an_empty_form_holds_no_answers(form: bytes) -> None:
    """What is left empty is not answered, and blanks are nothing."""
    assert reading(form, real_catalogue()) == FormAnswers({}, {}, (), ())
    pdf = opened(form)
    fields(pdf)["title.value"].V = pikepdf.String("  \r ")
    fields(pdf)["title.comment"].V = pikepdf.String("")
    out = io.BytesIO()
    pdf.save(out)
    assert reading(out.getvalue(), real_catalogue()) == FormAnswers({}, {}, (), ())


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
