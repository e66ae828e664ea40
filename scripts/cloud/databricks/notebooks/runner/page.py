"""The finished notebook as one self-contained HTML page."""

from __future__ import annotations

import base64
import re
from html import escape
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import Treeprocessor

from .execute import CellResult
from .outputs import MAX_ROWS, Output
from .redact import Redactor
from .source import Cell

#: What a browser may do with the page, and with the frames in it: no script, no network.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

FIRST_HEADING = re.compile(r"^# +(.+)$", re.MULTILINE)

#: Code with more lines is folded: a page of results is read for its results.
MAX_LINES = 15

STYLE = """
:root { color-scheme: light dark; --ground: #fff; --line: #d8dee4; --soft: #f6f8fa; --ink: #1f2328; --mute: #59636e; --bad: #b42318; --link: #0550ae; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #14171b; --line: #333a43; --soft: #1e232a; --ink: #e8e6e1; --mute: #a3abb5; --bad: #ff9b8a; --link: #8cb8ff; }
}
* { box-sizing: border-box; }
body { font: 16px/1.55 system-ui, sans-serif; background: var(--ground); color: var(--ink); margin: 0 auto; max-width: 60rem; padding: 1.5rem 1.25rem 3rem; overflow-wrap: anywhere; }
header { border-bottom: 2px solid var(--line); margin-bottom: 1.5rem; padding-bottom: .75rem; color: var(--mute); font-size: .85rem; } header p { margin: .15rem 0 0; } header strong { color: var(--ink); }
a { color: var(--link); } h1, h2, h3 { line-height: 1.25; } h2 { margin-top: 2.5rem; } section { margin: 0 0 1.25rem; } section > .head { color: var(--mute); font-size: .8rem; display: flex; gap: .75rem; } .head > span { white-space: nowrap; }
pre, code { font: 13px/1.45 ui-monospace, monospace; } pre { background: var(--soft); border: 1px solid var(--soft); border-radius: 6px; margin: .25rem 0; padding: .6rem .8rem; white-space: pre-wrap; }
pre.out { background: none; border-color: var(--line); } pre.error { background: none; border-color: var(--bad); color: var(--bad); }
summary { cursor: pointer; font-size: .85rem; color: var(--mute); }
.table { overflow-x: auto; } table { overflow-wrap: break-word; border-collapse: collapse; font-size: .85rem; margin: .4rem 0; }
th, td { border: 1px solid var(--line); padding: .3rem .55rem; text-align: left; vertical-align: top; } th { background: var(--soft); }
figure { margin: .5rem 0; } figcaption, .note, .skipped .head { color: var(--mute); font-size: .85rem; }
iframe, figure img { background: #fff; border-radius: 6px; } iframe { border: 0; width: 100%; color-scheme: light; } img { max-width: 100%; }
@media print { body { font-size: 10pt; max-width: none; padding: 0; } h1, h2, h3, .head { break-after: avoid; } figure, tr { break-inside: avoid; } summary { display: none; } }
"""


def render(title: str, state: str, note: str, cells: list[CellResult], redact: Redactor) -> str:
    """The page. `title` is the notebook's path; `note` names the engine and the versions.

    Secrets are removed before the text is escaped.
    """
    body = "\n".join(_cell(result, redact) for result in cells)
    path = escape(redact(title))
    found = _heading(cells)
    name = escape(redact(found or title.rsplit("/", 1)[-1]))
    heading = "" if found else f"<h1>{name}</h1>\n"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>{name}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>\n'
        f"<body><header><p><strong>Notebook {path}</strong></p><p>{escape(state)} · {escape(redact(note))}</p></header>\n"
        f"<main>\n{heading}{body}\n</main></body></html>\n"
    )


def _heading(cells: list[CellResult]) -> str | None:
    """The notebook's own title: the first heading of its text."""
    for result in cells:
        found = FIRST_HEADING.search(result.cell.source) if result.cell.kind == "md" else None
        if found:
            return found.group(1).strip()
    return None


class _SafeLinks(Treeprocessor):
    """Removes addresses that a browser would execute, such as `javascript:`."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                if element.get(name) is not None and not _is_harmless(element.get(name, "")):
                    del element.attrib[name]


def _is_harmless(address: str) -> bool:
    """Relative addresses, the web's, mail, and pictures in the page itself."""
    # A browser skips control characters and spaces in an address.
    plain = "".join(c for c in address if c > " " and c != "\x7f")
    try:
        scheme = urlsplit(plain).scheme.lower()
    except ValueError:
        return False
    return scheme in ("", "http", "https", "mailto") or plain.lower().startswith("data:image/")


def _markdown(text: str) -> str:
    """Markdown as HTML. HTML in it is shown as text: a notebook must not become a script of the page."""
    converter = markdown.Markdown(extensions=["tables", "fenced_code"])
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    # After the patterns: only then are links elements.
    converter.treeprocessors.register(_SafeLinks(converter), "safe_links", 0)
    return converter.convert(text)


def _cell(result: CellResult, redact: Redactor) -> str:
    if result.cell.kind == "md":
        return f"<section>{_markdown(redact(result.cell.source))}</section>"
    head = [f"<span>{result.cell.number}</span>"]
    if result.cell.title:
        head.append(f"<strong>{escape(result.cell.title)}</strong>")
    head.append(f"<span>{result.ms} ms</span>" if result.state != "skipped" else "<span>not run</span>")
    caption = result.cell.title or f"Cell {result.cell.number}"
    outputs = "".join(_output(output, redact, caption) for output in result.outputs)
    return (
        f'<section class="{result.state}"><div class="head">{"".join(head)}</div>'
        f"{_code(result.cell, redact)}{outputs}</section>"
    )


def _code(cell: Cell, redact: Redactor) -> str:
    magic = "" if cell.kind == "python" else f"%{cell.kind} "
    code = f"<pre><code>{escape(redact(magic + cell.source))}</code></pre>"
    lines = cell.source.count("\n") + 1
    return code if lines <= MAX_LINES else f"<details><summary>{lines} lines of code</summary>{code}</details>"


def _output(output: Output, redact: Redactor, caption: str) -> str:
    name = escape(redact(caption), quote=True)
    if output.kind == "table":
        head = "".join(f'<th scope="col">{escape(redact(c))}</th>' for c in output.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(redact(v))}</td>" for v in row) + "</tr>" for row in output.rows
        )
        note = f'<p class="note">first {MAX_ROWS} rows</p>' if output.truncated else ""
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        # A frame that scrolls is reached by keyboard, and has a name.
        return f'<div class="table" tabindex="0" role="group" aria-label="{name}">{table}</div>{note}'
    if output.kind == "html" and output.text.startswith("<svg"):
        # An image needs no frame and no scripts.
        picture = base64.b64encode(redact(output.text).encode()).decode("ascii")
        return _figure(f"svg+xml;base64,{picture}", redact(output.alt), name)
    if output.kind == "html":
        # A notebook's HTML has a frame of its own, in which no script runs and from which nothing reaches the page.
        return f'<iframe sandbox title="{name}" srcdoc="{escape(redact(output.text))}"></iframe>'
    if output.kind == "image":
        return _figure(f"png;base64,{output.text}", redact(output.alt), name)
    return f'<pre class="{"error" if output.kind == "error" else "out"}">{escape(redact(output.text))}</pre>'


def _figure(data: str, alt: str, name: str) -> str:
    """A picture with what it says of itself; one that says nothing has its cell's title only."""
    text = escape(alt, quote=True) or name
    return f'<figure><img alt="{text}" src="data:image/{data}"><figcaption>{name}</figcaption></figure>'
