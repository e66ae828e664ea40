import type { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { Incomplete, runStages, type Stage } from "../../../scripts/lib/shell/stages";
import { recordingConsole } from "../../support/console";

const ends = (title: string, end: string | Error): Stage => ({
  title,
  run: () => (typeof end === "string" ? Promise.resolve(end) : Promise.reject(end)),
});

test("what is not complete is marked, and the next stage begins; any other failure ends it, unchanged", async () => {
  const console = recordingConsole();
  const broken = new LabError("cloud", "gone");
  const stages = [
    ends("a", "3 created"),
    ends("b", new Incomplete("1 failed")),
    ends("c", broken),
    ends("d", "never"),
  ];
  await expect(runStages(stages, console)).rejects.toBe(broken);
  const said = (console.stderr as unknown as PassThrough).read() as Buffer;
  const marked = stripVTControlCharacters(said.toString()).match(/^[✔✖].*$/gm);
  expect(marked).toEqual(["✔ a: 3 created", "✖ b [FAILED: 1 failed]", "✖ c [FAILED: gone]"]);
});
