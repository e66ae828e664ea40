/** `adopt`: what exists is taken into the state, and what does not exist stays away. */
import * as pulumi from "@pulumi/pulumi";
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { FakeCloud, fakePlugin } from "../../support/engine/cloud";
import { EngineHarness, nameIn, program } from "../../support/engine/harness";
import { FakeProvider, Group, Thing } from "../../support/engine/sdk";

/** A parent, what needs its outputs, and what only waits for it. */
const family = program(() => {
  const group = new Group("group");
  const parent = new Thing("parent", { size: 1 }, { parent: group });
  const waiting = new Thing("waiting", { label: "waiting" }, { dependsOn: parent });
  const child = new Thing("child", { label: "child", from: parent.endpoint });
  return { parent: parent.endpoint, waiting: waiting.endpoint, child: child.endpoint };
});

/** A stack that is up, whose state is lost. */
async function lost(): Promise<EngineHarness> {
  const b = new EngineHarness();
  expect((await b.up(family)).failures).toEqual([]);
  rmSync(b.stateFile);
  b.calls();
  return b;
}

const names = (b: EngineHarness): string[] =>
  b.state.resources
    .map(nameIn)
    .filter((name) => !name.startsWith("default"))
    .sort();

test("a lost state is made anew from what exists, and the next up has nothing to do", async () => {
  const b = await lost();
  const { failures, counts } = await b.engine.adopt(b.stack);
  expect(failures).toEqual([]);
  expect(counts).toMatchObject({ update: 0, replace: 0, delete: 0 });
  expect(b.calls()).toEqual([]);
  expect(names(b)).toEqual(["child", "demo-dev", "group", "parent", "waiting"]);
  const next = await b.up(family);
  expect(next.counts).toEqual({ create: 0, same: 5, update: 0, replace: 0, delete: 0 });
  expect(b.calls()).toEqual([]);
});

test("what depends on something that is gone is taken over all the same, without a reference to it", async () => {
  const b = await lost();
  b.cloud.objects.delete("/things/parent");
  expect((await b.engine.adopt(b.stack)).failures).toEqual([]);
  expect(names(b)).toEqual(["child", "demo-dev", "group", "waiting"]);
  expect(JSON.stringify(b.state)).not.toContain("Thing::parent");
  // What the parent would have given is not known, and is in no input and no output.
  const child = b.state.resources.find((one) => nameIn(one) === "child");
  expect(child?.inputs).toMatchObject({
    label: "child",
    from: "https://127.0.0.1:1/things/parent",
  });
  const next = await b.up(family);
  expect(next.failures).toEqual([]);
  expect(next.counts).toMatchObject({ create: 1, replace: 0, delete: 0 });
  expect(b.calls()).toContain("create parent");
});

test("what is recorded stays as it is, and the outputs of what is missing keep their old values", async () => {
  const b = new EngineHarness();
  const { outputs } = await b.up(family);
  const before = JSON.stringify(b.state.resources);
  b.cloud.objects.clear();
  b.calls();
  const adopted = await b.engine.adopt(b.stack);
  expect(adopted.failures).toEqual([]);
  expect(adopted.outputs).toEqual(outputs);
  expect(JSON.stringify(b.state.resources)).toBe(before);
  expect(b.calls()).toEqual([]);
});

test("nothing is asked of a provider whose settings come from something that is gone", async () => {
  const b = new EngineHarness();
  const behind = program(() => {
    const parent = new Thing("parent", {});
    const provider = new FakeProvider("inner", { host: parent.endpoint });
    new Thing("inside", {}, { provider });
    return {};
  });
  expect((await b.up(behind)).failures).toEqual([]);
  rmSync(b.stateFile);
  b.cloud.objects.delete("/things/parent");
  const read: string[] = [];
  b.cloud.hook = ({ method, name }) => void read.push(`${method} ${name}`);
  expect((await b.engine.adopt(b.stack)).failures).toEqual([]);
  expect(read).toEqual(["read parent"]);
  expect(names(b)).toEqual(["demo-dev"]);
});

/** A dynamic resource, which is in no cloud: a create acts, and may need what it depends on. */
class Local extends pulumi.CustomResource {
  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic:Local", name, { size: 1 }, opts);
  }
}

test("what was deleted for its replacement is not made again while what it depends on is missing", async () => {
  const cloud = new FakeCloud();
  const plugins = { fake: fakePlugin(cloud), "pulumi-nodejs": fakePlugin(cloud) };
  const b = new EngineHarness(cloud, undefined, { plugins });
  const version = (label: string) =>
    program(() => {
      const parent = new Thing("parent", { label });
      const tied = { dependsOn: parent, replaceWith: [parent], deleteBeforeReplace: true };
      new Local("local", tied);
    });
  expect((await b.up(version("one"))).failures).toEqual([]);
  cloud.hook = ({ method, moment }) => {
    if (method === "create" && moment === "before") throw new Error("interrupted");
  };
  expect((await b.up(version("two"))).failures).not.toEqual([]);
  cloud.hook = () => undefined;
  expect(b.calls().slice(-2)).toEqual(["delete local", "delete parent"]);
  expect(await b.engine.adopt(b.stack)).toMatchObject({ failures: [] });
  expect(b.calls()).toEqual([]);
  expect((await b.up(version("two"))).failures).toEqual([]);
  expect(b.calls()).toEqual(["create parent", "create local"]);
});

test("a replacement that failed before its delete comes with the next up", async () => {
  const b = new EngineHarness();
  const version = (replacementTrigger: string) =>
    program(() => {
      new Thing("thing", {}, { replacementTrigger, deleteBeforeReplace: true });
    });
  expect((await b.up(version("one"))).failures).toEqual([]);
  b.cloud.hook = ({ method }) => {
    if (method === "delete") throw new Error("not now");
  };
  expect((await b.up(version("two"))).failures).toMatchObject([{ message: "not now" }]);
  b.cloud.hook = () => undefined;
  b.calls();
  expect(await b.engine.adopt(b.stack)).toMatchObject({ failures: [] });
  expect((await b.up(version("two"))).failures).toEqual([]);
  expect(b.calls()).toEqual(["delete thing", "create thing"]);
});

test("a read that fails is a failure, and the rest is taken over", async () => {
  const b = await lost();
  b.cloud.hook = ({ method, name }) => {
    if (method === "read" && name === "waiting") throw new Error("the cloud says no");
  };
  const { failures } = await b.engine.adopt(b.stack);
  expect(failures).toMatchObject([{ message: "the cloud says no" }]);
  expect(names(b)).toEqual(["child", "demo-dev", "group", "parent"]);
});

test("a program that gives its outputs by apply runs to its end while things are missing", async () => {
  const b = new EngineHarness();
  let ends = 0;
  b.program = program(() => {
    const missing = new Thing("missing", {});
    const length = missing.endpoint.apply((endpoint) => endpoint.length);
    ends++;
    return { length: pulumi.interpolate`${length}` };
  });
  expect(await b.engine.adopt(b.stack)).toMatchObject({ failures: [], outputs: {} });
  expect(ends).toBe(1);
});
