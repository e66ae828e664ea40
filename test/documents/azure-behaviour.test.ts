import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(__dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** Resource types of services in the recorded plans. */
function recordedTypes(): string[] {
  const plans = globSync("test/golden/*.json", { cwd: root });
  const types = plans.flatMap((plan) =>
    [...read(plan).matchAll(/"urn": "((?:azure-native|databricks):[^"]+?)::/g)].map(
      ([, type = ""]) => type,
    ),
  );
  return [...new Set(types)].sort();
}

test("each resource type of the program has one full row, and each row a type", () => {
  const rows = [...read("docs/azure-behaviour.md").matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)];
  expect(rows.map(([, type = ""]) => type).sort()).toEqual(recordedTypes());
  for (const [, type, cells = ""] of rows) {
    const filled = cells.split("|").map((cell) => cell.trim());
    expect(filled, type).toHaveLength(4);
    expect(filled, type).not.toContain("");
  }
});
