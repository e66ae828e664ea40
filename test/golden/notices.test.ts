import { globSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { isAllowed, PYTHON } from "../support/notices/licences";
import { notices, npmComponents, pythonComponents } from "../support/notices/notices";

const root = path.join(__dirname, "../..");

test("NOTICES.md lists what is installed today", () => {
  const file = path.join(root, "NOTICES.md");
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, notices());
  expect(readFileSync(file, "utf8"), "run npm run golden, and read the diff").toBe(notices());
});

test("every licence is one of the allowed ones, also of what only developers install", () => {
  const all = [...npmComponents({ development: true }), ...pythonComponents()];
  expect(all.length).toBeGreaterThan(400);
  const refused = all.filter(({ licence }) => !isAllowed(licence));
  expect(refused.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
});

test.each([
  ["MIT", true],
  ["(BSD-3-Clause AND Apache-2.0)", true],
  ["GPL-3.0-only", false],
  ["MIT AND GPL-3.0-only", false],
  ["GPL-3.0-only OR MIT", true],
  ["SEE LICENSE IN LICENSE", false],
  ["", false],
])("%s is allowed: %s", (expression, allowed) => {
  expect(isAllowed(expression)).toBe(allowed);
});

test("the table of Python licences has what is pinned, and says what packages say", (context) => {
  const pinned = new Set(pythonComponents().map(({ name }) => name));
  expect(Object.keys(PYTHON).sort()).toEqual([...pinned].sort());
  const files = globSync(".venv/*/lib/python*/site-packages/*.dist-info/METADATA", { cwd: root });
  context.skip(files.length === 0, "no Python environment has been made in this clone");
  const wrong = files.flatMap((file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    const name = /^Name: (.+)$/m.exec(text)?.[1]?.toLowerCase().replace(/[_.]/g, "-") ?? "";
    const stated = /^License-Expression: (.+)$/m.exec(text)?.[1];
    if (!pinned.has(name) || stated === undefined || stated === PYTHON[name]) return [];
    return `${name}: ${stated}`;
  });
  expect(wrong).toEqual([]);
});
