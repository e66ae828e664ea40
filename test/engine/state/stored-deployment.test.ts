import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { readStoredDeployment } from "../../../scripts/engine/state/stored-deployment";
import { temporaryFolder } from "../../support/folder";

test.each([
  ["null", "null"],
  ["a list", "[]"],
  ["no checkpoint", '{"version":3}'],
  ["resources that are an object", '{"version":3,"checkpoint":{"latest":{"resources":{}}}}'],
  ["a resource without a URN", '{"version":3,"checkpoint":{"latest":{"resources":[{}]}}}'],
  ["deep nesting", `{"version":3,"a":${"[".repeat(500)}${"]".repeat(500)}}`],
  ["half a file", '{"version":3,"check'],
])("%s is no state: file and cure are named", async (_name, text) => {
  const file = path.join(temporaryFolder(), "dev.json");
  writeFileSync(file, text);
  await expect(readStoredDeployment(file)).rejects.toMatchObject({
    code: "state-unreadable",
    where: file,
    cure: expect.stringContaining("restore the file"),
  });
});

test("a stack that was only initialised has an empty state; no file is no state", async () => {
  const file = path.join(temporaryFolder(), "dev.json");
  expect(await readStoredDeployment(file)).toBeUndefined();
  writeFileSync(file, '{"version":3,"checkpoint":{"latest":null}}');
  expect(await readStoredDeployment(file)).toEqual({});
});
