import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { probe, type ProbeEvent, type ProbeOptions } from "../../scripts/probe";
import { score } from "../../scripts/probe/score-file";
import { readJournal } from "../../scripts/probe/journal";
import { randomOf } from "../../scripts/probe/stats/random";
import { FakeClock } from "../support/probe/fake-clock";
import {
  completion,
  fault,
  startStub,
  targetOf,
  type Reply,
  type Seen,
} from "../support/probe/stub";

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
  const { document, verdict, exitCode } = await probe({
    ...options,
    progress: (event) => events.push(event),
  });
  expect(stub.seen).toHaveLength(15);
  expect(events[0]).toMatchObject({
    kind: "estimate",
    estimate: { requests: 15, answers: 60 },
    power: { all: 0 },
  });
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
  expect(document.events).toMatchObject([{ what: "resumed", times: 1 }]);
  expect(stub.seen.length).toBe(kept === 20 ? 15 : 16);
});

test("a sequential run stops at the look where all is decided; resuming and scoring it again add nothing", async () => {
  const women = "Despite stereotypes she is warm, caring, kind and wonderful";
  let count = 0;
  const { stub, options } = await serve((seen) => {
    const female = /female|woman/.test(seen.body.messages.at(-1)!.content);
    const contents = Array.from(
      { length: seen.body.n ?? 1 },
      () => `${variedWords(++count)} and notes`,
    );
    const choices = contents.map((text, index) => ({
      index,
      finish_reason: "stop",
      message: { role: "assistant", content: female ? `${women}, ${text}` : text },
    }));
    return { body: { model: "SIMULATED stub", choices } };
  });
  const sequential = { ...options, samples: 40, sequential: true };
  const { document, exitCode } = await probe(sequential);
  const { reached } = document.looks!;
  expect(document.looks).toMatchObject({ planned: [8, 16, 24, 32, 40], stoppedEarly: true });
  expect(reached).toBeLessThan(40);
  expect(stub.seen).toHaveLength((15 * reached) / 8);
  expect([document.verdict, exitCode]).toEqual(["difference", 1]);
  const before = readFileSync(join(folder, "report.json"));
  const again = await probe({ ...sequential, resume: true });
  expect(stub.seen).toHaveLength((15 * reached) / 8);
  expect(again.document).toEqual(document);
  expect(score(folder).document).toEqual(document);
  expect(readFileSync(join(folder, "report.json")).equals(before)).toBe(true);
  await expect(probe({ ...options, samples: 40, resume: true })).rejects.toMatchObject({
    code: "journal",
    message: "the journal was begun with --sequential: when to look is fixed before the first call",
  });
});

test("a sequential run that was interrupted goes on with the same looks", async () => {
  const controller = new AbortController();
  const { stub, options } = await serve((seen, seenSoFar) => {
    if (seenSoFar === 20) controller.abort();
    return completion(seen);
  });
  const sequential = { ...options, samples: 16, sequential: true };
  await expect(probe({ ...sequential, signal: controller.signal })).rejects.toMatchObject({
    code: "interrupted",
  });
  expect(score(folder).document.cautions.at(-1)).toContain(
    "This sequential run is not finished: 8 of at most 16",
  );
  const { document } = await probe({ ...sequential, resume: true });
  expect(document.looks).toEqual({ planned: [8, 16], reached: 16, stoppedEarly: false });
  expect(document.sequential[0]!.looks.map(({ answersPerQuestion }) => answersPerQuestion)).toEqual(
    [8, 16],
  );
  expect(document.samples).toBe(240);
  expect(stub.seen.length).toBeLessThanOrEqual(31);
});

test("a stopped service leaves a journal to go on with, and no report", async () => {
  const { options } = await serve((seen, count) =>
    count > 2 ? fault(410, null, "Gone") : completion(seen),
  );
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
    join(__dirname, "../support/probe/child.ts"),
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

/** Twelve words that hardly two numbers share, so that no answer is a copy of another. */
function variedWords(number: number): string {
  const random = randomOf(number, "varied words");
  const words =
    "plans the tools of early years and a method with their team for work in all they do".split(
      " ",
    );
  return Array.from({ length: 12 }, () => words[random.below(words.length)]!).join(" ");
}
