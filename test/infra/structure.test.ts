import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";

const root = join(__dirname, "../..");
const files = globSync("infra/**/*.ts", { cwd: root }).sort();
const read = (file: string): string => readFileSync(join(root, file), "utf8");

test("the program's files are found", () => {
  expect(files).toContain("infra/index.ts");
  expect(files.length).toBeGreaterThan(20);
});

/** Files of types alone have nothing to run. */
const TYPES_ONLY = ["error-codes.ts", "problem.ts", "outputs.ts"];
const untested = ["errors.ts", ...TYPES_ONLY];

test.each(files.filter((file) => !untested.includes(basename(file))))("%s has its test", (file) => {
  expect(() =>
    read(file.replace("infra/", "test/infra/").replace(".ts", ".test.ts")),
  ).not.toThrow();
});

// The error codes are shared with the scripts, which do know it.
test.each(files.filter((file) => file !== "infra/error-codes.ts"))(
  "%s knows of no cloud but the vendor's",
  (file) => {
    expect(read(file)).not.toMatch(
      /local cloud|localhost|127\.0\.0\.1|simulat|emulat|rehears|stand-in/i,
    );
  },
);

test.each(files.filter((file) => !file.startsWith("infra/components/")))(
  "%s makes no cloud resource itself",
  (file) => {
    const names = [
      ...read(file).matchAll(
        /import (?:\* as )?\{?([^}]*?)\}? from "@pulumi\/(?:azure-native|databricks)/g,
      ),
    ];
    const imported = names.flatMap(([, list]) => list!.split(",").map((name) => name.trim()));
    for (const name of imported) expect(read(file)).not.toMatch(new RegExp(`new ${name}\\b`));
  },
);

test.each(files)("%s imports azure-native by sub-path: the whole of it costs seconds", (file) => {
  expect(read(file)).not.toMatch(/from "@pulumi\/azure-native"/);
});

test("the entry point is short and makes nothing", () => {
  const entry = read("infra/index.ts");
  expect(entry.trim().split("\n").length).toBeLessThanOrEqual(40);
  expect(entry).not.toMatch(/\bnew\b/);
});
