"""CSV that a spreadsheet opens without calculating what is in it."""

from __future__ import annotations

import csv
import io
import re
from typing import Iterable, Sequence

# Where a spreadsheet may begin a cell: at the start, and behind each sign that some locale takes for a separator.
# East Asian full-width signs count as the plain ones.
_FORMULA = re.compile(r"""(^|[,;\t\r\n|"])(\s*)(?=[=+\-@＝＋－＠])|^(?=[\t\r])""")


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Returns rows of texts as CSV (RFC 4180) below their headings; texts are written as they are."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue()


def cell_text(text: str) -> str:
    """Returns foreign text for a cell, with an apostrophe before all that a spreadsheet would calculate.

    Names come from layers and services: a formula in one would run when the file is opened.
    """
    return _FORMULA.sub(r"\g<0>'", text)
