/** A lab whose replacement was interrupted after its account was deleted and before that was purged. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { messageOf } from "../../infra/errors";
import { recover } from "../../scripts/commands/recover";
import { up } from "../../scripts/commands/up";
import { collect } from "../../scripts/lib/azure/answers";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
const STACK = "spring";
let stacks: LocalStacks;

const done = async (command: typeof up): Promise<void> => {
  const { exitCode, written, error } = await stacks.run(command, STACK, "--local");
  expect(exitCode, `${written}\n${error === undefined ? "" : messageOf(error)}`).toBe(0);
};
const softDeleted = () => collect(stacks.clients.cognitive.deletedAccounts.list());

/** What the Pulumi CLI records when it is killed then: what was deleted is to be made anew. */
function interrupt(): void {
  const file = stacks.stateFile(STACK);
  const state = JSON.parse(readFileSync(file, "utf8")) as {
    checkpoint: { latest: { resources: Record<string, unknown>[] } };
  };
  for (const one of state.checkpoint.latest.resources)
    if (/^azure-native:cognitiveservices:/.test(String(one.type))) one.pendingReplacement = true;
  writeFileSync(file, JSON.stringify(state));
}

beforeAll(async () => {
  stacks = await startLocalStacks(home);
  stacks.settle(STACK, { layout: "class" });
  await done(up);
}, seconds(30));

afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Deletes the account as anybody could, for whom Azure keeps it. */
async function deleteAccount(): Promise<void> {
  const { accounts } = stacks.clients.cognitive;
  const [account] = await collect(accounts.list());
  const [, group = ""] = /resourceGroups\/([^/]+)/i.exec(account?.id ?? "") ?? [];
  await accounts.beginDeleteAndWait(group, account?.name ?? "");
}

test(
  "recover purges it, so that the next up makes it again",
  { timeout: seconds(60) },
  async () => {
    await deleteAccount();
    interrupt();
    await done(recover);
    expect(await softDeleted()).toEqual([]);
    await done(up);
  },
);

test(
  "recover leaves what somebody deleted, and may restore",
  { timeout: seconds(60) },
  async () => {
    await deleteAccount();
    await done(recover);
    expect(await softDeleted()).toHaveLength(1);
  },
);
