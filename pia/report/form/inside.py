"""What a form and its reader agree on: the names of its fields, and the file inside that says what was asked.

Every question is a field named by its id, and has fields of its own below it: ``required.value``, ``uses.value.ads``
(one for each choice that can be ticked beside others), ``title.unknown``, ``required.ask``, ``required.comment``.
"""

from __future__ import annotations

from pia.model import Catalogue, Frozen, Question

VALUE, UNKNOWN, ASK, COMMENT = "value", "unknown", "ask", "comment"
"""What is below a question: the answer, *don't know yet*, who will know, and a comment."""

TICKED = "Yes"
"""The state of a ticked box."""

QUESTIONNAIRE = "questionnaire.json"
"""The name of the file inside."""

SCHEMA = 1
"""Counts changes of the shape of the file inside, and of the names."""


class Offered(Frozen, frozen=True):
    """A choice as it was worded."""

    id: str
    text: str


class Asked(Frozen, frozen=True):
    """A question as it was worded, and its choices in their order."""

    text: str
    choices: tuple[Offered, ...] = ()


class Questionnaire(Frozen, frozen=True):
    """The file inside. ``catalogue``: its version; ``digest`` and ``house``: what its files were, and a house's."""

    schema: int
    catalogue: str
    digest: str
    house: str
    questions: dict[str, Asked]

    def made_under(self, catalogue: Catalogue) -> bool:
        """Whether the form was made under this very catalogue, with the same additions of a house."""
        return (self.digest, self.house) == (catalogue.digest, _house(catalogue))


def questionnaire(catalogue: Catalogue, asked: tuple[Question, ...]) -> Questionnaire:
    """What the form of these questions says of itself."""
    return Questionnaire(
        schema=SCHEMA,
        catalogue=catalogue.version,
        digest=catalogue.digest,
        house=_house(catalogue),
        questions={
            question.id: Asked(
                text=question.text,
                choices=tuple(Offered(id=choice.id, text=choice.text) for choice in question.choices),
            )
            for question in asked
        },
    )


def _house(catalogue: Catalogue) -> str:
    return catalogue.house.digest if catalogue.house else ""
