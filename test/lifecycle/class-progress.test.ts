/** How far the students of a class are, from the answers that their notebooks saved. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { classFolder, writeClassRecord } from "../../scripts/class/class-store";
import { workspaceStore } from "../../scripts/cloud/databricks/store";
import { azureStore } from "../../scripts/cloud/azure/store";
import { classStatus } from "../../scripts/commands/class/status";
import { classUp } from "../../scripts/commands/class/up";
import { azureSession } from "../../scripts/lib/azure/session";
import { openWorkspaceAt } from "../../scripts/lib/azure/workspace";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
const CLASS = "spring";
const ADA = `/rai-lab/${CLASS}-ada/work`;
let stacks: LocalStacks;

beforeAll(async () => {
  stacks = await startLocalStacks(home);
  writeClassRecord(classFolder(home, CLASS), {
    schema: "rai-lab/class/1",
    ...{ name: CLASS, layout: "shared", cloud: "local", expires: "2030-12-06T18:00+01:00" },
    seats: ["ada", "grace"].map((slug) => ({
      ...{ slug, stack: `${CLASS}-${slug}`, userName: `${slug}@example.edu` },
    })),
  });
  const made = await stacks.run(classUp, CLASS, "--local");
  expect([made.error, made.exitCode], made.written).toEqual([undefined, 0]);
}, seconds(60));

afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

const workspaceOfClass = () => azureStore(stacks.world).workspaces.values()[0]!;

async function save(file: string, text: string): Promise<void> {
  const session = await azureSession(stacks.connection.env);
  const workspace = (await openWorkspaceAt(workspaceOfClass().id, session))!;
  await workspace.post("/api/2.0/workspace/import", {
    ...{ path: `${ADA}/${file}`, format: "AUTO", overwrite: true },
    content: Buffer.from(text).toString("base64"),
  });
}

interface Seat {
  slug: string;
  savedAnswers: number | null;
  lastSaved: string | null;
}

/** Answers and their time, by seat, and of the half; all that the command wrote. */
async function look() {
  const { document, text, exitCode } = await stacks.run(classStatus, CLASS, "--local");
  expect(exitCode).toBe(0);
  const { seats, half, page } = document as unknown as { seats: Seat[]; half: Seat; page: string };
  const progress = [half, ...seats].map((seat) => [seat.slug, seat.savedAnswers, seat.lastSaved]);
  const roster = path.join(path.dirname(page), "roster.csv");
  const written = [text, readFileSync(page, "utf8"), readFileSync(roster, "utf8")].join("\n");
  return { progress, written: `${written}\n${JSON.stringify(document)}` };
}

test("the answers in a seat's folder are counted, and none of them leaves it", async () => {
  const none = [
    ["spring", null, null],
    ["ada", 0, null],
    ["grace", 0, null],
  ];
  expect((await look()).progress).toEqual(none);
  await save("answers-0badcafe.jsonl", "");
  expect((await look()).progress).toEqual(none);
  await save("answers-0badcafe.jsonl", '{"text":"SECRET-TEXT"}\n{"text":"<script>"}\n');
  const { progress, written } = await look();
  const { objects } = workspaceStore(stacks.world.store, workspaceOfClass().workspaceId);
  const { modified_at: saved } = objects.get(`${ADA}/answers-0badcafe.jsonl`)!;
  expect(progress[1]).toEqual(["ada", 2, new Date(saved).toISOString()]);
  expect(progress[2]).toEqual(["grace", 0, null]);
  expect(written).not.toContain("SECRET-TEXT");
});

test("a folder that is not there is unknown", async () => {
  const { objects } = workspaceStore(stacks.world.store, workspaceOfClass().workspaceId);
  const below = objects.entries().filter(([at]) => at.startsWith(ADA));
  for (const [at] of below) objects.delete(at);
  expect((await look()).progress[1]).toEqual(["ada", null, null]);
  for (const [at, object] of below) objects.put(at, object);
});
