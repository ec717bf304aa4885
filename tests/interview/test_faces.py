"""Both faces over the one core: the same story gives the same answers."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import structs
from prompt_toolkit.application import get_app

from pia.errors import Stopped
from pia.interview.ahead import Progress
from pia.interview.arrows import Arrows, _head
from pia.interview.core import answered, begin
from pia.interview.face import Face, Given, Prompt, Row, Tone
from pia.interview.layout import usable
from pia.interview.lines import Lines
from pia.interview.prompts import Pointer, Screen
from pia.interview.stage import Stage
from pia.interview.walk import interview
from pia.model import UNKNOWN, Answer, Answers, Choice, Half, Kind, Question, Value

from .conftest import Typing, lines, typing_arrows
from .small import CATALOGUE, SmallJudge
from .story import CLEAR, DOWN, Change, GoBack, Leave, Note, Say, Step, after, as_keys, as_lines, follow
from .test_core import a_value

STORY: list[Step] = [
    Say("buy"), Note("ask Kim"), Say("Till"), Say(("otp", "ads")), Say("box"), GoBack(), Say("pre"), Say("CRM"),
    Say(30), Say("2026-03-01"), GoBack(), Say(UNKNOWN), Change(3), Say(("otp",)), Change(3), GoBack(),
    Change(3), Say(("ads", "none")[:1]), Say("box"), Say("CRM"),
]  # fmt: skip


def run(face: Face, answers: Answers | None = None) -> tuple[Answers, list[Answers]]:
    """The answers at the end or when the person stopped, and every state that was saved."""
    saved: list[Answers] = []
    try:
        return interview(CATALOGUE, answers or {}, face, lambda now, _half: saved.append(dict(now))), saved
    except Stopped:
        return (saved[-1] if saved else dict(answers or {})), saved


@st.composite
def stories(draw: st.DrawFn) -> list[Step]:
    """Any way through the small catalogue."""
    state, steps = begin(CATALOGUE.questions, {}), []
    for _ in range(draw(st.integers(1, 15))):
        if state.question is None:
            changes: list[Step] = [Change(number + 1) for number in range(len(state.asked))]
            step: Step = draw(st.sampled_from([GoBack(), *changes]))
        else:
            answer = st.builds(Say, a_value(state.question))
            step = draw(st.one_of(answer, answer, st.just(GoBack()), st.just(Note("a remark")), st.just(Leave("Kim"))))
        steps.append(step)
        state = after(state, step)
    return steps


def test_the_same_story_in_both_faces(arrows: Typing) -> None:
    """The same story in both faces."""
    expected = follow(STORY)
    assert expected.at is None
    by_keys, _ = run(arrows(as_keys(STORY))[0])
    by_lines, _ = run(lines(as_lines(STORY))[0])
    assert by_keys == by_lines == dict(expected.answers)


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # shrinking takes minutes, and a short story says enough
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=stories())
def test_any_story_in_both_faces(arrows: Typing, steps: list[Step]) -> None:
    """Any story in both faces."""
    expected = dict(follow(steps).answers)
    assert run(arrows(as_keys(steps))[0])[0] == expected
    assert run(lines(as_lines(steps))[0])[0] == expected


def test_keys_before_the_question_is_drawn_answer_nothing() -> None:
    """Neither letters, nor moves, nor Enter, nor half of a key; only Ctrl-C counts, and stops."""
    with typing_arrows(early="x\x1b[B\r\r\x1b") as arrows:
        assert run(arrows(as_keys(STORY))[0])[0] == dict(follow(STORY).answers)
    with typing_arrows(early="x\x03y") as arrows:
        assert run(arrows(as_keys(STORY))[0]) == ({}, [])


def test_saved_after_every_answer_and_comment(arrows: Typing) -> None:
    """Saved after every answer and comment."""
    steps: list[Step] = [Say("buy"), Note("why"), Say("Till")]
    for face in (arrows(as_keys(steps))[0], lines(as_lines(steps))[0]):
        _, saved = run(face)
        assert [sorted(state) for state in saved] == [["point"], ["point", "title"], ["point", "title"]]


def test_enter_alone_never_makes_up_an_answer(arrows: Typing) -> None:
    """Enter alone never makes up an answer."""
    by_keys, _ = run(arrows(["\r"] * 5)[0])
    assert {name: answer.value for name, answer in by_keys.items()} == dict.fromkeys(
        ["point", "title", "uses", "days", "start"], UNKNOWN
    )
    assert run(lines([""] * 5)[0])[0] == {}


def test_stopping_keeps_everything_and_resuming_goes_on(arrows: Typing) -> None:
    """Stopping keeps everything and resuming goes on."""
    for stop in ("\x03", "\x04", "\x11"):
        kept, _ = run(arrows(["\x1b[B\r", stop])[0])
        assert list(kept) == ["point"]
    face, shown = arrows(["Till\r"])
    kept, _ = run(face, {"point": Answer(value="buy")})
    assert "Going on at question 2 of 5 to 7." in shown.getvalue()
    assert kept["title"].value == "Till"


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        (["??\x1b[B\r"], {"point": "buy"}),
        (["?\x1b[B\r"], {"point": "buy"}),
        (["aijk\x1b[B", "\x1b[B\r"], {}),
        (["\x1b[B\r", "why?\r"], {"point": "buy", "title": "why?"}),
        (["\x1b[B\r", "\x1b[200~one\ntwo\r\nthree\x1b[201~\r"], {"point": "buy", "title": "one two three"}),
        (["\x1b[B\r", "one\rtwo\rthree\r", "\x03"], {"point": "buy", "title": "one two three"}),
        (["one\rtwo\rthree\r", "\x03"], {}),
        (["\r\r\rone\r"], {}),
    ],
)
def test_keys(arrows: Typing, keys: list[str], answers: Mapping[str, object]) -> None:
    """Keys."""
    if answers == {}:
        keys = [keys[0] + "\x03"]
    kept, _ = run(arrows(keys)[0])
    assert {name: answer.value for name, answer in kept.items()} == answers


def test_a_comment_aside_loses_nothing_typed(arrows: Typing) -> None:
    """A comment aside loses nothing typed."""
    kept, _ = run(arrows(["\x1b[B\x0f", "why\r", "\r", "half\x0f", "\x1b[Z", " done\r", "  \x0f", "x\r"])[0])
    assert (kept["point"].value, kept["point"].comment) == ("buy", "why")
    assert kept["title"].value == "half done"


@pytest.mark.parametrize("aside", [[], ["\x0f", "why\r"], ["\x0f", "\x1b[Z"]])
def test_enter_on_a_choice_that_is_not_ticked_answers_nothing(arrows: Typing, aside: list[str]) -> None:
    """In a list to tick, pointing is not choosing, after a turn aside neither; what to do is said."""
    run_ = Stage.run
    told: list[str] = []
    face, _ = arrows(["\x1b[B\r", "Till\r", *aside, "\x1b[B\r"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stage, "run", lambda stage, screen: run_(stage, _stop_when_told(screen, told)))
        kept, _ = run(face)
    assert kept.get("uses", Answer(value=UNKNOWN)).value == UNKNOWN
    assert told == ["Nothing is ticked: Space ticks what the arrow points at."]


def _stop_when_told(screen: Screen, told: list[str]) -> Screen:
    """The same prompt, which stops the interview after it refused an answer."""

    def check(value: Value) -> str | None:
        sentence = screen.check(value)
        if sentence:
            get_app().create_background_task(_stop(screen, told))
        return sentence

    return replace(screen, check=check)


async def _stop(screen: Screen, told: list[str]) -> None:
    await asyncio.sleep(0.05)
    told.append(screen.frame.sentence)
    get_app().exit(exception=KeyboardInterrupt)


def test_a_choice_that_stands_alone_takes_the_place_of_the_others(arrows: Typing) -> None:
    """A choice that stands alone takes the place of the others."""
    up = "\x1b[A"
    kept, _ = run(arrows(["\x1b[B\r", "Till\r", f"\x1b[B {up}{up} \r"])[0])
    assert kept["uses"].value == ("none",)


def test_what_is_wrong_is_said_in_a_sentence() -> None:
    """What is wrong is said in a sentence."""
    face, shown = lines(["9", "1,2", "one", "1", "!", "4,1", "", "2", "x", "30", "2026-13-01", "!"])
    run(face)
    for sentence in (
        "Type a number from 1 to 3, or ! for don't know yet.",
        "Type one number only, from 1 to 3.",
        "One of these stands alone: choose only it, or the others.",
        "Type an answer, or ! for don't know yet.",
        "Type a whole number in digits, such as 8000.",
        "Type a date as year-month-day, such as 2026-03-31.",
    ):
        assert sentence in " ".join(shown.getvalue().split())


def test_parked_answers_are_told(arrows: Typing) -> None:
    """Parked answers are told."""
    steps: list[Step] = [Say("buy"), Say("T"), Say(("ads",)), Say("box"), GoBack(), GoBack(), Say(("otp",))]
    for face, shown in (arrows(as_keys(steps)), lines(as_lines(steps))):
        run(face)
        assert "1 earlier answer no longer applies and is set aside" in " ".join(shown.getvalue().split())


def test_the_consequence_is_one_line(arrows: Typing) -> None:
    """The consequence is one line, for worse and for better."""
    steps: list[Step] = [Say("bought"), GoBack(), Say("buy")]
    for face, shown in (arrows(as_keys(steps)), lines(as_lines(steps))):
        with pytest.raises(Stopped):
            interview(CATALOGUE, {}, face, lambda _now, _half: None, SmallJudge)
        page = " ".join(shown.getvalue().split())
        assert "Raises high: Calls that sell. What helps: Ask people yourself." in page
        assert "No longer raised (high): Calls that sell." in page


def test_a_question_left_to_someone_else(arrows: Typing) -> None:
    """The same mark in both faces: who will know is asked for, or typed along; nobody named means whom we suggest."""
    both = (
        arrows(["@", "Kim\r", "\x1b[B\x1b[B\r", "@", "\r"]),
        lines(["@", "Kim", "2", "!", "1", "!"]),
    )
    by_keys, by_lines = (run(face)[0] for face, _ in both)
    assert (by_keys["point"].value, by_keys["point"].ask) == (UNKNOWN, "Kim")
    assert by_keys["point"] == by_lines["point"]
    face, shown = lines(["@ Kim", "@", "", "@"])
    kept, _ = run(face)
    assert (kept["point"].ask, kept["title"].ask) == ("Kim", "Product")
    assert "Answer: don't know yet; Kim will know" in shown.getvalue()


def test_stepping_back_from_who_will_know_leaves_nothing(arrows: Typing) -> None:
    """Back at the line that asks who will know leads to the question, with what was ticked or typed."""
    kept, _ = run(arrows(["\x1b[B\r", "Ti\x0f", "\x1b[Z", "ll\r", "@", "\x1b[Z", "\x1b[B \r"])[0])
    assert (kept["title"].value, kept["uses"].value) == ("Till", ("otp",))
    kept, _ = run(lines(["1", "@", "<", "Till"])[0])
    assert (kept["title"].value, kept["title"].ask) == ("Till", "")


NUMBER = "Kim, +44 7400 123456"


def test_a_persons_number_is_questioned_once(arrows: Typing) -> None:
    """It is asked about, never refused: Enter again keeps it, also in a comment; and it is not asked about again."""
    keys = ["\x1b[B\r", NUMBER + "\r", "\r", "\x0f", NUMBER + " too\r", "\r", "\x1b[B \r"]
    typed = ["1", NUMBER, "", f"// {NUMBER} too", "", "1"]
    for face, shown in (arrows(keys), lines(typed)):
        kept, saved = run(face)
        assert kept["title"].value == NUMBER
        assert kept["uses"] == structs.replace(kept["uses"], value=("otp",), comment=NUMBER + " too")
        assert saved[1].get("title") == kept["title"]
        if isinstance(face, Lines):
            assert shown.getvalue().count("real person's phone number") == 2


def test_a_date_is_no_ones_number(arrows: Typing) -> None:
    """Only free text is questioned; what a list, a count or a date says is not read as a number to call."""
    steps: list[Step] = [Say("buy"), Say("T"), Say(("otp",)), Say(7400123456), Say("0420-12-22")]
    for face in (arrows(as_keys(steps))[0], lines(as_lines(steps))[0]):
        assert run(face)[0] == dict(follow(steps).answers)


def test_a_persons_number_can_be_taken_out(arrows: Typing) -> None:
    """What was typed is there to be changed."""
    for face in (arrows(["\x1b[B\r", NUMBER + "\r", CLEAR + "Kim\r"])[0], lines(["1", NUMBER, "Kim"])[0]):
        kept, saved = run(face)
        assert kept["title"].value == "Kim"
        assert all(NUMBER not in str(state) for state in saved)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ("\x1b[F\r", "bought"),
        ("\x1b[F\x1b[H\r", UNKNOWN),
        ("\x1b[6~\r", "bought"),
        ("\x1b[F\x1b[5~\r", UNKNOWN),
        ("\x1b[A\r", "bought"),
    ],
)
def test_far_moves_in_lists(arrows: Typing, keys: str, value: str) -> None:
    """Home, End, and the page keys, which stop at the ends."""
    assert run(arrows([keys])[0])[0]["point"].value == value


def test_a_number_goes_to_its_choice() -> None:
    """Two digits are one number where there are so many choices; a number that is none moves nothing."""
    pointer = Pointer(FakeList(15), None, frozenset())  # type: ignore[arg-type]
    for digits, place in (("1", 1), ("2", 12), ("9", 9)):
        pointer.digit(digits)
        assert pointer.control.pointed_at == place
    few = Pointer(FakeList(4), None, frozenset())  # type: ignore[arg-type]
    for digits, place in (("2", 2), ("3", 3), ("7", 3), ("0", 0)):
        few.digit(digits)
        assert few.control.pointed_at == place


def test_a_number_ends_where_its_choice_is_ticked() -> None:
    """Typed fast, ``1 Space 2 Space`` ticks the first and the second; the twelfth stays as it was."""
    pointer = Pointer(FakeList(15), None, frozenset())  # type: ignore[arg-type]
    for key_ in "1 2 ":
        pointer.tick() if key_ == " " else pointer.digit(key_)
    assert pointer.control.selected_options == ["1", "2"]


def test_a_number_that_no_choice_has_is_refused() -> None:
    """Until another key; the pointer stays, and the next number counts again."""
    pointer = Pointer(FakeList(3), None, frozenset())  # type: ignore[arg-type]
    pointer.digit("7")
    assert pointer.refused == "There is no choice 7."
    pointer.digit("2")
    assert (pointer.refused, pointer.control.pointed_at) == ("", 2)
    pointer.digit("9")
    pointer.step(1)
    assert (pointer.refused, pointer.control.pointed_at) == ("", 0)


class FakeList:
    """As much of a list as a pointer needs."""

    def __init__(self, size: int) -> None:
        self.choices, self.pointed_at = [None] * size, 0
        self.selected_options: list[str] = []

    def get_pointed_at(self) -> SimpleNamespace:
        """The choice pointed at."""
        return SimpleNamespace(value=str(self.pointed_at))


def test_a_pasted_number_is_no_answer(arrows: Typing) -> None:
    """Digits move; the Enter that came with them in one paste does not answer."""
    assert run(arrows(["2\r\x03"])[0])[0] == {}


@pytest.mark.parametrize(
    ("keys", "half"),
    [
        (["\x1b[B\r", "a long ans\x03"], Half(question="title", value="a long ans")),
        (["\x1b[B\r", "Till\r", "\x1b[B \x03"], Half(question="uses", value=("otp",))),
        (["\x1b[B\r", "a long ans\x0f", "half a comment\x03"], Half(question="title", value="a long ans")),
        (["\x1b[B\x0f", "half a comment\x03"], None),
        (["\x1b[B\r", "\x03"], None),
        (["\x1b[B\x03"], None),
    ],
)
def test_what_was_begun_is_kept_beside_the_answers(arrows: Typing, keys: list[str], half: Half | None) -> None:
    """Ctrl-C in the middle of an answer keeps what was typed or ticked; no answer, but offered again."""
    kept: list[tuple[Answers, Half | None]] = []
    with pytest.raises(Stopped):
        interview(CATALOGUE, {}, arrows(keys)[0], lambda *now: kept.append(now))
    answers, was = kept[-1] if kept else ({}, None)
    assert was == half
    assert half is None or half.question not in answers or not answered(answers[half.question])
    if half is None:
        return
    for face in (arrows(["\r"])[0], lines([""])[0]):
        with pytest.raises(Stopped):
            interview(CATALOGUE, answers, face, lambda *now: kept.append(now), half=was)
        assert kept[-1][0][half.question].value == half.value
        assert kept[-1][1] is None


def test_what_was_begun_waits_for_its_question(arrows: Typing) -> None:
    """It stays kept while other questions come first, and a question that was being changed is asked again with it."""
    old = {"point": Answer(value="buy"), "title": Answer(value="Till")}
    half = Half(question="uses", value=("otp",))
    kept: list[tuple[Answers, Half | None]] = []
    with pytest.raises(Stopped):
        interview(
            CATALOGUE, old, arrows(["\r"])[0], lambda *now: kept.append(now), half=Half(question="title", value="T")
        )
    assert kept[-1] == ({**kept[-1][0]}, None)
    assert kept[-1][0]["title"].value == "T"
    with pytest.raises(Stopped):
        interview(CATALOGUE, {}, arrows(["\x1b[B\r"])[0], lambda *now: kept.append(now), half=half)
    assert kept[-1][1] == half


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_verdict_so_far_stands_in_the_header(width: int) -> None:
    """Beside the progress, or below where there is no room for both; in both faces."""
    prompt = Prompt(
        CATALOGUE.questions["uses"],
        Progress(12, 31, 44),
        standing=SmallJudge({"point": Answer(value="bought")}).standing(),
    )
    shown_above = "".join(text for _, text in _head(prompt, usable(width))).split("\n")[1:3]
    between = "\n" if width == 40 else ". "
    assert "\n".join(shown_above).startswith(f"Question 12 of 31 to 44{between}So far: collect with conditions")
    face, shown = lines(["3", ""])
    with pytest.raises(Stopped):
        interview(CATALOGUE, {}, face, lambda _now, _half: None, SmallJudge)
    assert "Question 1 of 5 to 7. What" in shown.getvalue()
    assert "Question 2 of 5 to 7, so far: collect with conditions. What" in " ".join(shown.getvalue().split())


def test_a_lead_as_wide_as_the_terminal_leaves_the_question_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 40 columns the progress and the verdict fill a line; the question goes on below it, never letter by letter."""
    face, shown = lines([])
    monkeypatch.setattr(face, "_size", lambda: os.terminal_size((usable(40), 20)))
    with pytest.raises(EOFError):
        face.ask(Prompt(CATALOGUE.questions["uses"], Progress(20, 34, 34), standing="so far: collect with conditions"))
    asked = shown.getvalue().strip().split("\n")
    assert asked[0] == "Question 20 of 34, so far: collect with"
    assert f"conditions. {CATALOGUE.questions['uses'].text}".startswith(asked[1])
    assert max(map(len, asked)) <= usable(40)


def test_the_review_is_numbered_and_sectioned(arrows: Typing) -> None:
    """Each answer with its number, comment and what it raised; then the verdict and the way to a pass."""
    steps: list[Step] = [Say("buy"), Say(UNKNOWN), Say(("ads",)), Note("legal asks"), Say("box"), Say(UNKNOWN)]
    steps += [Say(3), Say(UNKNOWN)]
    for face, shown in (arrows(as_keys(steps)), lines(as_lines(steps))):
        interview(CATALOGUE, {}, face, lambda _now, _half: None, SmallJudge)
        page = " ".join(shown.getvalue().split("Your answers")[1].split())
        for words in ("The plan", "1. What is the person", "4. How do they agree", "legal asks", "3 days"):
            assert words in page
        for words in (
            "high: Calls that sell",
            "Verdict: redesign The least work that brings it to “collect”: 1 step (days of work).",
            "M1 Ask people yourself",
        ):
            assert words in page
        assert "7 questions answered, 3 of them not known yet: 2, 5, 7." in page


def test_what_others_said_stands_at_its_question(arrows: Typing) -> None:
    """In the review, and above the question while it is asked again; in both faces."""
    remarks = {"point": ("Comment by reviewer: Really to read?",), "gone": ("Nowhere to say it.",)}
    steps: list[Step] = [Say("buy"), Say(UNKNOWN), Say(("order",)), Say(UNKNOWN), Say(UNKNOWN)]
    for face, shown in (arrows(as_keys(steps)), lines(as_lines(steps))):
        interview(CATALOGUE, {}, face, lambda _now, _half: None, remarks=remarks)
        page = " ".join(shown.getvalue().split("Your answers")[1].split())
        assert "Comment by reviewer: Really to read?" in page
        assert "Nowhere" not in page
    face, shown = lines([])
    with pytest.raises(Stopped):
        interview(CATALOGUE, {}, face, lambda _now, _half: None, remarks=remarks)
    assert "Note: Comment by reviewer: Really to read?" in shown.getvalue()


def test_only_ascii_where_nothing_else_can_be_shown() -> None:
    """Only ascii where nothing else can be shown."""
    face, shown = lines(["1", "café", "//“why” so"], ascii_output=True)
    run(face)
    assert shown.getvalue().isascii()
    assert "cafe" in shown.getvalue()


def test_broken_and_huge_input_is_refused_not_stored() -> None:
    """Broken and huge input is refused not stored."""
    face, _ = lines(["1", "a\ud800", "x" * 1_000_000, "e" + "\u0301" * 30, "\x1b[A", "fine"])
    kept, _ = run(face)
    assert kept["title"].value == "fine"


def test_a_wording_that_changed_is_asked_again_with_the_old_answer(arrows: Typing) -> None:
    """A wording that changed is asked again with the old answer."""
    old = {"point": Answer(value="buy", asked="Before?")}
    for face, shown in (arrows(["\r"]), lines([""])):
        kept, _ = run(face, old)
        assert kept["point"].asked == CATALOGUE.questions["point"].text
        assert kept["point"].value == "buy"
        if isinstance(face, Lines):
            assert "worded differently when you answered it: “Before?”" in shown.getvalue()


def test_a_terminal_that_is_gone_stops_the_interview() -> None:
    """A terminal that is gone stops the interview."""

    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(5, "Input/output error")

    for face in (Lines(io.StringIO(), Gone()), Arrows(Gone())):
        with pytest.raises(Stopped):
            interview(CATALOGUE, {}, face, lambda _now, _half: None)


def test_a_fault_in_saving_is_not_taken_for_a_stop() -> None:
    """A fault in saving is not taken for a stop."""

    def full(_answers: Answers, _half: Half | None) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        interview(CATALOGUE, {}, lines(["1"])[0], full)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Buying something", "buy"), ("reading", "read"), ("nothing", "bought"), ("a LIST", "bought"), ("2", "read"),
        ("Don't know yet", UNKNOWN), ("a", UNKNOWN), ("swimming", UNKNOWN), ("read, buy", UNKNOWN),
    ],
)  # fmt: skip
def test_a_choice_is_given_by_its_name_too(typed: str, value: str) -> None:
    """By the words it begins with, or some of them; what could be several, or is none, is said and asked again."""
    face, shown = lines([typed, "!"])
    reply = face.ask(Prompt(CATALOGUE.questions["point"]))
    assert reply == Given(value)
    said = " ".join(shown.getvalue().split())
    assert ("a could be 2 or 3. Type the number." in said) == (typed == "a")
    assert ("No choice is called swimming. Type a number from 1 to 3, or !" in said) == (typed == "swimming")
    assert ("Type one number only" in said) == ("," in typed)


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("1-2", "12"),
        ("2-3", "23"),
        ("1 \N{EN DASH} 2", "12"),
        ("1,2-3", "123"),
        ("2-2 1", "12"),
        ("one-off, 2-3", "123"),
    ]
    + [(wrong, "") for wrong in ("3-1", "0-2", "1-9", "1-2-3", "-2", "1-", "1-9999999999")],
)
def test_several_choices_are_given_as_a_range(typed: str, places: str) -> None:
    """From the first to the last; a range that leaves the list is no answer, and what to type is said."""
    choices = tuple(Choice(id=str(place), text=text) for place, text in enumerate(("One-off codes", "Ads", "Calls"), 1))
    question = Question(id="q", section="s", kind=Kind.MANY, text="Which?", help="", who="", choices=choices)
    face, shown = lines([typed, "!"])
    assert face.ask(Prompt(question)) == Given(tuple(places) or UNKNOWN)
    assert ("Type a number from 1 to 3" in shown.getvalue()) == (not places)
    one = structs.replace(question, kind=Kind.ONE)
    face, shown = lines([typed, "!"])
    assert face.ask(Prompt(one)) == Given(UNKNOWN)


def test_several_choices_are_given_by_name_and_number() -> None:
    """In any order; a name that holds a comma is one name."""
    several = CATALOGUE.questions["uses"]
    assert lines(["calls that sell, 1"])[0].ask(Prompt(several)) == Given(("otp", "ads"))
    choices = (*several.choices, structs.replace(several.choices[0], id="both", text="Codes, order, and more"))
    question = structs.replace(several, choices=choices)
    assert lines(["codes, order, and more"])[0].ask(Prompt(question)) == Given(("both",))


def test_a_half_typed_comment_is_kept(arrows: Typing) -> None:
    """As a comment on its question, which is asked again with it; what was ticked beside it is kept too."""
    kept: list[tuple[Answers, Half | None]] = []
    with pytest.raises(Stopped, match="what you were typing"):
        interview(CATALOGUE, {}, arrows(["\x0f", "ask Kim\x03"])[0], lambda *now: kept.append(now))
    assert kept[-1][0]["point"] == Answer(value=UNKNOWN, comment="ask Kim")
    assert begin(CATALOGUE.questions, kept[-1][0]).at == "point"
    given: Answers = {"point": Answer(value="buy"), "title": Answer(value="T")}
    with pytest.raises(Stopped, match="what you were typing"):
        interview(CATALOGUE, given, arrows([DOWN + " \x0f", "why\x03"])[0], lambda *now: kept.append(now))
    assert kept[-1] == ({**given, "uses": Answer(value=UNKNOWN, comment="why")}, Half("uses", ("otp",)))


def test_a_comment_hangs_beside_its_mark() -> None:
    """Where it is asked, where it was given, and in the review: no line of it stands further left than its first."""
    comment = "word " * 30
    prompt = Prompt(CATALOGUE.questions["title"], answer=Answer(value=UNKNOWN, comment=comment))
    above = "".join(text for _, text in _head(prompt, 40))
    shown = io.StringIO()
    face = Arrows(shown, bold=False)
    face.say(comment, Tone.ASKED)
    face.say(comment, Tone.COMMENT)
    face.table([Row(1, "Q?", "A", ((Tone.COMMENT, comment),))])
    for text in (above, shown.getvalue()):
        lines_of_it = [line for line in text.split("\n") if "word" in line]
        assert {line.index("word") - line.find("//") for line in lines_of_it if "//" in line} == {3}
        assert {line.index("word") for line in lines_of_it} <= {5, 43}


def test_a_long_review_shows_first_what_needs_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """What raised something or is not known, with the numbers of the whole; all of it on a word; any can be changed."""
    monkeypatch.setattr("pia.interview.review.AT_A_GLANCE", 3)
    steps: list[Step] = [Say("buy"), Say("Till"), Say(("ads",)), Say("box"), Say("CRM"), Say(3), Say(UNKNOWN)]
    face, shown = lines([*as_lines(steps)[:-1], "all", "2", "Till 2", "ok"])
    answers = interview(CATALOGUE, {}, face, lambda _now, _half: None, SmallJudge)
    assert answers["title"].value == "Till 2"
    first, every, last = shown.getvalue().split("Your answers")[1:]
    for page in (first, last):
        assert "3. For which purposes" in page
        assert "7. When does" in page
        assert "2. What do you call" not in page.split("Question number to change")[0]
        assert "5 answers that raised nothing are not in the table; all shows them too." in " ".join(page.split())
    assert "2. What do you call" in every
    assert "not in the table" not in every


def test_what_a_terminal_sends_is_read_in_a_locale_that_does_not_know_it() -> None:
    """With LC_ALL=C, Python keeps the bytes as they came: they are UTF-8 all the same. What is none is refused."""
    typed = [text.encode().decode("ascii", "surrogateescape") for text in ("Café", "電話")]
    for text, meant in zip(typed, ("Café", "電話"), strict=True):
        face, shown = lines([text], ascii_output=True)
        assert face.ask(Prompt(CATALOGUE.questions["title"])) == Given(meant)
        assert shown.getvalue().isascii()
    face, shown = lines([b"Caf\xe9".decode("ascii", "surrogateescape"), "!"], ascii_output=True)
    assert face.ask(Prompt(CATALOGUE.questions["title"])) == Given(UNKNOWN)
    assert "One character is broken" in shown.getvalue()
