"""Answers against the catalogue's rules: three-valued conditions, findings, verdict, what would remain."""

from pia.assess.assessment import assess

__all__ = ["assess"]
