/** Previews mutate nothing and tell what the following `up` does. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { StepEvent } from "../../../scripts/engine/engine";
import type { InlineProgram } from "../../../scripts/engine/embedded";
import { FakeProvider, getKey, Group, Thing } from "../../support/engine/sdk";
import { EngineHarness } from "../../support/engine/harness";

const step = ({ operation, part, urn, keys }: StepEvent): string =>
  [operation, part ?? "", urn.split("::").at(-1), (keys ?? []).join()].join(" ");

const done = (steps: StepEvent[]): string[] =>
  steps
    .filter((s) => s.phase === "done")
    .map(step)
    .sort();

const build =
  (size: number, label: string, color: string, more: boolean): InlineProgram =>
  () => {
    const group = new Group("g");
    const a = new Thing("a", { size, label }, { parent: group });
    const provider = new FakeProvider("own", { host: a.endpoint });
    const painted = new Thing("painted", { color, from: a.endpoint }, { provider });
    new Thing("tied", { label: a.key }, { replaceWith: [painted], deleteBeforeReplace: true });
    if (more) new Thing("more", { from: getKey(a.id).key }, { dependsOn: [painted] });
    return Promise.resolve({ endpoint: painted.endpoint });
  };

// One thing a preview cannot know, here as in the CLI: what a provider will say whose own configuration is unknown yet.
// So no step changes the color of `painted` together with what its provider is configured from.
const history: [string, InlineProgram][] = [
  ["into nothing", build(1, "one", "red", false)],
  ["again", build(1, "one", "red", false)],
  ["an update and an addition", build(2, "one", "red", true)],
  ["a replacement that deletes first", build(2, "two", "red", true)],
  ["a replacement that creates first", build(2, "two", "blue", true)],
  ["a removal", build(2, "two", "blue", false)],
  ["nearly everything at once", build(3, "three", "blue", true)],
];

test("every preview of a history equals the up that follows, and touches neither cloud nor state", async () => {
  const b = new EngineHarness();
  for (const [what, program] of history) {
    const before = existsSync(b.stateFile) ? readFileSync(b.stateFile, "utf8") : "";
    const plan = await b.preview(program);
    expect([what, plan.failures, b.calls()]).toEqual([what, [], []]);
    expect(existsSync(b.stateFile) ? readFileSync(b.stateFile, "utf8") : "").toBe(before);

    b.program = program;
    const steps: StepEvent[] = [];
    const result = await b.engine.up(b.stack, { onStep: (e) => steps.push(e) });
    b.calls();
    expect([what, result.failures]).toEqual([what, []]);
    expect([what, done(plan.steps)]).toEqual([what, done(steps)]);
    expect([what, plan.counts]).toEqual([what, result.counts]);
  }
});
