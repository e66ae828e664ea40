import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { leftoverProcesses } from "../../../scripts/engine/cli/leftover-processes";
import { temporaryFolder } from "../../support/folder";

const HOST = "/home/user/.pulumi/bin/pulumi-language-nodejs";
const RUN = "node\0/srv/lab/node_modules/@pulumi/pulumi/cmd/run";
const DYNAMIC = "node\0/srv/lab/node_modules/@pulumi/pulumi/cmd/dynamic-provider";

/** A `/proc` with these processes: [pid, parent, name, arguments, folder]. */
function procOf(processes: [number, number, string, string, string][]): string {
  const proc = temporaryFolder();
  for (const [pid, parent, name, args, cwd] of processes) {
    const folder = path.join(proc, String(pid));
    mkdirSync(folder);
    writeFileSync(path.join(folder, "stat"), `${pid} (${name}) S ${parent} 0 0`);
    writeFileSync(path.join(folder, "cmdline"), `${args}\0`);
    symlinkSync(cwd, path.join(folder, "cwd"));
  }
  return proc;
}

test("what a killed CLI left in this project is found, by folder and arguments", () => {
  const proc = procOf([
    [1, 0, "init", "/sbin/init", "/"],
    [10, 1, "pulumi-language", HOST, "/srv/lab"],
    [11, 10, "node", RUN, "/srv/lab"],
    [12, 1, "node", DYNAMIC, "/srv/lab/infra"],
    [13, 1, "node", "node\0server.js", "/srv/lab"],
    [14, 1, "pulumi-language", HOST, "/srv/labour"],
  ]);
  expect(leftoverProcesses("/srv/lab", proc).sort()).toEqual([10, 11, 12]);
});

test("what has a running CLI above it belongs to another run", () => {
  const proc = procOf([
    [20, 1, "pulumi", "pulumi\0up", "/srv/lab"],
    [21, 20, "pulumi-language", HOST, "/srv/lab"],
    [22, 21, "node", RUN, "/srv/lab"],
    [23, 20, "node", DYNAMIC, "/srv/lab"],
  ]);
  expect(leftoverProcesses("/srv/lab", proc)).toEqual([]);
});

test("where there is no /proc none is found", () => {
  expect(leftoverProcesses("/srv/lab", "/nowhere")).toEqual([]);
});
