"""What a reviewer asked for and remarked, said to whoever goes on: first as a whole, then at each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pia.interview.face import Face, Tone
from pia.interview.judge import Judging
from pia.model import ChangesRequested, Commented, State
from pia.records.life import life_of
from pia.records.words import details, headline, remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pia.model import Catalogue, Record


def say_requested(face: Face, catalogue: Catalogue, name: str, records: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    """Say what was asked for and remarked since the plan was handed in; by question, what to say again there.

    What is about a finding belongs to the question at which the review of the answers shows that finding.
    """
    life = life_of(name, records)
    asked = [life.decided] if life.decided and life.state is State.CHANGES_REQUESTED else []
    remarked = remarks(records, since=1) if life.submitted else ()
    for heading, those in (("What the reviewer asks for", asked), ("What was said about it", remarked)):
        if those:
            face.say(heading, Tone.HEADING)
        for record in those:
            face.say(headline(record) + ":")
            for line in details(catalogue, record.act):
                face.say(line, Tone.ITEM)
    if life.revised is None:
        return {}
    assessment = life.revised.assessment
    places = Judging(catalogue, assessment.on, assessment.answers).places()
    by_question: dict[str, tuple[str, ...]] = {}
    for about, said in (item for record in (*asked, *remarked) for item in _said(record)):
        question = places.get(about, about)
        if question in catalogue.questions:
            by_question[question] = (*by_question.get(question, ()), said)
    return by_question


def _said(record: Record) -> Iterator[tuple[str, str]]:
    """Each thing said, after the id of the question or rule that it is about."""
    if isinstance(record.act, Commented):
        yield record.act.about, f"Comment by {record.by}: {record.act.text}"
    elif isinstance(record.act, ChangesRequested):
        for request in record.act.requests:
            yield request.about, f"Asked for by {record.by}: {request.text}"
