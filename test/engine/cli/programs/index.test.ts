/** Many stacks at once in one process, as one CLI each calls it: what one program does harms no other. */
import { expect, test, type TestContext } from "vitest";
import { ProgramEndedProcess, Programs } from "../../../../scripts/engine/cli/programs";
import { projectOf, runStack } from "../../../support/engine/served-programs";
import { seconds } from "../../../support/time-limits";

/** So long no innocent program waits or works, on a loaded machine too. */
const IDLE_MS = 10_000;

function programsOf(
  program: string,
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
): Programs {
  const options = { folder: projectOf(program), env: process.env, idleTimeoutMs: IDLE_MS };
  const programs = new Programs(options);
  onTestFinished(() => programs.close());
  return programs;
}

const neverAgain = (reason: string): void => {
  throw new Error(`it was run again: ${reason}`);
};

const INNOCENT = ["a", "b", "c", "d", "e", "f", "g", "h"];

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const ended = {
  "throws": () => { throw new Error("its own end"); },
  "rejects unheard": () => void Promise.reject(new Error("a stray rejection")),
  "throws in a timer": () => void setTimeout(() => { throw new Error("a throw in a timer"); }, 1),
  "logs an error": () => pulumi.log.error("no quota left"),
  "never ends": () => new Promise(() => undefined),
  "ends the process": () => process.exit(3),
  // As an endless loop does it, but without work for this machine.
  "blocks the process": () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  "warns": () => pulumi.log.warn("a warning"),
};
module.exports = async () => {
  const does = new pulumi.Config("demo").require("does");
  new pulumi.ComponentResource("demo:index:Thing", does);
  await ended[does]?.();
  // Timers end in their order: this one is after that of a guilty program.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { does };
};`;

const GUILTY: Record<string, string> = {
  throws: "its own end",
  "rejects unheard": "a stray rejection",
  "throws in a timer": "a throw in a timer",
  "logs an error": "no quota left",
  "never ends": "the program did nothing for 10 s",
};

test.concurrent(
  "an error of a program is one of its own stack",
  { timeout: seconds(30) },
  async (context) => {
    const programs = programsOf(PROGRAM, context);
    const all = [...Object.keys(GUILTY), "warns", ...INNOCENT];
    const runs = await Promise.all(
      all.map((does) =>
        programs.use((port) => runStack(port, `seat-${does}`, { "demo:does": does }), neverAgain),
      ),
    );
    for (const [i, does] of all.entries()) {
      const { bail, engine } = runs[i]!;
      const [message = does === "warns" ? "a warning" : undefined] = [GUILTY[does]];
      expect(engine.logs, does).toEqual(message ? [expect.stringContaining(message)] : []);
      expect(bail, does).toBe(does in GUILTY);
      expect(engine.registered.map(({ name }) => name)).toContain(does);
      const root = engine.registered.find(({ type }) => type === "pulumi:pulumi:Stack");
      expect(root?.name).toBe(`rai-lab-seat-${does}`);
      if (!(does in GUILTY)) expect(root?.outputs).toEqual({ does });
    }
  },
);

const BESIDE = ["a", "b", "c"];
const ENDING = {
  "ends the process": "the program ended its process: exit code 3",
  "blocks the process": "the program ended its process: a program blocked it for 10 seconds",
};

test.concurrent.for(Object.entries(ENDING))(
  "a program that %s fails alone, and those beside it are run again",
  { timeout: seconds(40) },
  async ([does, message], context) => {
    const programs = programsOf(PROGRAM, context);
    const again: string[] = [];
    const runs = await Promise.allSettled(
      [does, ...BESIDE].map((one) =>
        programs.use(
          (port) => runStack(port, `seat-${one}`, { "demo:does": one }),
          () => void again.push(one),
        ),
      ),
    );
    expect(again).toContain(does);
    const [guilty, ...innocent] = runs;
    expect(guilty).toMatchObject({ status: "rejected", reason: expect.any(ProgramEndedProcess) });
    expect(guilty).toHaveProperty("reason.message", message);
    for (const [i, run] of innocent.entries()) {
      expect(run).toMatchObject({ status: "fulfilled", value: { bail: false } });
      const { engine } = (run as PromiseFulfilledResult<Awaited<ReturnType<typeof runStack>>>)
        .value;
      const root = engine.registered.find(({ type }) => type === "pulumi:pulumi:Stack");
      expect(root?.outputs).toEqual({ does: BESIDE[i] });
    }
    // The next one has a shared process again.
    const next = programs.use((port) => runStack(port, "next", { "demo:does": "a" }), neverAgain);
    expect(await next).toMatchObject({ bail: false });
  },
);

const TELLING = `
const pulumi = require("@pulumi/pulumi");
module.exports = async () => {
  const before = pulumi.runtime.allConfig();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { before, after: pulumi.runtime.allConfig(), stack: pulumi.getStack() };
};`;

test(
  "a program sees the settings and secrets of its own stack",
  { timeout: seconds(20) },
  async (context) => {
    const programs = programsOf(TELLING, context);
    const runs = await Promise.all(
      INNOCENT.map(async (name) => {
        const config = { "demo:key": `secret of ${name}`, [`demo:${name}`]: name };
        const run = await programs.use(
          (port) => runStack(port, name, config, ["demo:key"]),
          neverAgain,
        );
        return { name, config, ...run };
      }),
    );
    for (const { name, config, engine } of runs) {
      const root = engine.registered.find(({ type }) => type === "pulumi:pulumi:Stack");
      expect(root?.outputs).toMatchObject({ before: config, after: config, stack: name });
    }
  },
);
