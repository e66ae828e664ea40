/** `preview` and `up` of the stack as it is in the cloud: every resource is read first. */
import { expect, test } from "vitest";
import type { StepEvent } from "../../../scripts/engine/engine";
import type { Plugin } from "../../../scripts/engine/plugin";
import { FakeCloud, fakeProvider } from "../../support/engine/cloud";
import { EngineHarness, program } from "../../support/engine/harness";
import { Thing } from "../../support/engine/sdk";

const two = program(() => {
  const a = new Thing("a", { size: 1 });
  return { key: new Thing("b", { from: a.key }).key };
});

test("a preview tells what was deleted by hand, plans to create it, and changes no state", async () => {
  const b = new EngineHarness();
  await b.up(two);
  const before = b.state;
  b.cloud.objects.delete("/things/b");
  b.calls();
  const read: StepEvent[] = [];
  const refresh = (event: StepEvent): void => void read.push(event);
  const plan = await b.engine.preview(b.stack, { refresh });
  const done = read.filter(({ phase }) => phase === "done");
  expect(done.map(({ operation, name }) => `${operation} ${name}`).sort()).toEqual([
    "delete b",
    "same a",
  ]);
  expect(plan).toMatchObject({ counts: { create: 1, delete: 0 }, failures: [] });
  expect(b.state).toEqual(before);
  expect((await b.engine.preview(b.stack)).counts).toMatchObject({ create: 0 });

  const { counts, failures } = await b.engine.up(b.stack, { refresh });
  expect([counts, failures]).toEqual([{ ...plan.counts }, []]);
  expect([...b.cloud.objects.keys()].sort()).toEqual(["/things/a", "/things/b"]);
});

test("what cannot be read stops both before the program runs", async () => {
  const b = new EngineHarness();
  await b.up(two);
  b.cloud.hook = ({ method }) => {
    if (method === "read") throw new Error("no answer");
  };
  b.calls();
  for (const operation of ["preview", "up"] as const) {
    const { failures } = await b.engine[operation](b.stack, { refresh: () => undefined });
    expect(failures.map(({ message }) => message)).toEqual(["no answer", "no answer"]);
  }
  expect(b.calls().filter((call) => !call.startsWith("read"))).toEqual([]);
});

test("what is being deleted by a step that failed is read after its end", async () => {
  const cloud = new FakeCloud();
  const waits: unknown[] = [];
  const plugin: Plugin = {
    version: "1.2.3",
    configure: () => ({
      ...fakeProvider(cloud, "localhost"),
      read: ({ id, interrupted }) => {
        waits.push(interrupted);
        // A provider that does not wait finds it still there.
        if (interrupted) cloud.objects.clear();
        const inputs = cloud.objects.get(id);
        return Promise.resolve(inputs && { id, inputs, outputs: inputs });
      },
    }),
  };
  const b = new EngineHarness(cloud, undefined, { plugins: { fake: plugin } });
  await b.up(two);
  expect((await b.engine.recover(b.stack)).failures).toEqual([]);
  expect(waits).toEqual([true, true]);
  expect(b.state.resources.filter(({ type }) => type === "fake:index:Thing")).toEqual([]);
});
