import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { LabError } from "../../infra/errors";
import { otherVersion } from "../../scripts/base/schema";
import { readClassRecord } from "../../scripts/class/class-store";
import { journalOf, readJournal as readClassJournal } from "../../scripts/class/fleet";
import { Store } from "../../scripts/cloud/core/store";
import { StateFile } from "../../scripts/engine/state/checkpoint";
import { readJournal } from "../../scripts/probe/journal";
import { temporaryFolder } from "../support/folder";

test.each([
  [{ schema: "rai-lab/journal/2" }, true],
  [{ schema: "rai-lab/journal/1" }, false],
  [{ schema: "rai-lab/class/2" }, false],
  [{ schema: 2 }, false],
  [{}, false],
  ["rai-lab/journal/2", false],
  [null, false],
])("%j is of another version: %s", (document, isOther) => {
  expect(otherVersion(document, "rai-lab/journal/1") !== undefined).toBe(isOther);
});

const state = (folder: string): Promise<StateFile> =>
  StateFile.open({ backend: folder, project: "rai-lab", name: "dev", passphrase: "p" });
const STATE = ".pulumi/stacks/rai-lab/dev.json";
const spec = { schema: "rai-lab/probe-spec/9" };
const service = { account: "a", deployment: "d", apiVersion: "v", region: "r", model: "m" };

/** Every file in which the lab keeps a state: how a later version may begin it, and who reads it. */
const FILES: readonly [string, string, object, (folder: string) => unknown][] = [
  [
    "a local world",
    "cloud.jsonl",
    ["world", "file", { schema: "rai-lab/world/9" }],
    (folder) => new Store(path.join(folder, "cloud.jsonl")),
  ],
  ["a state", STATE, { version: 9, checkpoint: {} }, state],
  [
    "a state with features",
    STATE,
    { version: 4, features: ["later"], checkpoint: { latest: {} } },
    state,
  ],
  ["the folder of states", ".pulumi/meta.yaml", { version: 9 }, state],
  [
    "a probe's journal",
    "journal.jsonl",
    { type: "spec", schema: "rai-lab/journal/9" },
    (folder) => readJournal(path.join(folder, "journal.jsonl")),
  ],
  [
    "a probe's specification",
    "journal.jsonl",
    { type: "spec", schema: "rai-lab/journal/1", hash: "", spec, service, started: "" },
    (folder) => readJournal(path.join(folder, "journal.jsonl")),
  ],
  ["the record of a class", "class.json", { schema: "rai-lab/class/9" }, readClassRecord],
  [
    "the journal of a class",
    "journal.jsonl",
    { type: "journal", schema: "rai-lab/class-journal/9" },
    (folder) => readClassJournal(journalOf(folder)),
  ],
];

test.each(FILES)(
  "%s of a later version is refused by name, and stays as it is",
  async (_, name, content, read) => {
    const folder = temporaryFolder();
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    const text = `${JSON.stringify(content)}\n`;
    writeFileSync(file, text);
    const error: unknown = await Promise.resolve()
      .then(() => read(folder))
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LabError);
    const { message, where, cure } = error as LabError;
    expect(message).toMatch(/another version|schema is 9|later|layout version/);
    expect(where).toBe(file);
    expect(cure).toContain("use the version of rai-lab");
    expect(readFileSync(file, "utf8")).toBe(text);
  },
);

test("a world without a version is one of the time before, and gets one", () => {
  const file = path.join(temporaryFolder(), "cloud.jsonl");
  writeFileSync(file, '["pets","a",1]\n');
  const store = new Store(file);
  expect(store.collection("pets").get("a")).toBe(1);
  store.close();
  expect(readFileSync(file, "utf8").split("\n")[0]).toContain("rai-lab/world/1");
});
