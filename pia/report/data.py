"""The data a report carries inside: the answers, decodable back into a draft, and the whole assessment, canonical."""

from __future__ import annotations

import hashlib

import msgspec
import rfc8785

from pia.model import DRAFT_SCHEMA, Assessment, Draft

ANSWERS = "answers.json"
ASSESSMENT = "assessment.json"


def answers_json(assessment: Assessment) -> bytes:
    """The answers as a draft, in canonical JSON (RFC 8785)."""
    draft = Draft(
        schema=DRAFT_SCHEMA,
        name=assessment.name,
        catalogue=assessment.catalogue,
        answers=assessment.answers,
    )
    return rfc8785.dumps(msgspec.to_builtins(draft))


def assessment_json(assessment: Assessment) -> bytes:
    """The assessment in canonical JSON (RFC 8785)."""
    return rfc8785.dumps(msgspec.to_builtins(assessment))


def assessment_digest(assessment: Assessment) -> str:
    """SHA-256 of the assessment in canonical JSON, as hex."""
    return hashlib.sha256(assessment_json(assessment)).hexdigest()
