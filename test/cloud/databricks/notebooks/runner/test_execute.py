"""Cells, dbutils, outputs and redaction, without a Spark engine."""

import sys
import tempfile
import unittest
from pathlib import Path

from runner.dbutils import DBUtils
from runner.execute import Executor
from runner.outputs import MAX_ROWS
from runner.page import MAX_LINES, render
from runner.redact import Redactor
from runner.source import parse, script


class Rows:
    """Stands in for a Spark data frame."""

    columns = ["n", "text"]

    def __init__(self, count):
        self.count = count

    def limit(self, count):
        return Rows(min(count, self.count))

    def collect(self):
        return [(i, None) for i in range(self.count)]


class Axes:
    def get_title(self):
        return "Answers"

    def get_xlabel(self):
        return "number"

    def get_ylabel(self):
        return "length"


class Figure:
    """Stands in for a figure of matplotlib."""

    axes = [Axes()]

    def savefig(self, file, **_options):
        file.write(b"png")


class Spark:
    def sql(self, text):
        return Rows(len(text))


class Notebook(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.redact = Redactor()
        self.dbutils = DBUtils({"given": "by the job"}, "https://127.0.0.1:1", "token", self.redact)
        self.executor = Executor(self.folder, self.folder, Spark(), self.dbutils)
        self.main = sys.modules["__main__"]

    def run_cells(self, *cells):
        text = "# Databricks notebook source\n" + "\n# COMMAND ----------\n".join(cells)
        return [self.executor.run(cell) for cell in parse(text)]

    def texts(self, *cells):
        return ["".join(o.text for o in ran.outputs) for ran in self.run_cells(*cells)]

    def test_one_namespace_and_the_last_expression_is_shown(self):
        self.assertEqual(self.texts("x = 20", "print('a')\nx + 1", "x = 3", "None"), ["", "a\n21\n", "", ""])

    def test_classes_and_pickles_find_main(self):
        self.assertEqual(self.texts("class A: pass\nprint(A.__module__, __name__)"), ["__main__ __main__\n"])

    def test_a_failure_names_the_line_of_the_file_and_hides_our_frames(self):
        [first, ran] = self.run_cells("def f():\n    return 1 / 0\n", "\n\nf()")
        self.assertEqual((first.state, ran.state), ("ok", "failed"))
        self.assertEqual(self.executor.error, "ZeroDivisionError: division by zero")
        self.assertIn('File "<cell 2>", line 8', self.executor.trace)
        self.assertIn('File "<cell 1>", line 3, in f\n    return 1 / 0', self.executor.trace)
        self.assertNotIn("execute.py", self.executor.trace)

    def test_a_syntax_error_and_system_exit_fail_the_cell(self):
        self.assertEqual([r.state for r in self.run_cells("x = = 1", "import sys; sys.exit(3)")], ["failed", "failed"])
        self.assertEqual(self.executor.error, "SystemExit: 3")

    def run_script(self, text):
        [cell] = script(text)
        ran = self.executor.run(cell)
        return ran.state, "".join(o.text for o in ran.outputs if o.kind == "text")

    def test_a_script_prints_what_it_prints_and_may_exit_with_0(self):
        text = "print(__name__)\n1 + 1\nimport sys; sys.exit(%s)\nprint('not reached')"
        self.assertEqual(self.run_script(text % 0), ("ok", "__main__\n"))
        self.assertEqual(self.run_script(text % 2), ("failed", "__main__\n"))
        self.assertEqual(self.executor.error, "SystemExit: 2")

    def test_exit_ends_the_notebook_even_inside_try(self):
        [ran] = self.run_cells("try:\n    dbutils.notebook.exit('v')\nexcept Exception:\n    print('caught')")
        self.assertEqual((ran.state, self.executor.exit_value, ran.outputs), ("ok", "v", []))

    def test_restart_forgets_variables_and_keeps_widgets(self):
        (self.folder / "helper.py").write_text("value = 1\n")
        sys.path.insert(0, str(self.folder))
        self.addCleanup(sys.path.remove, str(self.folder))
        self.run_cells("x = 1; import helper; dbutils.widgets.text('w', 'kept')", "# MAGIC %restart_python")
        self.assertNotIn("helper", sys.modules)
        self.assertEqual(self.texts("print(dbutils.widgets.get('w'), 'x' in globals())"), ["kept False\n"])

    def test_names_can_be_imported_too(self):
        self.assertEqual(self.texts("from databricks.sdk.runtime import dbutils as d, spark as s\nprint(d is dbutils, s is spark)"), ["True True\n"])

    def test_widgets(self):
        widgets = self.dbutils.widgets
        widgets.text("given", "default")
        widgets.dropdown("d", "a", ["a", "b"])
        self.assertEqual(widgets.getAll(), {"given": "by the job", "d": "a"})
        with self.assertRaisesRegex(ValueError, "is not one of its choices"):
            widgets.dropdown("e", "x", ["a"])
        self.assertEqual(self.texts("dbutils.widgets.get('none')")[0].splitlines()[-1].split(".")[-1], "InputWidgetNotDefined: No input widget named none is defined")
        widgets.removeAll()
        self.assertEqual(widgets.getAll(), {})

    def test_tables_are_cut_and_nulls_are_shown(self):
        [[few], [many]] = [r.outputs for r in self.run_cells("display(sql('ab'))", f"display(sql('x' * {MAX_ROWS + 5}))")]
        self.assertEqual((few.columns, few.rows, few.truncated), (["n", "text"], [["0", "null"], ["1", "null"]], False))
        self.assertEqual((len(many.rows), many.truncated), (MAX_ROWS, True))

    def test_magics(self):
        [sql, shell] = self.run_cells("# MAGIC %sql\n# MAGIC abc;", "# MAGIC %sh\n# MAGIC echo out; echo err >&2")
        self.assertEqual((len(sql.outputs[0].rows), shell.outputs[0].text), (3, "out\nerr\n"))
        for magic, message in {
            "%sh exit 3": "the command returned exit status 3",
            "%scala val x = 1": "NotSimulated: the local cloud does not simulate the magic %scala",
            "%run ./absent": "FileNotFoundError: Notebook not found: ./absent",
            "%pip install no-such-package-at-all": "does not simulate installing other packages",
        }.items():
            self.assertEqual([r.state for r in self.run_cells("# MAGIC " + magic)], ["failed"], magic)
            self.assertIn(message, self.executor.error)

    def test_pip_accepts_what_is_pinned(self):
        self.assertEqual([r.state for r in self.run_cells("# MAGIC %pip install markdown")], ["ok"])

    def test_run_shares_the_namespace(self):
        (self.folder / "helpers.py").write_text("# Databricks notebook source\nshared = 42\n")
        self.assertEqual(self.texts("# MAGIC %run ./helpers", "shared"), ["", "42\n"])

    def test_what_is_missing_says_so(self):
        self.run_cells("dbutils.fs.mounts()")
        self.assertEqual(self.executor.error, "NotSimulated: the local cloud does not simulate dbutils.fs.mounts")

    def test_redaction_is_literal_and_everywhere(self):
        self.redact.learn("s3cret")
        self.redact.learn("s3cret<more>")
        ran = self.run_cells("print('s3cret', 's3cret<more>', 's3cret'[1:])", "display([{'k': 's3cret'}])", "raise ValueError('s3cret')")
        html = render("s3cret", "FAILED", "", ran, self.redact)
        self.assertNotIn("s3cret", html)
        self.assertNotIn("more", html)
        self.assertIn("[REDACTED] [REDACTED] 3cret", html)
        self.assertEqual(self.redact(self.executor.error), "ValueError: [REDACTED]")

    def test_the_page_escapes_what_cells_print(self):
        html = render("t", "SUCCESS", "", self.run_cells("print('<script>alert(1)</script>')", "displayHTML('<b>x</b>')"), self.redact)
        self.assertNotIn("<script>", html)
        self.assertIn('srcdoc="&lt;b&gt;x&lt;/b&gt;"', html)

    def test_a_picture_is_shown_as_one_and_its_scripts_do_not_run(self):
        html = render("t", "SUCCESS", "", self.run_cells("displayHTML('<svg><script>alert(1)</script></svg>')"), self.redact)
        self.assertNotIn("<iframe", html)
        self.assertIn('src="data:image/svg+xml;base64,PHN2Zz4', html)

    def test_the_page_is_named_as_the_notebook_names_itself(self):
        cell = "# MAGIC %md\n# MAGIC # Who & what\n# MAGIC ## Part"
        html = render("/lab/who", "SUCCESS", "", self.run_cells(cell), self.redact)
        self.assertIn("<title>Who &amp; what</title>", html)
        self.assertEqual(html.count("<h1"), 1)
        html = render("/lab/who", "SUCCESS", "", self.run_cells("1"), self.redact)
        self.assertIn("<title>who</title>", html)
        self.assertEqual(html.count("<h1"), 1)

    def test_long_code_is_folded_and_its_output_is_not(self):
        for lines in (MAX_LINES, MAX_LINES + 1):
            code = "\n".join(["x = 1"] * (lines - 1) + ["print('seen')"])
            html = render("t", "SUCCESS", "", self.run_cells(code), self.redact)
            self.assertEqual(f"<summary>{lines} lines of code</summary>" in html, lines > MAX_LINES)
            self.assertRegex(html, r'</(pre|details)><pre class="out">seen')

    def test_a_picture_says_what_it_says_of_itself_under_the_title_of_its_cell(self):
        cases = {
            "displayHTML('<svg aria-label=\"A &amp; B\"></svg>')": "A &amp; B",
            "displayHTML('<svg><title>C</title></svg>')": "C",
            "displayHTML('<svg></svg>')": "The &quot;plot&quot;",
            "display(Figure())": "Answers; number; length",
        }
        self.executor._names["Figure"] = Figure
        for code, alt in cases.items():
            ran = self.run_cells(f'# DBTITLE 1,The "plot"\n{code}')
            html = render("t", "SUCCESS", "", ran, self.redact)
            self.assertIn(f'<figure><img alt="{alt}"', html)
            self.assertIn("<figcaption>The &quot;plot&quot;</figcaption>", html)



if __name__ == "__main__":
    unittest.main()
