"""The fetcher that fetches nothing: fonts come from fontconfig, styles from the page, pictures from the templates."""

from __future__ import annotations

from typing import NoReturn

from weasyprint.urls import FatalURLFetchingError, URLFetcher


class Nothing(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Refuses every address, and stops the rendering: an address to fetch means that a template is wrong."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> NoReturn:
        """Refuse."""
        del headers
        raise FatalURLFetchingError(f"a report fetches nothing, and was asked for {url[:200]}")
