"""The page on which people decide: what is recorded of it, and room to write what is not."""

from __future__ import annotations

from pia.report.shapes import Decision, Signature

CHOICES = (
    "Go ahead as planned",
    "Go ahead on the conditions below",
    "Change the plan and assess again",
    "Do not collect the number",
)

FIELDS = {"author": "Responsible for the product", "privacy-officer": "Privacy officer", "approver": "Legal review"}
"""Who signs, by the name of the field."""


def blank() -> Decision:
    """A page with nothing recorded on it yet."""
    return Decision(
        choices=CHOICES, signatures=tuple(Signature(role=role, field=field) for field, role in FIELDS.items())
    )
