"""The questions, rules, measures, alternatives and sources, as text files a lawyer can edit, and their loader."""

from pia.catalogue.load import load

__all__ = ["load"]
