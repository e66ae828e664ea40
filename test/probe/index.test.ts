import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { probe, score, type ProbeEvent, type ProbeOptions } from "../../scripts/probe";
import { readJournal } from "../../scripts/probe/journal";
import { FakeClock } from "./fake-clock";
import { completion, fault, startStub, targetOf, type Reply, type Seen } from "./stub";

let folder: string;
const stops: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probe-"));
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  rmSync(folder, { recursive: true });
});

async function serve(answer: (seen: Seen, count: number) => Reply | Promise<Reply>) {
  const stub = await startStub(answer);
  stops.push(stub.stop);
  const options: ProbeOptions = {
    outputs: targetOf(stub.endpoint),
    folder,
    samples: 4,
    conditions: ["M0"],
    seed: 3,
    clock: new FakeClock(),
  };
  return { stub, options };
}

test("asks, journals, scores and reports; scoring again gives the same bytes", async () => {
  const { stub, options } = await serve((seen) => completion(seen));
  const events: ProbeEvent[] = [];
  const { document, verdict, exitCode } = await probe({ ...options, progress: (event) => events.push(event) });
  expect(stub.seen).toHaveLength(15);
  expect(events[0]).toMatchObject({ kind: "estimate", estimate: { requests: 15, answers: 60 } });
  expect(events.at(-1)).toEqual({ kind: "progress", done: 60, total: 60 });
  expect(document).toMatchObject({
    schema: "rai-lab/probe/1",
    samples: 60,
    verdict,
    files: { html: join(folder, "report.html") },
  });
  expect(exitCode).toBe({ "within margin": 0, difference: 1, inconclusive: 3 }[verdict]);
  const before = readFileSync(join(folder, "report.json"));
  expect(score(folder).document).toEqual(document);
  expect(readFileSync(join(folder, "report.json")).equals(before)).toBe(true);
});

test("an interrupted probe keeps its answers and goes on with --resume, asking nothing twice", async () => {
  const controller = new AbortController();
  const { stub, options } = await serve((seen, count) => {
    if (count === 5) controller.abort();
    return completion(seen);
  });
  await expect(probe({ ...options, signal: controller.signal })).rejects.toMatchObject({
    code: "interrupted",
    cure: "run it again with --resume: no answer is lost",
  });
  const kept = readJournal(join(folder, "journal.jsonl")).answers.length;
  expect([16, 20]).toContain(kept);
  const { document } = await probe({ ...options, resume: true });
  expect(document.samples).toBe(60);
  expect(stub.seen.length).toBe(kept === 20 ? 15 : 16);
});

test("a stopped service leaves a journal to go on with, and no report", async () => {
  const { options } = await serve((seen, count) => (count > 2 ? fault(410, null, "Gone") : completion(seen)));
  await expect(probe(options)).rejects.toMatchObject({ code: "service" });
  expect(readJournal(join(folder, "journal.jsonl")).answers).toHaveLength(8);
  expect(() => statSync(join(folder, "report.json"))).toThrow("ENOENT");
});

test("an account without a key in the outputs is named before the first call", async () => {
  const { stub, options } = await serve((seen) => completion(seen));
  const outputs = targetOf(stub.endpoint, { openaiKey: "" });
  await expect(probe({ ...options, outputs })).rejects.toMatchObject({
    code: "service",
    message: "the stack has no OpenAI key in its outputs",
  });
  expect(stub.seen).toHaveLength(0);
});

test("kill -9 while a request is in flight loses that request only, and counts nothing twice", async () => {
  const child: { process?: ChildProcess } = {};
  const { stub, options } = await serve((seen, count) => {
    if (count === 6) child.process?.kill("SIGKILL");
    return completion(seen);
  });
  child.process = spawn(process.execPath, [
    "--import",
    "tsx",
    join(__dirname, "probe-child.ts"),
    stub.endpoint,
    folder,
  ]);
  await once(child.process, "exit");
  expect(child.process.signalCode).toBe("SIGKILL");
  expect(readJournal(join(folder, "journal.jsonl")).answers).toHaveLength(20);
  const { document } = await probe({ ...options, resume: true });
  expect(document.samples).toBe(60);
  const { answers } = readJournal(join(folder, "journal.jsonl"));
  expect(answers).toHaveLength(60);
  expect(new Set(answers.map(({ id }) => id)).size).toBe(60);
  expect(stub.seen).toHaveLength(16);
});
