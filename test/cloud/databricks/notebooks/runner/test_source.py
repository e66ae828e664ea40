"""The Databricks source format."""

import unittest

from runner.source import Cell, NotebookFormatError, parse

HEADER = "# Databricks notebook source\n"
NEXT = "\n# COMMAND ----------\n\n"


class SourceFormat(unittest.TestCase):
    def test_cells_titles_and_lines(self):
        text = HEADER + "# MAGIC %md\n# MAGIC # Title\n# MAGIC\n# MAGIC text\n" + NEXT + "# DBTITLE 1,Add, and print\nx = 1\n\nprint(x)\n"
        self.assertEqual(
            parse(text),
            [
                Cell(1, "", "md", "\n# Title\n\ntext", 2),
                Cell(2, "Add, and print", "python", "x = 1\n\nprint(x)", 10),
            ],
        )

    def test_magics(self):
        kinds = {
            "%sql SELECT 1": ("sql", "SELECT 1"),
            "%sh\n# MAGIC ls": ("sh", "\nls"),
            "%pip install openai==2.54.0": ("pip", "install openai==2.54.0"),
            "%run ./helpers": ("run", "./helpers"),
            "%restart_python": ("restart_python", ""),
            "%python\n# MAGIC x = 1": ("python", "\nx = 1"),
        }
        for magic, (kind, source) in kinds.items():
            [cell] = parse(HEADER + "# MAGIC " + magic + "\n")
            self.assertEqual((cell.kind, cell.source, cell.known), (kind, source, True), magic)

    def test_unknown_magic_is_kept_to_be_reported(self):
        [cell] = parse(HEADER + "# MAGIC %scala\n# MAGIC val x = 1\n")
        self.assertEqual((cell.kind, cell.known), ("scala", False))

    def test_empty_cells_are_left_out(self):
        self.assertEqual([c.source for c in parse(HEADER + NEXT + "a\n" + NEXT + "\n\n" + NEXT + "b")], ["a", "b"])

    def test_windows_line_ends(self):
        self.assertEqual([c.source for c in parse((HEADER + "a" + NEXT + "b").replace("\n", "\r\n"))], ["a", "b"])

    def test_a_separator_inside_a_string_is_only_a_separator_at_the_start_of_a_line(self):
        [cell] = parse(HEADER + 'x = "# COMMAND ----------"\n')
        self.assertIn("COMMAND", cell.source)

    def test_refusals_name_the_line(self):
        for text, message in [
            ("print(1)\n", "line 1 must be exactly"),
            (HEADER + "# MAGIC %md\nprint(1)\n", "line 3: a cell is all code or all # MAGIC"),
            (HEADER + "print(1)\n# MAGIC %md\n", "line 3: a cell is all code or all # MAGIC"),
            (HEADER + "# MAGIC no magic\n", "line 2: a # MAGIC cell begins with a magic"),
        ]:
            with self.assertRaisesRegex(NotebookFormatError, message):
                parse(text)
