"""The interview from the first question that is due to the accepted review, over one face."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TextIO, TypeAlias

from pia.errors import NoTerminal, Stopped
from pia.interview.ahead import progress
from pia.interview.core import Interview, begin
from pia.interview.face import Aside, Back, Face, Given, Left, Prompt, Tone
from pia.interview.judge import Judge
from pia.interview.keys import Act
from pia.interview.notes import moved, why_again
from pia.interview.numbers import doubt
from pia.interview.review import ACCEPT, ALL, PICK_HELP, check_pick, noticed, review, summary
from pia.interview.stopping import stopping_by_signal
from pia.interview.values import check_text, places_of, said, who_knows
from pia.model import UNKNOWN, Answer, Answers, Catalogue, Half, Kind, Value

Watch: TypeAlias = Callable[[Interview], None]
"""Is told where the person is, before they are asked or shown the review."""

Save: TypeAlias = Callable[[Answers, Half | None], None]
"""Keeps all answers durably, at once, and what was typed of one when the person stopped."""

_KEEPS = "Enter again keeps it."

_ASIDE_HELP = {
    Act.COMMENT: "What a reader should know beside the answer. It stands in the report. An empty line: no comment.",
    Act.ASK: "A person or a team. Until they have said it, the question counts as not known yet.",
}


def interview(  # noqa: PLR0913 - the nine things it connects
    catalogue: Catalogue,
    answers: Answers,
    face: Face,
    save: Save,
    judge: Judge | None = None,
    *,
    watch: Watch | None = None,
    again: tuple[str, ...] = (),
    half: Half | None = None,
    remarks: Mapping[str, tuple[str, ...]] | None = None,
) -> dict[str, Answer]:
    """Ask what is due, then review until the person accepts; the answers, parked ones included.

    ``save`` is called after every answer and comment. ``again``: answered questions to ask all the same. ``half``: what
    had been typed when the person stopped; its question is asked again with it. ``remarks``: by question, what others
    said about its answer, to be shown with it. Raises Stopped when the person stops, the terminal goes away or a signal
    ends the program; everything answered is saved by then.
    """
    begun = (half.question,) if half else ()
    walk = _Walk(
        catalogue, begin(catalogue.questions, answers, (*again, *begun)), face, save, judge, half, remarks or {}
    )
    with stopping_by_signal(face):
        try:
            with face.quiet():
                walk.greet(resumed=bool(answers))
                while not walk.finished:
                    if watch:
                        watch(walk.state)
                    if walk.state.at is None:
                        walk.review()
                    else:
                        walk.ask()
        except Left as left:
            walk.keep_half(left)
            raise Stopped("Stopped. Every answer so far is saved, and what you were typing.") from None
        except (KeyboardInterrupt, EOFError):
            raise Stopped("Stopped. Every answer so far is saved.") from None
    return dict(walk.state.answers)


def face_for(stdin: TextIO, stdout: TextIO, env: Mapping[str, str], *, plain: bool = False) -> Face:
    """The face that suits the terminal and the person; NoTerminal when nobody is there to ask."""
    if not (stdin.isatty() and stdout.isatty()):
        raise NoTerminal
    unicode_output = stdout.encoding.lower().replace("-", "") == "utf8"
    simple_terminal = env.get("TERM", "xterm") in {"", "dumb"}
    wants_lines = env.get("ACCESSIBLE", "").lower() not in {"", "0", "false", "no"}
    if plain or wants_lines or simple_terminal or not unicode_output:
        from pia.interview.lines import Lines

        return Lines(stdin, stdout, ascii_output=not unicode_output)
    from pia.interview.arrows import Arrows

    return Arrows(stdout, bold=not env.get("NO_COLOR"))


class _Walk:
    """One interview under way."""

    def __init__(  # noqa: PLR0913, PLR0917 - what an interview connects
        self,
        catalogue: Catalogue,
        state: Interview,
        face: Face,
        save: Save,
        judge: Judge | None,
        half: Half | None,
        remarks: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.state, self.finished = state, False
        self._catalogue, self._face, self._save, self._judge, self._half = catalogue, face, save, judge, half
        self._judged = judge(state.answers) if judge else None
        self._remarks = remarks
        self._section = ""
        self._last = 0
        self._all = False
        self._draft: Value | None = None
        self._note = ""
        self._again = False
        self._kept: set[str] = set()

    def greet(self, *, resumed: bool) -> None:
        """Say where the person stands who has been here before."""
        if resumed and self.state.at is not None:
            self._face.say(f"Going on at question {progress(self.state)}. Every answer is saved at once.")

    def ask(self) -> None:
        """Ask the question that is due, and take its reply."""
        prompt = self._prompt()
        if prompt.question.section != self._section:
            self._section = prompt.question.section
            self._face.say(self._catalogue.sections[self._section].title, Tone.HEADING)
        reply = self._face.ask(prompt)
        self._draft, self._note, self._again = None, "", False
        match reply:
            case Given(value):
                self._give(value)
            case Aside():
                self._turn_aside(prompt, reply)
            case Back():
                self._go_back()

    def review(self) -> None:
        """Show all answers and what they come to, then change one, go back to the questions, or finish."""
        self._section, self._last = "", 0
        self._face.say("Your answers", Tone.HEADING)
        raised = self._beside(self._judged.raised() if self._judged else {})
        names = self.state.asked
        shown = names if self._all else noticed(self.state, raised)
        for title, rows in review(self._catalogue.sections, self.state, raised, shown):
            self._face.say(title, Tone.HEADING)
            self._face.table(rows)
        self._face.say("What they come to", Tone.HEADING)
        self._face.say(summary(self.state))
        if left := len(names) - len(shown):
            self._face.say(f"{left} answers that raised nothing are not in the table; {ALL} shows them too.")
        for line in self._judged.outcome() if self._judged else ():
            self._face.say(line)
        label = f"Question number to change, {f'{ALL} to see every answer, ' if left else ''}or {ACCEPT} to finish"
        typed = self._face.line(label, lambda line: check_pick(line, len(names)), help=PICK_HELP)
        self._all = False
        if isinstance(typed, Back):
            self.state = self.state.back()
        elif typed.lower() == ALL:
            self._all = True
        elif typed.lower() == ACCEPT:
            self.finished = True
        else:
            self.state = self.state.jump(names[int(typed) - 1])

    def _beside(self, raised: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """What stands beside each answer: what others said about it, then what it raised."""
        return {**raised, **{name: (*lines, *raised.get(name, ())) for name, lines in self._remarks.items()}}

    def keep_half(self, left: Left) -> None:
        """Keep what was typed of a comment, as the comment, and of an answer, beside the answers."""
        if self.state.at is None:
            return
        if left.remark and check_text(left.remark) is None:
            self._keep(self.state.remark(left.remark))
        if left.draft is not None:
            self._save(self.state.answers, Half(question=self.state.at, value=left.draft))

    def _prompt(self) -> Prompt:
        question = self.state.question
        assert question is not None  # noqa: S101 - the caller has looked
        question, told = self._judged.fitted(question) if self._judged else (question, "")
        note, draft = self._note or why_again(self.state) or told, self._draft
        if self._half and self._half.question == question.id:
            note, draft, self._half = "What you had begun when you stopped is filled in.", self._half.value, None
        where = progress(self.state)
        if where.number < self._last and not note:
            note = "Your answers since have opened this question, which stands further up."
        self._last = where.number
        note = " ".join((*self._remarks.get(question.id, ()), *filter(None, (note,))))
        standing = self._judged.standing() if self._judged else ""
        return Prompt(question, where, self.state.answer, standing, note, draft, self._again)

    def _give(self, value: Value) -> None:
        question, answer = self.state.question, self.state.answer
        free = question is not None and question.kind is Kind.TEXT and (answer is None or answer.value != value)
        if free and self._doubted(value):
            self._draft, self._again = value, True
            return
        self._take(self.state.put(value))

    def _take(self, after: Interview) -> None:
        before, judged = self.state, self._judged
        name = before.at
        assert name is not None  # noqa: S101 - something was answered
        self._keep(after)
        self._face.say(before.questions[name].text, Tone.ASKED, f"{before.number(name)}. ")
        if comment := after.answers[name].comment:
            self._face.say(comment, Tone.ASKED)
        self._face.say(said(before.questions[name], after.answers[name]), Tone.ANSWER)
        for sentence in moved(before, after):
            self._face.say(sentence, Tone.NOTE)
        if judged and self._judged and (line := self._judged.consequence(judged)):
            self._face.say(line, Tone.CONSEQUENCE)

    def _turn_aside(self, prompt: Prompt, aside: Aside) -> None:
        """Take a comment, or who else will know; then back to the question, or on to the next."""
        answer = prompt.answer or Answer(value="")
        suggested = who_knows(prompt.question, None)
        label, before = "Comment", answer.comment
        if aside.act is Act.ASK:
            label, before = "Who will know" + ("" if answer.ask else f" (Enter for {suggested})"), answer.ask
        try:
            typed = self._line(label, before, aside, prompt)
        except KeyboardInterrupt as stop:
            begun = _begun(prompt, aside.draft)
            remark = str(stop.draft) if isinstance(stop, Left) and aside.act is Act.COMMENT else ""
            raise (Left(begun, remark) if remark or begun is not None else KeyboardInterrupt()) from None
        self._draft, self._again = aside.draft, True
        if isinstance(typed, Back):
            return
        if aside.act is Act.COMMENT:
            self._keep(self.state.remark(typed))
        else:
            self._draft, self._again = None, False
            self._take(self.state.leave_to(typed or suggested))

    def _line(self, label: str, before: str, aside: Aside, prompt: Prompt) -> str | Back:
        """One line beside the answer; questioned once when it seems to hold somebody's number."""
        typed = aside.typed
        while True:
            if typed is None:
                given = self._face.line(label, check_text, before, help=_ASIDE_HELP[aside.act], over=prompt)
                if isinstance(given, Back):
                    return given
                typed = given
            if not self._doubted(typed):
                return typed
            self._face.say(self._note, Tone.NOTE)
            self._note, before, typed = "", typed, None

    def _doubted(self, value: Value) -> bool:
        """Whether to question this value, which is done once; the sentence is then in ``_note``."""
        sentence = doubt(value, places_of(self._catalogue, self.state.answers))
        if sentence is None or str(value) in self._kept:
            return False
        self._kept.add(str(value))
        self._note = f"{sentence} {_KEEPS}"
        return True

    def _go_back(self) -> None:
        before = self.state
        self.state, self._last = before.back(), 0
        question = self.state.question
        if self.state is before:
            self._note = "This is the first question."
        elif question and self._face.take_back(question.id):
            self._section = question.section

    def _keep(self, state: Interview) -> None:
        self._save(state.answers, self._half)
        self.state = state
        self._judged = self._judge(state.answers) if self._judge else None


def _begun(prompt: Prompt, draft: Value | None) -> Value | None:
    """As much of an answer as was typed or ticked; what a list only points at is none."""
    if draft in {None, UNKNOWN, (), prompt.previous} or prompt.question.kind is Kind.ONE:
        return None
    return draft if isinstance(draft, tuple) else str(draft)
