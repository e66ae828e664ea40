"""The Databricks source format: a Python file whose comments mark cells, titles and magics."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEADER = "# Databricks notebook source"
SEPARATOR = re.compile(r"^# COMMAND -{10}[ \t]*$")
TITLE = re.compile(r"^# DBTITLE \d+,(.*)$")
MAGIC = re.compile(r"^# MAGIC ?(.*)$")
COMMAND = re.compile(r"^%([\w-]+)[ \t]*(.*)$")

LANGUAGES = {"md": "md", "md-sandbox": "md", "python": "python", "sql": "sql", "sh": "sh"}
COMMANDS = {"pip", "run", "restart_python"}
#: The one cell of a Python file; no magic is called so.
SCRIPT = "python file"


class NotebookFormatError(Exception):
    """The file is not a notebook in source format, or one of its cells cannot be read."""


@dataclass(frozen=True)
class Cell:
    """`kind` is a language (python, md, sql, sh), a command (pip, run, restart_python), or the name of an unknown magic.

    `line` is the line of the file where `source` begins, so that traces point into the notebook.
    """

    number: int
    title: str
    kind: str
    source: str
    line: int

    @property
    def known(self) -> bool:
        return self.kind in LANGUAGES.values() or self.kind in COMMANDS or self.kind == SCRIPT


def parse(text: str) -> list[Cell]:
    """The cells of a notebook without empty ones. Raises NotebookFormatError, which names the line."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].strip() != HEADER:
        raise NotebookFormatError(f"line 1 must be exactly {HEADER!r}, found {lines[0]!r}")
    cells: list[Cell] = []
    start = 1
    for i in range(1, len(lines) + 1):
        if i == len(lines) or SEPARATOR.match(lines[i]):
            cell = _cell(len(cells) + 1, lines[start:i], start + 1)
            if cell:
                cells.append(cell)
            start = i + 1
    return cells


def script(text: str) -> list[Cell]:
    """A Python file as its only cell."""
    return [Cell(1, "", SCRIPT, text, 1)]


def _cell(number: int, lines: list[str], line: int) -> Cell | None:
    title = ""
    while lines and (not lines[0].strip() or TITLE.match(lines[0])):
        match = TITLE.match(lines[0])
        title = match.group(1).strip() if match else title
        lines, line = lines[1:], line + 1
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    if not lines:
        return None
    magics = [MAGIC.match(text) for text in lines]
    if not magics[0]:
        for offset, match in enumerate(magics):
            if match:
                raise NotebookFormatError(f"line {line + offset}: a cell is all code or all # MAGIC, not both")
        return Cell(number, title, "python", "\n".join(lines), line)
    for offset, match in enumerate(magics):
        if not match and lines[offset].strip():
            raise NotebookFormatError(f"line {line + offset}: a cell is all code or all # MAGIC, not both")
    texts = [match.group(1) if match else "" for match in magics]
    return _magic(number, title, texts, line)


def _magic(number: int, title: str, texts: list[str], line: int) -> Cell:
    command = COMMAND.match(texts[0])
    if not command:
        raise NotebookFormatError(f"line {line}: a # MAGIC cell begins with a magic such as %md, found {texts[0]!r}")
    name, rest = command.groups()
    kind = LANGUAGES.get(name, name)
    # The rest of the magic's line belongs to the cell; even an empty rest keeps the line numbers of traces right.
    return Cell(number, title, kind, "\n".join([rest, *texts[1:]]), line)
