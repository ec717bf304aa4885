"""pia: the privacy-impact questionnaire for phone-number collection points."""

__version__ = "0.1.0"
