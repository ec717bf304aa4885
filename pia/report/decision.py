"""The page on which people decide: what is recorded of it, and room to write what is not."""

from __future__ import annotations

from pia.report.shapes import Decision, Signature

CHOICES = (
    "Go ahead as planned",
    "Go ahead on the conditions below",
    "Change the plan and assess again",
    "Do not collect the number",
)

ROLES = ("Responsible for the product", "Privacy officer", "Legal review")
"""Who signs."""


def blank() -> Decision:
    """A page with nothing recorded on it yet."""
    return Decision(choices=CHOICES, signatures=tuple(Signature(role=role) for role in ROLES))
