import { expect, test } from "vitest";
import { readSeat } from "../../../../scripts/commands/class/report/gather";
import { OUTPUTS, type StoredFile, workspaceWith } from "../../../support/class/workspace-files";

const read = (files: Record<string, StoredFile> | undefined, exported: string[] = []) =>
  readSeat({ workspaceOf: () => Promise.resolve(workspaceWith(files, exported)) }, "ada", {
    ...OUTPUTS,
    secretScope: "rai-lab-spring-ada",
  });

test("all files of answers in the student's own folder are read, and no others", async () => {
  const found = await read({
    "answers-0badcafe.jsonl": { text: "é\n" },
    "answers-00000001.jsonl": { text: "second" },
    "notes.txt": { text: "mine" },
  });
  expect(found).toEqual({ seat: "ada", scope: "rai-lab-spring-ada", files: ["é\n", "second"] });
});

test.each([
  ["no folder", undefined],
  ["no file", {}],
])("%s is nothing, and no error", async (_, files) => {
  expect((await read(files)).files).toEqual([]);
});

test("what is too large is not fetched at all", async () => {
  const exported: string[] = [];
  const file = { text: "{}", size: 11 * 1024 * 1024 };
  expect(await read({ "answers-0badcafe.jsonl": file }, exported)).toMatchObject({
    files: { state: "too large", reason: "its files are larger than 10 MiB, or too many" },
  });
  expect(exported).toEqual([]);
});
