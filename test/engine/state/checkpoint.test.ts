/** The state file under bad conditions, and what it says to the Pulumi CLI. */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { integrityErrors } from "../../../scripts/engine/state/integrity";
import { StateFile } from "../../../scripts/engine/state/checkpoint";
import { Thing } from "../../support/engine/sdk";
import { EngineHarness, program } from "../../support/engine/harness";

const one = (size: number) => () => Promise.resolve({ key: new Thing("a", { size }).key });

/** The next write of the state meets a full device: Linux's /dev/full answers ENOSPC to every write. */
const fill = (b: EngineHarness): void => {
  mkdirSync(dirname(b.stateFile), { recursive: true });
  symlinkSync("/dev/full", `${b.stateFile}.tmp`);
};

test("the document is one that Pulumi reads: schema, name, magic, salt, layout marker", async () => {
  const b = new EngineHarness();
  await b.up(one(1));
  const document = JSON.parse(readFileSync(b.stateFile, "utf8")) as {
    version: number;
    checkpoint: { stack: string };
  };
  expect([document.version, document.checkpoint.stack]).toEqual([3, "organization/demo/dev"]);
  const { manifest } = b.state;
  expect(manifest.magic).toBe(createHash("sha256").update(manifest.version).digest("hex"));
  expect(b.state).toMatchObject({ secrets_providers: { type: "passphrase" }, metadata: {} });
  expect(readFileSync(join(b.stack.backend, ".pulumi", "meta.yaml"), "utf8")).toBe("version: 1\n");
  expect(integrityErrors((await StateFile.open(b.stack)).load().resources)).toEqual([]);
  expect(readdirSync(dirname(b.stateFile))).toEqual(["dev.json"]);
});

test.runIf(existsSync("/dev/full"))(
  "a full disk before the first step: one clear error, nothing done",
  async () => {
    const b = new EngineHarness();
    fill(b);
    await expect(b.up(one(1))).rejects.toMatchObject({
      code: "state-unwritable",
      where: b.stateFile,
    });
    expect([b.cloud.objects.size, existsSync(b.stateFile)]).toEqual([0, false]);
    expect((await b.up(one(1))).failures).toEqual([]);
  },
);

test.runIf(existsSync("/dev/full"))(
  "a full disk in the middle: the old state is intact, and the next run recovers",
  async () => {
    const b = new EngineHarness();
    await b.up(one(1));
    b.cloud.hook = ({ method, moment }) => {
      if (method === "create" && moment === "after") fill(b);
    };
    const two = () => {
      new Thing("later", { from: new Thing("b", {}).endpoint });
      return one(1)();
    };
    await expect(b.up(two)).rejects.toMatchObject({ code: "state-unwritable" });
    // The intent to create b was on disk before; its result could not be.
    expect(b.state.pending_operations?.map((o) => o.type)).toEqual(["creating"]);
    expect([...b.cloud.objects.keys()]).toEqual(["/things/a", "/things/b"]);
    b.cloud.hook = () => undefined;
    rmSync(`${b.stateFile}.tmp`, { force: true });
    b.calls();
    const next = await b.up(two);
    expect([next.failures, next.interrupted.length, b.calls()]).toEqual([
      [],
      1,
      ["update b", "create later"],
    ]);
  },
);

test("replaceWith makes it schema 4 with that feature, as the CLI writes it, and is read again", async () => {
  const b = new EngineHarness();
  const tied = program(() => {
    const first = new Thing("first", {});
    new Thing("second", {}, { replaceWith: [first] });
  });
  expect((await b.up(tied)).failures).toEqual([]);
  const document = JSON.parse(readFileSync(b.stateFile, "utf8")) as {
    version: number;
    features: string[];
  };
  expect([document.version, document.features]).toEqual([4, ["replaceWith"]]);
  expect((await b.up(tied)).counts).toMatchObject({ create: 0, same: 3 });
});

test("a wrong passphrase is told before anything happens", async () => {
  const b = new EngineHarness();
  await b.up(one(1));
  const wrong = { ...b.stack, passphrase: "wrong" };
  b.calls();
  await expect(b.engine.destroy(wrong)).rejects.toMatchObject({ code: "state-unreadable" });
  await expect(b.engine.outputs(wrong)).rejects.toMatchObject({ code: "state-unreadable" });
  expect(b.calls()).toEqual([]);
});

test.each([
  ["half a file", (text: string) => text.slice(0, text.length / 2)],
  ["not JSON", () => "resources: []"],
  ["a newer schema", (text: string) => text.replace('"version":3', '"version":5')],
  [
    "an unknown feature",
    (text: string) => text.replace('"version":3', '"version":4,"features":["replaceWith","views"]'),
  ],
  [
    "another secrets provider",
    (text: string) => text.replace('"type":"passphrase"', '"type":"service"'),
  ],
])("a damaged file is refused and left as it is: %s", async (_, damage) => {
  const b = new EngineHarness();
  await b.up(one(1));
  const damaged = damage(readFileSync(b.stateFile, "utf8"));
  writeFileSync(b.stateFile, damaged);
  await expect(b.up(one(2))).rejects.toMatchObject({
    code: "state-unreadable",
    where: b.stateFile,
  });
  expect(readFileSync(b.stateFile, "utf8")).toBe(damaged);
  expect(
    readdirSync(join(b.stack.backend, ".pulumi", "locks", "organization", "demo", "dev")),
  ).toEqual([]);
});

test("an unchanged run rewrites no ciphertext", async () => {
  const b = new EngineHarness();
  const { secret } = await import("@pulumi/pulumi");
  const program = () =>
    Promise.resolve({ from: secret(new Thing("a", { from: secret("hidden") }).key) });
  await b.up(program);
  const before = b.state.resources;
  expect(JSON.stringify(before)).toContain('"ciphertext"');
  await b.up(program);
  expect(b.state.resources).toEqual(before);
});
