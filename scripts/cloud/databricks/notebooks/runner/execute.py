"""Runs cells in one namespace, as a notebook's Python process does."""

from __future__ import annotations

import ast
import contextlib
import linecache
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from .dbutils import DBUtils, NotebookExit, RestartPython
from .not_simulated import NotSimulated
from .outputs import Output, Recorder
from .runtime import publish
from .source import SCRIPT, Cell, parse

MAX_DEPTH = 10


@dataclass
class CellResult:
    """A cell and its outputs. `state` is ok, failed or skipped."""

    cell: Cell
    state: str = "skipped"
    ms: int = 0
    outputs: list[Output] = field(default_factory=list)


class Executor:
    """Runs the cells of one notebook. `folder` is the notebook's folder and the working directory, `workspace` holds it."""

    def __init__(self, workspace: Path, folder: Path, spark: object, dbutils: DBUtils) -> None:
        self._workspace = workspace
        self._folder = folder
        self._recorder = Recorder()
        self._predefined = {
            "spark": spark,
            "dbutils": dbutils,
            "display": lambda *values, **_options: self._recorder.display(*values),
            "displayHTML": lambda html: self._recorder.display_html(html),
            "sql": lambda text: spark.sql(text),
            "table": lambda name: spark.table(name),
            "getArgument": dbutils.widgets.getArgument,
        }
        self._spark = spark
        self.error: str | None = None
        self.trace: str | None = None
        self.exit_value: str | None = None
        self._reset()

    def run(self, cell: Cell) -> CellResult:
        """Runs one cell. Afterwards `error` is set when it failed, `exit_value` when it ended the notebook."""
        self._recorder = Recorder()
        result = CellResult(cell, "ok", outputs=self._recorder.outputs)
        started = time.perf_counter()
        try:
            with contextlib.redirect_stdout(self._recorder), contextlib.redirect_stderr(self._recorder):
                self._run(cell, 0)
        except NotebookExit as end:
            self.exit_value = end.value
        except RestartPython:
            self._reset()
        except BaseException as failure:  # noqa: B036 - a notebook may raise anything, SystemExit included
            result.state = "failed"
            self.error = f"{type(failure).__name__}: {failure}"
            self.trace = _trace(failure)
            result.outputs.append(Output("error", self.trace))
        result.ms = round((time.perf_counter() - started) * 1000)
        return result

    def _run(self, cell: Cell, depth: int) -> None:
        if not cell.known:
            raise NotSimulated(f"the magic %{cell.kind}")
        if cell.kind == "python":
            self._python(cell)
        elif cell.kind == SCRIPT:
            self._script(cell)
        elif cell.kind == "sql":
            self._recorder.display(self._spark.sql(cell.source.strip().rstrip(";")))
        elif cell.kind == "sh":
            self._shell(["bash", "-c", cell.source])
        elif cell.kind == "pip":
            self._pip(cell.source)
        elif cell.kind == "run":
            self._include(cell.source.strip(), depth)
        elif cell.kind == "restart_python":
            raise RestartPython

    def _python(self, cell: Cell) -> None:
        """Executes a cell. The value of a last expression is printed, as in every notebook."""
        name = f"<cell {cell.number}>"
        # Blank lines give the code its line numbers in the file, so that traces and an editor agree.
        code = "\n" * (cell.line - 1) + cell.source
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        tree = ast.parse(code, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), self._names)
        if last is None:
            return
        value = eval(compile(ast.Expression(last.value), name, "eval"), self._names)
        if value is not None:
            print(repr(value))

    def _script(self, cell: Cell) -> None:
        """Executes a file. It may end itself with exit status 0."""
        name = f"<cell {cell.number}>"
        linecache.cache[name] = (len(cell.source), None, cell.source.splitlines(keepends=True), name)
        try:
            exec(compile(cell.source, name, "exec"), self._names)
        except SystemExit as end:
            if end.code:
                raise

    def _shell(self, command: list[str]) -> None:
        done = subprocess.run(command, cwd=self._folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self._recorder.write(done.stdout + done.stderr)
        if done.returncode:
            raise RuntimeError(f"the command returned exit status {done.returncode}")

    def _pip(self, arguments: str) -> None:
        """Packages are pinned, so `%pip install` only checks that the packages are installed: with Python's own pip."""
        if find_spec("pip") is None:
            subprocess.run([sys.executable, "-m", "ensurepip", "--default-pip"], check=True, capture_output=True)
        command = [sys.executable, "-m", "pip", *arguments.split(), "--dry-run", "--no-index", "--quiet"]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
            raise NotSimulated(f"installing other packages than notebooks/requirements.txt names: {last}")
        self._recorder.write("Requirements are satisfied by the pinned environment.\n")

    def _include(self, path: str, depth: int) -> None:
        if depth >= MAX_DEPTH:
            raise RecursionError(f"%run goes deeper than {MAX_DEPTH} notebooks: {path}")
        file = (self._folder / f"{path.strip(chr(34))}.py").resolve()
        if not file.is_file():
            raise FileNotFoundError(f"Notebook not found: {path}")
        for cell in parse(file.read_text(encoding="utf-8")):
            if cell.kind != "md":
                self._run(cell, depth + 1)

    def _reset(self) -> None:
        """Makes a fresh `__main__`. Unloads the modules of the workspace; installed ones stay loaded."""
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if file and Path(file).is_relative_to(self._workspace):
                del sys.modules[name]
        main = publish(self._predefined)
        self._names = main.__dict__


def _trace(failure: BaseException) -> str:
    """The traceback from the notebook's cell on, without the frames of this runner."""
    frames = failure.__traceback__
    while frames and not frames.tb_frame.f_code.co_filename.startswith("<cell "):
        frames = frames.tb_next
    lines = traceback.format_exception(type(failure), failure, frames)
    return "".join(lines)
