"""The outputs of a cell in their order: text, tables, HTML and images."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass, field
from html import unescape

MAX_ROWS = 1000
MAX_TEXT = 1_000_000
#: What an SVG says of itself: the label of its root, or its title.
SVG_TEXT = re.compile(r"<svg\b[^>]*\baria-label=\"([^\"]+)\"|<title>([^<]+)</title>")


@dataclass
class Output:
    """One output. `kind` is text, table, html, image or error. A table has columns and rows of texts.

    `alt` says in words what a picture shows, as far as the picture itself does.
    """

    kind: str
    text: str = ""
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    truncated: bool = False
    alt: str = ""


class Recorder(io.TextIOBase):
    """Collects the outputs of a cell. Replaces stdout and stderr while the cell runs."""

    def __init__(self) -> None:
        self.outputs: list[Output] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        remaining = MAX_TEXT - self._written
        self._written += len(text)
        if remaining <= 0:
            return len(text)
        cut = text if len(text) <= remaining else text[:remaining] + "\n… output truncated\n"
        if self.outputs and self.outputs[-1].kind == "text":
            self.outputs[-1].text += cut
        else:
            self.outputs.append(Output("text", cut))
        return len(text)

    def display(self, *values: object) -> None:
        for value in values:
            self.outputs.append(as_output(value))

    def display_html(self, html: str) -> None:
        text = str(html)
        found = SVG_TEXT.search(text) if text.startswith("<svg") else None
        self.outputs.append(Output("html", text, alt=unescape(found.group(1) or found.group(2)) if found else ""))


def as_output(value: object) -> Output:
    """Data frames of Spark and pandas and lists of dicts become tables, figures images, other values their repr."""
    if hasattr(value, "limit") and hasattr(value, "collect"):
        rows = value.limit(MAX_ROWS + 1).collect()
        return _table([str(c) for c in value.columns], [list(row) for row in rows])
    if hasattr(value, "itertuples") and hasattr(value, "columns"):
        rows = [list(row) for row in value.head(MAX_ROWS + 1).itertuples(index=False)]
        return _table([str(c) for c in value.columns], rows)
    if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        columns = list(dict.fromkeys(key for row in value for key in row))
        return _table([str(c) for c in columns], [[row.get(c) for c in columns] for row in value[: MAX_ROWS + 1]])
    if hasattr(value, "savefig"):
        picture = io.BytesIO()
        value.savefig(picture, format="png", bbox_inches="tight")
        return Output("image", base64.b64encode(picture.getvalue()).decode("ascii"), alt=_words_of(value))
    return Output("text", f"{value!r}\n")


def _table(columns: list[str], rows: list[list[object]]) -> Output:
    shown = [["null" if v is None else str(v) for v in row] for row in rows[:MAX_ROWS]]
    return Output("table", columns=columns, rows=shown, truncated=len(rows) > MAX_ROWS)


def _words_of(figure: object) -> str:
    """Titles and labels of a figure of matplotlib."""
    axes = getattr(figure, "axes", [])
    parts = [part for one in axes for part in (one.get_title(), one.get_xlabel(), one.get_ylabel())]
    return "; ".join(dict.fromkeys(part for part in parts if part))
