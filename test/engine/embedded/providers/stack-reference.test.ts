import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import { parseStackReference } from "../../../../scripts/engine/embedded/providers/stack-reference";
import { FakeCloud } from "../../../support/engine/cloud";
import {
  EngineHarness,
  nameIn,
  program,
  stackIn,
  type StateEntry,
} from "../../../support/engine/harness";
import { Thing } from "../../../support/engine/sdk";

const CANARY = "canary-3f1c-never-in-clear";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const REFERENCE = "organization/demo/class";

let course: EngineHarness;
let seat: EngineHarness;
beforeEach(() => {
  const backend = mkdtempSync(join(tmpdir(), "rai-lab-reference-"));
  const cloud = new FakeCloud();
  course = new EngineHarness(cloud, stackIn(backend, "class"));
  seat = new EngineHarness(cloud, stackIn(backend, "seat"));
});

const publish = (size: number) =>
  course.up(
    program(() => ({
      size,
      place: { region: "here" },
      key: pulumi.secret(CANARY),
      absent: undefined,
    })),
  );
const using = (name = REFERENCE) =>
  program(() => {
    const other = new pulumi.StackReference(name);
    const size = other.requireOutput("size").apply((n) => Number(n));
    new Thing("seat", { size, from: other.requireOutput("key") });
    return {
      size,
      key: other.getOutput("key"),
      none: other.getOutput("none"),
      region: other.getOutput("place"),
    };
  });
const entryOf = (b: EngineHarness, name: string): StateEntry | undefined =>
  b.state.resources.find((r) => nameIn(r) === name);

describe("StackReference", () => {
  test("another stack's outputs are at hand, secrets stay secret, and the state is the CLI's", async () => {
    await publish(1);
    const { failures } = await seat.up(using());
    expect(failures).toEqual([]);
    expect(await seat.engine.outputs(seat.stack)).toEqual({
      outputs: { size: 1, key: CANARY, region: { region: "here" } },
      secretOutputs: ["key"],
    });
    expect([...seat.cloud.objects.values()]).toEqual([
      { host: "localhost", size: 1, from: CANARY },
    ]);
    expect(readFileSync(seat.stateFile, "utf8")).not.toContain(CANARY);

    const provider = seat.state.resources.find((r) => r.type === "pulumi:providers:pulumi");
    expect(provider?.urn).toBe("urn:pulumi:seat::demo::pulumi:providers:pulumi::default");
    expect(entryOf(seat, REFERENCE)).toEqual({
      urn: `urn:pulumi:seat::demo::pulumi:pulumi:StackReference::${REFERENCE}`,
      custom: true,
      id: REFERENCE,
      type: "pulumi:pulumi:StackReference",
      inputs: { name: REFERENCE },
      outputs: {
        name: REFERENCE,
        outputs: {
          size: 1,
          place: { region: "here" },
          key: { [SIGNATURE]: expect.any(String), ciphertext: expect.stringMatching(/^v1:/) },
        },
        secretOutputNames: ["key"],
      },
      parent: "urn:pulumi:seat::demo::pulumi:pulumi:Stack::demo-seat",
      external: true,
      provider: `${provider?.urn}::${provider?.id}`,
    });
  });

  test("an unchanged stack is the same again, ciphertexts included; a changed output reaches who uses it", async () => {
    await publish(1);
    await seat.up(using());
    const before = entryOf(seat, REFERENCE);
    seat.calls();
    expect((await seat.up(using())).counts).toMatchObject({
      update: 0,
      create: 0,
      replace: 0,
      delete: 0,
    });
    expect(entryOf(seat, REFERENCE)).toEqual(before);
    await publish(2);
    expect((await seat.preview(using())).counts).toMatchObject({ update: 1 });
    expect(seat.calls()).toEqual([]);
    expect((await seat.up(using())).outputs).toMatchObject({ size: 2 });
    expect(seat.calls()).toEqual(["update seat"]);
  });

  test("refresh reads it again; destroy forgets it and leaves the other stack alone", async () => {
    await publish(1);
    await seat.up(using());
    await publish(5);
    expect((await seat.engine.refresh(seat.stack)).failures).toEqual([]);
    expect(entryOf(seat, REFERENCE)?.outputs).toMatchObject({ outputs: { size: 5 } });
    const theirs = readFileSync(course.stateFile, "utf8");
    const destroyed = await seat.engine.destroy(seat.stack);
    // The thing and the stack itself: nothing of the other stack is deleted.
    expect(destroyed).toMatchObject({ failures: [], counts: { delete: 2 } });
    expect(seat.state.resources).toEqual([]);
    expect(readFileSync(course.stateFile, "utf8")).toBe(theirs);
  });

  test("a stack that nobody deployed is a failure with its cure, and nothing is made of it", async () => {
    const { failures } = await seat.up(using());
    expect(failures).toHaveLength(1);
    expect(failures[0]).toEqual({
      urn: `urn:pulumi:seat::demo::pulumi:pulumi:StackReference::${REFERENCE}`,
      code: "not-found",
      message: `there is no stack "${REFERENCE}"`,
      cure: "deploy that stack first, or correct its name where this stack refers to it",
    });
    expect(seat.cloud.objects.size).toBe(0);
    expect((await seat.preview(using())).failures.map((f) => f.code)).toEqual(["not-found"]);
    await publish(1);
    expect((await seat.up(using())).failures).toEqual([]);
  });

  test("an output that is not there is asked for in vain", async () => {
    await publish(1);
    const { failures } = await seat.up(
      program(() => ({ x: new pulumi.StackReference(REFERENCE).requireOutput("nothing") })),
    );
    expect(failures.map((f) => f.message).join()).toContain(
      `Required output 'nothing' does not exist on stack '${REFERENCE}'`,
    );
  });

  test("another passphrase, and a stack that lives on a real cloud, are refused by name", async () => {
    course.stack.passphrase = "another";
    await publish(1);
    expect((await seat.up(using())).failures[0]).toMatchObject({
      code: "state-unreadable",
      message: `the stack "${REFERENCE}" cannot be read: the passphrase does not open this stack's secrets`,
      cure: expect.stringMatching(/^use the passphrase that the stack was made with/),
    });
    course = new EngineHarness(course.cloud, {
      ...course.stack,
      passphrase: seat.stack.passphrase,
      project: "other",
    });
    await course.up(program(() => new Thing("real", { label: "x" })));
    const state = readFileSync(course.stateFile, "utf8");
    const foreign = state.replaceAll("https://127.0.0.1:1/", "https://real.example/");
    writeFileSync(course.stateFile, foreign.replace(course.state.manifest.version, "v3.260.0"));
    expect((await seat.up(using("organization/other/class"))).failures[0]).toMatchObject({
      code: "foreign-stack",
      message: "a local stack refers to one that lives at https://real.example/things/x",
    });
    expect(seat.cloud.objects.has("/things/seat")).toBe(false);
  });

  test("what a CLI deployed without any address is read: nothing shows that it is elsewhere", async () => {
    await publish(1);
    const state = readFileSync(course.stateFile, "utf8");
    writeFileSync(course.stateFile, state.replace(course.state.manifest.version, "v3.260.0"));
    expect((await seat.up(using())).outputs).toMatchObject({ size: 1 });
  });
});

describe("names of stacks", () => {
  test.each([
    ["class", { project: "demo", name: "class" }],
    ["organization/class", { project: "demo", name: "class" }],
    ["organization/other/class", { project: "other", name: "class" }],
  ])("%s", (reference, named) => {
    expect(parseStackReference(reference, "demo")).toEqual(named);
  });

  test.each([
    "",
    "me/class",
    "me/demo/class",
    "organization/",
    "organization/../class",
    "organization/a/b/c",
    "a b",
  ])("%j names nothing here", (reference) => {
    expect(() => parseStackReference(reference, "demo")).toThrow(
      expect.objectContaining({
        code: "not-found",
        message: `"${reference}" does not name a stack of this backend`,
        cure: expect.stringContaining("organization/<project>/<stack>"),
      }),
    );
  });

  test("the three forms reach the same stack", async () => {
    await publish(3);
    for (const name of ["class", "organization/class", REFERENCE])
      expect((await seat.up(using(name))).outputs).toMatchObject({ size: 3 });
  });
});
