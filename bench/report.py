"""Writing a report, whole process, beside bare WeasyPrint on the same HTML.

Run from the top: python bench/report.py
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from harness import compare, whole

PIA = str(Path(sys.executable).with_name("pia"))
BARE = "import sys; from weasyprint import HTML; HTML(filename=sys.argv[1]).write_pdf(sys.argv[2])"


def main() -> None:
    """Print one table for a short report and one for a long one."""
    with tempfile.TemporaryDirectory() as folder:
        for scenario, rounds in (("courier", 7), ("ebook", 3)):
            answers = f"tests/scenarios/{scenario}.toml"
            html, pdf, bare = (str(Path(folder, name)) for name in ("report.html", "pia.pdf", "bare.pdf"))
            whole([PIA, "report", answers, "-o", html])
            compare(
                f"report on {scenario}",
                {
                    "bare WeasyPrint, same HTML": partial(whole, [sys.executable, "-c", BARE, html, bare]),
                    "pia report": partial(whole, [PIA, "report", answers, "-o", pdf]),
                    "pia report, HTML only": partial(whole, [PIA, "report", answers, "-o", html]),
                },
                rounds=rounds,
                base="bare WeasyPrint, same HTML",
                budget="pia report <= 1.15 x bare WeasyPrint",
            )
            sizes = ", ".join(f"{Path(name).name} {Path(name).stat().st_size:,}" for name in (html, pdf, bare))
            print(f"  bytes: {sizes}")


if __name__ == "__main__":
    main()
