"""JSON Schemas (draft 2020-12) of answer files and assessments, for editors and other programs."""

from __future__ import annotations

from typing import Any

import msgspec

from pia.model import UNKNOWN, Assessment, Catalogue, Kind, Question

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def assessment_schema() -> dict[str, Any]:
    """The shape of what `pia check --json` prints."""
    return {"$schema": DIALECT, "title": "A phone-number collection point, assessed", **msgspec.json.schema(Assessment)}


def answers_schema(catalogue: Catalogue) -> dict[str, Any]:
    """The shape of an answer file: every question of the catalogue with what may be answered."""
    return {
        "$schema": DIALECT,
        "title": "Answers about a phone-number collection point",
        "description": f"For catalogue {catalogue.version}.",
        "type": "object",
        "required": ["answers"],
        "properties": {
            "schema": {"type": "integer"},
            "name": {"type": "string"},
            "catalogue": {"type": "string"},
            "answers": {
                "type": "object",
                "additionalProperties": False,
                "properties": {question.id: _question(question) for question in catalogue.questions.values()},
            },
        },
    }


def _question(question: Question) -> dict[str, Any]:
    value = {"anyOf": [_value(question), {"const": UNKNOWN}]}
    full = {
        "type": "object",
        "additionalProperties": False,
        "required": ["value"],
        "properties": {
            "value": value,
            "comment": {"type": "string"},
            "ask": {"description": "Who will know, with the value unknown.", "type": "string"},
            "asked": {"description": "The wording of the question it answered.", "type": "string"},
            "words": {"description": "The choices taken, in the words they had then.", "type": "string"},
            "offered": {"description": "The choices there were.", "type": "array", "items": {"type": "string"}},
        },
    }
    return {"title": question.text, "description": question.help, "anyOf": [*value["anyOf"], full]}


def _value(question: Question) -> dict[str, Any]:
    choices = {"enum": [choice.id for choice in question.choices]}
    match question.kind:
        case Kind.ONE:
            return choices
        case Kind.MANY:
            return {"type": "array", "items": choices, "uniqueItems": True, "minItems": 1}
        case Kind.NUMBER:
            return {"type": "integer", "minimum": 0}
        case Kind.DATE:
            return {"type": "string", "format": "date"}
        case Kind.TEXT:
            return {"type": "string", "minLength": 1, "maxLength": 10_000}
