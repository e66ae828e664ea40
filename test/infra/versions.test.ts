import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (path: string): { version: string } & Record<string, Record<string, string>> =>
  JSON.parse(readFileSync(join(__dirname, "../..", path), "utf8")) as never;

const { dependencies, devDependencies } = read("package.json");
const pinned = Object.entries({ ...dependencies, ...devDependencies });

// npm on an old Node silently resolves ranges to old releases: so there are no ranges, and this is
// what came of them.
test.each(pinned)("%s is the version that package.json pins", (name, version) => {
  expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  // @pulumi/policy writes a v before its own.
  expect(read(`node_modules/${name}/package.json`).version.replace(/^v/, "")).toBe(version);
});

test("there is one Pulumi SDK: two would not see each other's resources", () => {
  const { packages } = read("package-lock.json") as unknown as {
    packages: Record<string, unknown>;
  };
  const copies = Object.keys(packages).filter((path) =>
    path.endsWith("node_modules/@pulumi/pulumi"),
  );
  expect(copies).toEqual(["node_modules/@pulumi/pulumi"]);
});
