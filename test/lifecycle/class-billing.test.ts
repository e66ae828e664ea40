/** What a class was billed: asked a day later, by group and cluster, and unknown where nobody says. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { classFolder, writeClassRecord } from "../../scripts/class/class-store";
import { classStatus } from "../../scripts/commands/class/status";
import { billingOf } from "../../scripts/commands/class/status/read-billed";
import { classUp } from "../../scripts/commands/class/up";
import { azureSession } from "../../scripts/lib/azure/session";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
const DAY = 24 * 3_600_000;
let stacks: LocalStacks;

beforeAll(async () => {
  stacks = await startLocalStacks(home);
  writeClassRecord(classFolder(home, "spring"), {
    schema: "rai-lab/class/1",
    ...{ name: "spring", layout: "shared", cloud: "local", expires: "2090-12-06T18:00+01:00" },
    seats: [{ slug: "ada", stack: "spring-ada", userName: "ada@example.edu" }],
  });
  const made = await stacks.run(classUp, "spring", "--local");
  expect([made.error, made.exitCode], made.written).toEqual([undefined, 0]);
}, seconds(60));

afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

async function billing() {
  const { document, text, exitCode } = await stacks.run(classStatus, "spring", "--local");
  expect(exitCode).toBe(0);
  const { seats, billing: found } = document as unknown as {
    seats: { billed: unknown }[];
    billing: { until: string; unknown: string | null };
  };
  return { ...found, text, billed: seats.map((seat) => seat.billed) };
}

test("on the first day nothing can be known; later it is asked, and no row is no 0", async () => {
  expect((await billing()).unknown).toContain("a day later");
  stacks.world.clock.jump(2 * DAY);
  const yesterday = new Date(stacks.world.clock.now() - DAY).toISOString().slice(0, 10);
  const { until, unknown, billed, text } = await billing();
  expect([until, unknown, billed]).toEqual([yesterday, null, [null]]);
  expect(text).toContain(`nothing yet until ${yesterday}`);
});

test.each([
  [403, "AuthorizationFailed", "no right to read costs"],
  [429, "429", "Too many requests. Please retry."],
  [400, "BadRequest", "The offer MS-AZR-0243P is not supported."],
])("an answer of %d %s is unknown, with its reason", async (status, code, message) => {
  const operation = "costmanagement/query";
  const answer = { status, code, message };
  stacks.world.faults.set([1, 2, 3, 4].map((nth) => ({ operation, nth, answer })));
  const { unknown, billed } = await billing();
  stacks.world.faults.set([]);
  expect(unknown).toContain(message.slice(0, -1));
  expect(billed).toEqual([null]);
});

test("a board that renews itself asks once an hour", async () => {
  const session = await azureSession(stacks.connection.env);
  const first = await billingOf(session, { half: null, seats: [] }, 5 * DAY, undefined);
  expect(await billingOf(session, { half: null, seats: [] }, 5 * DAY + 3_500_000, first)).toBe(
    first,
  );
  expect(await billingOf(session, { half: null, seats: [] }, 5 * DAY + 3_700_000, first)).not.toBe(
    first,
  );
});
