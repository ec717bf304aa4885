"""The walk of a reviewer, typed beforehand: who may decide is said first, and nothing that was typed is lost."""

from __future__ import annotations

import io
from typing import Any

import pytest
from helpers import ON_DATE, real_catalogue
from records.lives import NAME, REPORT, Memory, add, answers_to, revised

import pia.cli.review
from pia.cli.requested import say_requested
from pia.cli.walkthrough import walk_through
from pia.errors import WrongUse
from pia.interview.judge import Judging
from pia.interview.lines import Lines
from pia.model import UNKNOWN, Answer, Answers, ChangesRequested, Commented, Request, Revised, Standing, Submitted
from pia.records.revise import next_revision
from pia.records.store import Store

GRAVE = "ebook"


def handed_in(scenario: str = "courier") -> Store:
    """One revision under review, by author."""
    store = Store(Memory())
    _submit(store, revised(scenario))
    return store


def next_revised(store: Store, scenario: str, answers: Answers | None = None) -> Revised:
    """The revision that these answers, or those of a worked example, make next."""
    made = next_revision(real_catalogue(), store.life(NAME), answers or answers_to(scenario), ON_DATE)
    assert made is not None
    return made


def _submit(store: Store, act: Revised) -> None:
    add(store, act)
    add(store, Submitted(revision=act.revision, sha256=act.sha256, report=REPORT))


def walk(store: Store, typed: list[str], by: str | None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything that was on the screen while this was typed."""
    shown = io.StringIO()
    face = Lines(io.StringIO("".join(f"{line}\n" for line in typed)), shown)
    monkeypatch.setattr("pia.interview.walk.face_for", lambda *_, **__: face)
    monkeypatch.setattr("pia.cli.review.keep_report", lambda *_, **__: (b"", "report.pdf"))
    walk_through(store, store.life(NAME), real_catalogue(), ON_DATE, by=by, plain=True, paper="A4")
    return " ".join(shown.getvalue().split())


def kinds(store: Store) -> list[str]:
    """What the records say was done since it was handed in."""
    return [str(type(record.act).__struct_config__.tag) for record in store.stream(NAME).records[2:]]


@pytest.mark.parametrize("by", ["author", " AUTHOR"])
def test_whoever_wrote_it_is_told_first_that_they_can_only_comment(by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not after all findings, a decision, a note and a date; and the comments are recorded."""
    store = handed_in()
    told = walk(store, ["The contract is signed.", "skip", "yes"], by, monkeypatch)
    sentence = "wrote or submitted it, and can comment on it; the decision is somebody else's."
    assert 0 < told.index(sentence) < told.index("Finding 1 of")
    assert "What do you decide" not in told
    assert kinds(store) == ["commented"]


def test_whoever_wrote_it_is_told_when_their_name_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --by as with it; and without a comment there is nothing to record."""
    store = handed_in()
    told = walk(store, ["author", "skip"], None, monkeypatch)
    assert "author wrote or submitted it, and can comment on it" in told
    assert told.endswith("Nothing to record.")
    assert kinds(store) == []


def test_the_opinion_of_the_author_is_refused_where_the_name_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """And asked again, so that nothing typed before is lost."""
    store = handed_in(GRAVE)
    typed = [
        *("Why?", "skip", "1", "author", "officer", "Only without the resale.", "Not sought: no plan so far."),
        *("", "", "yes"),
    ]
    told = walk(store, typed, "reviewer", monkeypatch)
    assert "author wrote or submitted it; somebody else has to do this: opinion." in told
    assert kinds(store) == ["commented", "opinion", "approved"]


def test_comments_are_kept_when_the_decision_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else was faster with a new revision; what was said about the old one stays said."""
    store = handed_in()
    newer = next_revised(store, "returns")
    record = pia.cli.review.record

    def later(*arguments: Any, **more: Any) -> None:  # noqa: ANN401 - handed on as they are
        if store.life(NAME).revision == 1:
            _submit(store, newer)
        record(*arguments, **more)

    monkeypatch.setattr("pia.cli.review.record", later)
    with pytest.raises(WrongUse, match=r"is the newest.* Your comment is recorded all the same\.$"):
        walk(store, ["Which contract?", "skip", "1", "", "", "yes"], "reviewer", monkeypatch)
    assert kinds(store) == ["revised", "submitted", "commented"]


def test_no_decision_has_one_name_and_is_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not offered twice, once as *don't know yet*."""
    store = handed_in()
    told = walk(store, ["Which contract?", "skip", "!", "yes"], "reviewer", monkeypatch)
    assert "4. Reject ! No decision now; keep my comments" in told
    assert "don't know yet" not in told[told.index("What do you decide") :]
    assert "Answer: No decision now; keep my comments" in told
    assert kinds(store) == ["commented"]


def test_the_rest_of_the_comments_is_skipped_at_once_and_every_finding_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifteen times Enter is no review; and no finding is hidden by it."""
    store = handed_in(GRAVE)
    count = len(revised(GRAVE).assessment.findings)
    told = walk(store, ["skip", "!"], "reviewer", monkeypatch)
    assert told.count("Comment on") == 1
    assert all(f"Finding {number} of {count}:" in told for number in range(1, count + 1))
    assert "Not known yet" in told


def test_what_a_finding_rests_on_says_how_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law from elsewhere is not shown as if it bound anybody here."""
    answers = {**answers_to(GRAVE), "places": Answer(value=("au",)), "au-threshold": Answer(value=UNKNOWN)}
    store = Store(Memory())
    _submit(store, next_revised(store, GRAVE, answers=answers))
    assessment = store.life(NAME).revised.assessment  # type: ignore[union-attr]
    elsewhere = {
        real_catalogue().sources[cited.source].cited
        for finding in assessment.findings
        for cited in finding.citations
        if cited.standing is Standing.PERSUASIVE
    }
    assert elsewhere
    told = walk(store, ["skip", "!"], "reviewer", monkeypatch)
    for source in elsewhere:
        assert f"{source} (persuasive only)" in told
        assert told.count(source) == told.count(f"{source} (persuasive only)"), source


def test_the_second_revision_is_read_with_what_was_said_about_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comments of the reviewer stand at their findings, the request and the changes at the head, all in words."""
    store = handed_in(GRAVE)
    first = revised(GRAVE)
    second = next_revised(store, "kids-game")
    found = [finding.rule for finding in second.assessment.findings]
    rule = next(finding.rule for finding in first.assessment.findings if finding.rule in found)
    add(store, Commented(text="Who buys them?", about=rule), "reviewer")
    add(store, Commented(text="Ask the works council."), "reviewer")
    of: dict[str, Any] = {"revision": 1, "sha256": first.sha256}
    add(
        store,
        ChangesRequested(**of, reason="Add a consent box.", requests=(Request(text="An empty one."),)),
        "reviewer",
    )
    _submit(store, second)
    told = walk(store, ["skip", "!"], "reviewer", monkeypatch)
    finding = told.index("Finding 1 of")
    place = found.index(rule) + 1
    for line in ("Add a consent box.", "An empty one.", "Ask the works council."):
        assert told.index(line) < finding
    assert told.index(f"Finding {place} of") < told.index("Who buys them?") < told.index(f"Finding {place + 1} of")
    assert told.count("Who buys them?") == 1
    assert "None ->" not in told
    assert "-> None" not in told
    assert "not answered" in told


def test_the_author_goes_on_with_what_was_asked_for() -> None:
    """First the request, then the comments; what is about a finding is said again where the review shows it."""
    store = handed_in(GRAVE)
    first = revised(GRAVE)
    shown = Judging(real_catalogue(), ON_DATE, first.assessment.answers)
    finding = first.assessment.findings[0].rule
    add(store, Commented(text="Who buys them?", about=finding), "reviewer")
    add(store, Commented(text="Are you sure?", about="minors"), "reviewer")
    add(store, Commented(text="A pleasure to read."), "reviewer")
    of: dict[str, Any] = {"revision": 1, "sha256": first.sha256}
    one = Request(text="An empty one.", about="title")
    add(store, ChangesRequested(**of, reason="Add a consent box.", requests=(one,)), "reviewer")
    face = Lines(io.StringIO(), screen := io.StringIO())
    said = say_requested(face, real_catalogue(), NAME, store.stream(NAME).records)
    told = " ".join(screen.getvalue().split())
    in_order = ("What the reviewer asks for", "Add a consent box.", "An empty one.", "What was said about it")
    places = [told.index(words) for words in (*in_order, "Who buys them?", "Are you sure?", "A pleasure to read.")]
    assert places == sorted(places)
    assert "Comment by reviewer: Who buys them?" in said[shown.places()[finding]]
    assert "Comment by reviewer: Are you sure?" in said["minors"]
    assert said["title"] == ("Asked for by reviewer: An empty one.",)
    _submit(store, next_revised(store, "kids-game"))
    assert say_requested(face, real_catalogue(), NAME, store.stream(NAME).records) == {}


def test_nothing_is_asked_for_where_nothing_was_said() -> None:
    """A draft, and a revision that nobody has looked at."""
    for store in (Store(Memory()), handed_in()):
        face = Lines(io.StringIO(), screen := io.StringIO())
        assert say_requested(face, real_catalogue(), NAME, store.stream(NAME).records) == {}
        assert not screen.getvalue()
