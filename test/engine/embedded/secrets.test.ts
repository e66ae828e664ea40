/** A secret is in the clear in memory, at the provider and in the result, and nowhere else. */
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import type { LogEvent, StepEvent } from "../../../scripts/engine/engine";
import { Thing } from "../../support/engine/sdk";
import { upWith } from "../../support/engine/fault-injection";
import { EngineHarness } from "../../support/engine/harness";

const CANARY = "c4n4ry-7f3a";
const program = () => {
  const a = new Thing(
    "a",
    { from: pulumi.secret({ deep: [CANARY] }), size: 1 },
    { additionalSecretOutputs: ["key"] },
  );
  const b = new Thing("b", { from: a.key });
  const nested = pulumi.output({ open: 1, hidden: pulumi.secret(`${CANARY}-nested`) });
  return Promise.resolve({
    open: a.endpoint,
    from: b.key,
    key: a.key,
    configured: new pulumi.Config().require("token"),
    nested,
  });
};
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

test("the provider gets it in clear, files and events never, the result names it", async () => {
  const b = new EngineHarness();
  Object.assign(b.stack, {
    config: { "demo:token": `${CANARY}-config` },
    secretKeys: ["demo:token"],
  });
  const events: (StepEvent | LogEvent)[] = [];
  b.program = program;
  const result = await b.engine.up(b.stack, {
    onStep: (e) => events.push(e),
    onLog: (e) => events.push(e),
  });
  expect(result.failures).toEqual([]);
  expect(b.cloud.objects.get("/things/a")).toMatchObject({ from: { deep: [CANARY] } });
  expect(b.cloud.objects.get("/things/b")).toMatchObject({ from: "key of /things/a" });
  expect(result.outputs).toMatchObject({ key: "[secret]", nested: "[secret]" });
  const { outputs, secretOutputs } = await b.engine.outputs(b.stack);
  expect(outputs).toMatchObject({
    key: "key of /things/a",
    nested: { open: 1, hidden: `${CANARY}-nested` },
  });
  expect(secretOutputs.sort()).toEqual(["key", "nested"]);

  const files = filesUnder(b.stack.backend).map((file) => readFileSync(file, "utf8"));
  expect(files.length).toBeGreaterThan(1);
  // The plain text of a configured secret that the program itself exports in clear is the program's doing.
  const leaks = [...files, ...events.map((e) => JSON.stringify(e))].filter((t) =>
    t.replaceAll(`${CANARY}-config`, "").includes(CANARY),
  );
  expect(leaks).toEqual([]);
  expect(files.some((t) => t.includes('"key":"key of /things/a"'))).toBe(false);
});

test("secrets come back from the state: outputs, same, and a change of the secret alone", async () => {
  const b = new EngineHarness();
  const holding = (text: string) => () =>
    Promise.resolve({
      from: new Thing("a", { from: pulumi.secret(text) }).key,
      text: pulumi.secret(text),
    });
  await b.up(holding("one"));
  expect(await b.engine.outputs(b.stack)).toMatchObject({
    outputs: { text: "one" },
    secretOutputs: ["text"],
  });
  expect((await b.up(holding("one"))).counts).toMatchObject({ same: 2 });
  expect((await b.up(holding("two"))).counts).toMatchObject({ same: 1, update: 1 });
  expect(b.cloud.objects.get("/things/a")).toMatchObject({ from: "two" });
  await b.engine.refresh(b.stack);
  expect(readFileSync(b.stateFile, "utf8")).not.toMatch(/"two"/);
});

test("no secret of what was made and is not ready, or of what a recovery finds, is in the clear", async () => {
  const b = new EngineHarness();
  const keyOf = (name: string) => `key of /things/${name}`;
  const made = (unready: boolean) => () => {
    const from = pulumi.secret(CANARY);
    new Thing("made", { from, unready }, { additionalSecretOutputs: ["key"] });
    return Promise.resolve({});
  };
  for (const failing of [true, false]) {
    expect((await b.up(made(failing))).failures).toHaveLength(failing ? 1 : 0);
    const text = readFileSync(b.stateFile, "utf8");
    for (const secret of [CANARY, keyOf("made")]) expect(text).not.toContain(secret);
  }

  const { next } = await upWith(new EngineHarness(), made(false), { kind: "crash", at: 1 });
  expect(next.state.pending_operations).toHaveLength(1);
  expect((await next.engine.refresh(next.stack)).failures).toEqual([]);
  expect(next.state.resources.map(({ id }) => id)).toContain("/things/made");
  expect(readFileSync(next.stateFile, "utf8")).not.toContain(keyOf("made"));
});

test("what was made from the secret of something that is gone is adopted with its secret", async () => {
  const b = new EngineHarness();
  const family = () => {
    const parent = new Thing("parent", {}, { additionalSecretOutputs: ["key"] });
    new Thing("child", { from: parent.key });
    return Promise.resolve({});
  };
  expect((await b.up(family)).failures).toEqual([]);
  rmSync(b.stateFile);
  b.cloud.objects.delete("/things/parent");
  expect((await b.engine.adopt(b.stack)).failures).toEqual([]);
  expect(b.state.resources.map(({ id }) => id)).toContain("/things/child");
  expect(readFileSync(b.stateFile, "utf8")).not.toContain("key of /things/parent");
});
