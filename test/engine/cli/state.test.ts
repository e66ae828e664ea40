import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { exportState, importState, type NamedStack } from "../../../scripts/engine/cli/state";
import { temporaryFolder } from "../../support/folder";

/** A stack whose `pulumi` is that script; it finds what it was called with in $0.log. */
function stackOn(script: string): { stack: NamedStack; folder: string } {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "pulumi"), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, "pulumi"), 0o755);
  const workspace = {
    folder,
    env: { PATH: `${folder}:/usr/bin:/bin` },
  };
  return { stack: { name: "dev", workspace }, folder };
}

test("the state is exported with its secrets sealed", async () => {
  const { stack, folder } = stackOn(
    `echo "$@" > log; echo '{"version":3,"deployment":{"resources":[]}}'`,
  );
  expect(await exportState(stack)).toEqual({ version: 3, deployment: { resources: [] } });
  expect(readFileSync(path.join(folder, "log"), "utf8").trim()).toBe(
    "stack export --stack dev --non-interactive",
  );
});

test("and imported from a file that nobody else may read", async () => {
  const { stack, folder } = stackOn(`cp "$4" got`);
  const state = { version: 3, deployment: { resources: [] } };
  await importState(stack, state, folder);
  expect(JSON.parse(readFileSync(path.join(folder, "got"), "utf8"))).toEqual(state);
  expect(statSync(path.join(folder, "state.json")).mode & 0o077).toBe(0);
});

test("what the CLI refuses is told in its words", async () => {
  const { stack, folder } = stackOn("echo 'error: integrity' >&2; exit 1");
  const message = expect.stringContaining("error: integrity");
  await expect(exportState(stack)).rejects.toMatchObject({ code: "state-unreadable", message });
  await expect(importState(stack, { deployment: {} }, folder)).rejects.toMatchObject({
    code: "state-unwritable",
  });
});

test("a lock is a lock, whatever the CLI was asked to do", async () => {
  const { stack, folder } = stackOn(
    "echo 'error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.' >&2; exit 255",
  );
  const error = { code: "locked", cure: expect.stringContaining("pulumi cancel dev") };
  await expect(exportState(stack)).rejects.toMatchObject(error);
  await expect(importState(stack, { deployment: {} }, folder)).rejects.toMatchObject(error);
});
