import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { Incomplete, runStages, Stage } from "../../../scripts/lib/shell/stages";
import { recordingConsole } from "../../support/console";

const succeeds = (title: string, text: string): Stage<string> =>
  new Stage(title, () => Promise.resolve(text), String);
const fails = (title: string, error: Error): Stage<string> =>
  new Stage(title, () => Promise.reject(error), String);

test("a stage keeps its result, also when its summary says that it is not complete", async () => {
  const stage = new Stage(
    "count",
    () => Promise.resolve(3),
    (count) => {
      throw new Incomplete(`${count} left`);
    },
  );
  expect(() => stage.result).toThrow('the stage "count" has no result');
  await expect(stage.run(() => undefined)).rejects.toThrow("3 left");
  expect(stage.result).toBe(3);
});

test("an incomplete stage is marked and the next one begins; any other error ends the run and is thrown unchanged", async () => {
  const console = recordingConsole();
  const broken = new LabError("cloud", "gone");
  const stages = [
    succeeds("a", "3 created"),
    fails("b", new Incomplete("1 failed")),
    fails("c", broken),
    succeeds("d", "never"),
  ];
  await expect(runStages(stages, console)).rejects.toBe(broken);
  const marked = stripVTControlCharacters(console.written()).match(/^[✔✖].*$/gm);
  expect(marked).toEqual(["✔ a: 3 created", "✖ b [FAILED: 1 failed]", "✖ c [FAILED: gone]"]);
});
