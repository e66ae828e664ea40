import { resolve } from "node:path";
import { expect, test } from "vitest";
import { isInstalledPackage, PROJECT, WORK_FOLDER, workFolder } from "../../scripts/base/folders";

const [caller, clone] = [resolve("/home/ada/lab"), resolve("/home/ada/rai-lab")];
const installed = resolve(caller, "node_modules/rai-lab");

test("a clone keeps everything in its root, an installed package in the folder of the call", () => {
  expect(workFolder(clone, caller)).toBe(clone);
  expect(workFolder(installed, caller)).toBe(caller);
  expect([installed, clone].map(isInstalledPackage)).toEqual([true, false]);
});

test("this is a clone", () => {
  expect(PROJECT).toBe(resolve(__dirname, "../.."));
  expect(WORK_FOLDER).toBe(PROJECT);
});
