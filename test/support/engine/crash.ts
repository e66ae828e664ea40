/**
 * One `up` that is killed: `tsx crash.ts BACKEND CLOUD_FILE POINT`. The cloud lives in a file, so that it
 * outlives the process; POINT is `before|after METHOD NAME` of a provider call, or `before|after rename N` of the state.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import fs from "node:fs/promises";
import type { Props } from "../../../scripts/engine/plugin";
import { FakeCloud } from "./cloud";
import { EngineHarness, program, stackIn } from "./harness";
import { FakeProvider, Thing } from "./sdk";

/** A cloud whose objects are in a file after every call that changed them. */
export function cloudIn(file: string): FakeCloud {
  const cloud = new FakeCloud();
  if (existsSync(file))
    for (const [id, props] of JSON.parse(readFileSync(file, "utf8")) as [string, Props][])
      cloud.objects.set(id, props);
  cloud.hook = ({ moment }) => {
    if (moment === "after") writeFileSync(file, JSON.stringify([...cloud.objects]));
  };
  return cloud;
}

/** Two versions of a program: between them lie an update, both kinds of replacement, a create and a delete. */
export const programVersion = (n: 1 | 2) =>
  program(() => {
    const provider = new FakeProvider("own", {});
    const root = new Thing("root", { size: n }, { provider });
    const first = new Thing("delete-first", { label: `label-${n}`, from: root.key }, { provider });
    new Thing("falls-with", { label: first.key }, { provider });
    const painted = new Thing(
      "create-first",
      { color: n === 1 ? "red" : "blue" },
      { provider, dependsOn: [first] },
    );
    new Thing("user", { from: painted.key }, { provider });
    if (n === 1) new Thing("dropped", { from: root.key }, { provider });
    else new Thing("added", { from: painted.key }, { provider });
    return { key: root.key };
  });

export const OBJECTS_OF_2 = [
  "/things/added",
  "/things/create-first-blue",
  "/things/key of /things/label-2",
  "/things/label-2",
  "/things/root",
  "/things/user",
];

const killSelf = (): void => void process.kill(process.pid, "SIGKILL");

function killAtRename(moment: string, nth: number): void {
  const { rename } = fs;
  let count = 0;
  fs.rename = async (from, to) => {
    const fatal = ++count === nth;
    if (fatal && moment === "before") killSelf();
    await rename(from, to);
    if (fatal) killSelf();
  };
}

async function main(backend: string, file: string, point: string): Promise<void> {
  const [moment = "", method = "", name = ""] = point.split(" ");
  const cloud = cloudIn(file);
  const save = cloud.hook;
  cloud.hook = async (call) => {
    await save(call);
    if (call.moment === moment && call.method === method && call.name === name) killSelf();
  };
  if (method === "rename") killAtRename(moment, Number(name));
  const b = new EngineHarness(cloud, stackIn(backend));
  await b.up(programVersion(2));
  throw new Error(`never came to: ${point}`);
}

const [backend, file, point] = process.argv.slice(2);
if (require.main === module && backend && file && point) void main(backend, file, point);
