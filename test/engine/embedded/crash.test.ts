/** `kill -9` at any moment of an `up`: the next run, or `recover`, finishes without orphans and without duplicates. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import { beforeAll, expect, test } from "vitest";
import { cloudIn, OBJECTS_OF_2, programVersion } from "../../support/engine/crash";
import { EngineHarness, stackIn } from "../../support/engine/harness";

/** One of each kind of step, and the state's own file; property.test.ts covers every moment, without processes. */
const CALLS = ["update root", "create delete-first", "create create-first", "delete dropped"];
const POINTS = [
  ...CALLS.flatMap((call) => [`before ${call}`, `after ${call}`]),
  ...[1, 6].flatMap((nth) => [`before rename ${nth}`, `after rename ${nth}`]),
];

const before = mkdtempSync(join(tmpdir(), "rai-lab-crash-"));
const killed = new Map<string, Promise<EngineHarness>>();

/** A world of its own for every point: the state and the cloud of version 1, in which the upgrade is killed. */
async function killAt(point: string): Promise<EngineHarness> {
  const folder = mkdtempSync(join(tmpdir(), "rai-lab-crash-"));
  cpSync(before, folder, { recursive: true });
  const file = join(folder, "cloud.json");
  const script = join(__dirname, "../../support/engine/crash.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, folder, file, point], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "rai-lab-compile-cache") },
  });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  if (signal !== "SIGKILL") throw new Error(`${point}: not killed: ${complaint}`);
  return new EngineHarness(cloudIn(file), stackIn(folder));
}

beforeAll(async () => {
  const first = await new EngineHarness(cloudIn(join(before, "cloud.json")), stackIn(before)).up(
    programVersion(1),
  );
  expect(first.failures).toEqual([]);
  const limit = pLimit(2);
  for (const point of POINTS) {
    const world = limit(() => killAt(point));
    // Reported by the test of this point.
    world.catch(() => undefined);
    killed.set(point, world);
  }
});

test.each(POINTS.map((point, i) => [point, i % 2 === 0 ? "up" : "recover, up"] as const))(
  "killed %s, then %s",
  async (point, cure) => {
    const b = await killed.get(point);
    if (!b) throw new Error("no such point");
    if (cure !== "up") {
      const mutations = b.cloud.log.length;
      expect((await b.engine.recover(b.stack)).failures).toEqual([]);
      expect([b.cloud.log.length, b.state.pending_operations]).toEqual([mutations, undefined]);
    }
    const next = await b.up(programVersion(2));
    expect(next.failures).toEqual([]);
    expect([...b.cloud.objects.keys()].sort()).toEqual(OBJECTS_OF_2);
    const last = await b.up(programVersion(2));
    expect(last.counts).toEqual({ create: 0, same: 8, update: 0, replace: 0, delete: 0 });
    expect(
      b.state.resources.filter((r) => r.delete === true || r.pendingReplacement === true),
    ).toEqual([]);
    expect((await b.engine.destroy(b.stack)).failures).toEqual([]);
    expect([b.cloud.objects.size, b.state.resources, b.state.pending_operations]).toEqual([
      0,
      [],
      undefined,
    ]);
  },
);
