import { existsSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { fileBackend, removeTornAttributes } from "../../../scripts/engine/cli/file-backend";
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

test("attributes that a killed CLI left empty go, and whole ones and the state stay", () => {
  const state = path.join(temporaryFolder(), "dev.json");
  for (const [attributes, isKept] of [
    ["", false],
    ['{"user.content_type":"text/plain"}', true],
  ] as const) {
    writeFileSync(state, "{}");
    writeFileSync(`${state}.attrs`, attributes);
    removeTornAttributes(state);
    expect([existsSync(state), existsSync(`${state}.attrs`)]).toEqual([true, isKept]);
  }
  removeTornAttributes(path.join(temporaryFolder(), "none.json"));
});
