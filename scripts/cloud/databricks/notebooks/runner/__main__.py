"""`python -m runner request.json`: runs the notebook, writes result.json and notebook.html."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from .channel import Channel
from .cloud_clock import CloudClock, install
from .dbutils import DBUtils
from .execute import CellResult, Executor
from .page import render
from .redact import Redactor
from .session import JvmSession, SailSession, versions
from .source import NotebookFormatError, parse, script


def main(request: dict) -> None:
    started = time.perf_counter()
    workspace = Path(request["folder"])
    notebook = workspace / request["entry"]
    out = Path(request["out"])
    redact = Redactor()
    redact.learn(request["workspace"]["token"])
    channel = Channel()
    as_script = request.get("script")
    try:
        read = script if as_script else parse
        cells = read(notebook.read_text(encoding="utf-8"))
    except NotebookFormatError as error:
        failed = {"state": "FAILED", "error": f"NotebookFormatError: {error}"}
        _write(out, failed, [], redact, request["title"], versions("no Spark"), started)
        return
    channel.cell(0, len(cells))
    clock = CloudClock(channel.sleep)
    clock.serve()
    session = JvmSession(out) if request["engine"] == "jvm" else SailSession()
    dbutils = DBUtils(request["parameters"], request["workspace"]["url"], request["workspace"]["token"], redact)
    executor = Executor(workspace, notebook.parent, session.spark, dbutils)
    install(clock.sleep)
    sys.path.insert(0, str(notebook.parent))
    os.chdir(notebook.parent)
    if as_script:
        sys.argv = [str(notebook), *as_script["arguments"]]
    results = _run_all(executor, cells, channel)
    result: dict[str, object] = {"state": "FAILED" if executor.error else "SUCCESS", "waitedSeconds": clock.waited}
    if executor.exit_value is not None:
        result["result"] = redact(executor.exit_value)
    if executor.error is not None:
        result["error"] = redact(executor.error)
        result["errorTrace"] = redact(executor.trace or "")
    if as_script:
        texts = [output.text for one in results for output in one.outputs if output.kind == "text"]
        result["logs"] = redact("".join(texts))
    _write(out, result, results, redact, request["title"], versions(session.engine), started)
    session.stop()


def _run_all(executor: Executor, cells: list, channel: Channel) -> list[CellResult]:
    """Runs cells until one fails or ends the notebook. The others are skipped."""
    results: list[CellResult] = []
    for done, cell in enumerate(cells, start=1):
        over = executor.error is not None or executor.exit_value is not None
        if cell.kind == "md":
            results.append(CellResult(cell, "ok"))
        else:
            results.append(CellResult(cell) if over else executor.run(cell))
        if not over:
            channel.cell(done, len(cells))
    return results


def _write(
    out: Path,
    result: dict,
    results: list[CellResult],
    redact: Redactor,
    title: str,
    found: dict[str, str],
    started: float,
) -> None:
    seconds = round(time.perf_counter() - started, 2)
    cells = [{"title": r.cell.title, "language": r.cell.kind, "state": r.state, "ms": r.ms} for r in results]
    note = f"{found['spark']}, Python {found['python']}, openai {found['openai']}, {seconds} s; waits passed on the local cloud's clock"
    (out / "notebook.html").write_text(render(title, result["state"], note, results, redact), encoding="utf-8")
    document = {**result, "cells": cells, "versions": found, "seconds": seconds}
    (out / "result.json").write_text(json.dumps(document), encoding="utf-8")


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    os.unlink(sys.argv[1])
    main(request)
