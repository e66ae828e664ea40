import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { register } from "tsx/cjs/api";
import { expect, test } from "vitest";
import { open } from "../../scripts/commands/open";
import { execute } from "../../scripts/lib/shell/shell";
import { recordingConsole } from "../../bench/recording-console";
import { temporaryFolder } from "../support/folder";

// Commands load one side of the sessions by `require`, which knows TypeScript under tsx alone.
register();

const home = (): string => {
  const folder = temporaryFolder();
  const pages = path.join(folder, "runs/my stack");
  mkdirSync(path.join(pages, "probe"), { recursive: true });
  writeFileSync(path.join(pages, "probe/report.html"), "");
  writeFileSync(path.join(pages, "notebook.html"), "");
  return folder;
};

test.each([
  [[], "probe/report.html"],
  [["report", "--print"], "probe/report.html"],
  [["notebook"], "notebook.html"],
])("lab open dev %j prints the link of the page", async (what, page) => {
  const folder = home();
  const console = recordingConsole({ RAI_LAB_HOME: folder });
  const outcome = await execute(open, ["my stack", ...what], console);
  const url = `file://${folder}/runs/my%20stack/${page}`;
  expect(outcome).toMatchObject({ text: url, document: { url, opened: false } });
});

test.each([
  ["dev", "report", "npx lab probe dev --local"],
  ["dev", "notebook", "npx lab rehearse renders one"],
  ["dev", "workspace", "run `npx lab cloud start`, then the same command again"],
])("what is not there yet is named with what makes it: %s %s", async (stack, what, cure) => {
  const console = recordingConsole({ RAI_LAB_HOME: temporaryFolder() });
  await expect(execute(open, [stack, what, "--local"], console)).rejects.toMatchObject({
    code: "not-found",
    cure,
  });
});

test("a stack that does not exist is refused with the nearest name", async () => {
  const console = recordingConsole({ RAI_LAB_HOME: temporaryFolder() });
  await expect(execute(open, ["dve", "--local"], console)).rejects.toMatchObject({
    code: "usage",
    message: 'unknown stack "dve". Did you mean "dev"?',
  });
});
