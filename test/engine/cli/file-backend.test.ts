import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { fileBackend } from "../../../scripts/engine/cli/file-backend";
import { temporaryFolder } from "../../support/folder";

const loggedInTo = (current: unknown): string => {
  const home = temporaryFolder();
  writeFileSync(path.join(home, "credentials.json"), JSON.stringify({ current }));
  return home;
};

test.each([
  ["file:///srv/state", "/srv/state"],
  ["file:///srv/my%20state?no_tmp_dir=true", "/srv/my state"],
  ["file://~", "/home/user"],
  ["file://~/state", "/home/user/state"],
  ["file://./state", undefined],
  ["https://api.pulumi.com", undefined],
])("%s", (url, folder) => {
  expect(fileBackend({ PULUMI_BACKEND_URL: url, HOME: "/home/user" })).toBe(folder);
  expect(fileBackend({ HOME: "/home/user" }, loggedInTo(url))).toBe(folder);
});

test("the environment comes before the login; without either there is none", () => {
  const home = loggedInTo("file:///logged/in");
  expect(fileBackend({ PULUMI_BACKEND_URL: "file:///env" }, home)).toBe("/env");
  expect(fileBackend({ PULUMI_HOME: home })).toBe("/logged/in");
  expect(fileBackend({}, loggedInTo(7))).toBeUndefined();
  expect(fileBackend({}, temporaryFolder())).toBeUndefined();
});
