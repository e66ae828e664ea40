"""The finished notebook as one self-contained HTML page."""

from __future__ import annotations

import base64
from html import escape
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import Treeprocessor

from .execute import CellResult
from .outputs import MAX_ROWS, Output
from .redact import Redactor

#: What a browser may do with the page, and with the frames in it: no script, no network.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

STYLE = """
:root { color-scheme: light; --line: #d8dee4; --soft: #f6f8fa; --ink: #1f2328; --mute: #59636e; --bad: #b42318; }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); margin: 0 auto; max-width: 60rem; padding: 1.5rem; }
header { border-bottom: 2px solid var(--line); margin-bottom: 1.5rem; padding-bottom: .75rem; }
header h1 { font-size: 1.1rem; margin: 0; } header p { color: var(--mute); font-size: .85rem; margin: .25rem 0 0; }
section { margin: 0 0 1.25rem; } section > .head { color: var(--mute); font-size: .8rem; display: flex; gap: .75rem; }
pre { background: var(--soft); border-radius: 6px; font: 13px/1.45 ui-monospace, monospace; margin: .25rem 0; overflow-x: auto; padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.out { background: #fff; border: 1px solid var(--line); } pre.error { border: 1px solid var(--bad); color: var(--bad); background: #fff; }
.table { overflow-x: auto; } table { border-collapse: collapse; font-size: .85rem; margin: .4rem 0; }
th, td { border: 1px solid var(--line); padding: .3rem .55rem; text-align: left; vertical-align: top; } th { background: var(--soft); }
.note { color: var(--mute); font-size: .8rem; } .skipped { opacity: .5; } iframe { border: 0; width: 100%; } img { max-width: 100%; }
"""


def render(title: str, state: str, note: str, cells: list[CellResult], redact: Redactor) -> str:
    """The page. `note` names the engine and the versions. Secrets are removed before the text is escaped."""
    body = "\n".join(_cell(result, redact) for result in cells)
    safe = escape(redact(title))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>{safe}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>\n'
        f"<body><header><h1>{safe}</h1><p>{escape(state)} · {escape(redact(note))}</p></header>\n{body}\n</body></html>\n"
    )


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
    outputs = "".join(_output(output, redact) for output in result.outputs)
    magic = "" if result.cell.kind == "python" else f"%{result.cell.kind} "
    code = escape(redact(magic + result.cell.source))
    return (
        f'<section class="{result.state}"><div class="head">{"".join(head)}</div>'
        f"<pre><code>{code}</code></pre>{outputs}</section>"
    )


def _output(output: Output, redact: Redactor) -> str:
    if output.kind == "table":
        head = "".join(f"<th>{escape(redact(c))}</th>" for c in output.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(redact(v))}</td>" for v in row) + "</tr>" for row in output.rows
        )
        note = f'<p class="note">first {MAX_ROWS} rows</p>' if output.truncated else ""
        return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{note}'
    if output.kind == "html" and output.text.startswith("<svg"):
        # An image needs no frame and no scripts.
        picture = base64.b64encode(redact(output.text).encode()).decode("ascii")
        return f'<p><img alt="figure" src="data:image/svg+xml;base64,{picture}"></p>'
    if output.kind == "html":
        # A notebook's HTML has a frame of its own, in which no script runs and from which nothing reaches the page.
        return f'<iframe sandbox srcdoc="{escape(redact(output.text))}"></iframe>'
    if output.kind == "image":
        return f'<p><img alt="figure" src="data:image/png;base64,{output.text}"></p>'
    return f'<pre class="{"error" if output.kind == "error" else "out"}">{escape(redact(output.text))}</pre>'
