import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { guardSeats } from "../../../scripts/commands/stack/class-seats";
import { temporaryFolder } from "../../support/folder";

const refused = new LabError("sign-in", "the sign-in was refused", { cure: "sign in again" });
const handle = {
  stack: { project: "rai-lab", name: "spring" },
  cloud: {},
  engine: { recorded: () => Promise.resolve(undefined) },
  azure: () => Promise.reject(refused),
} as never;

/** Guards a class whose workspace cannot be read. @returns the answer, and what was asked */
async function guard(answer: boolean | undefined, allowed = false) {
  const asked: string[] = [];
  const confirm = (question: string): Promise<boolean | undefined> => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  const console = { env: { RAI_LAB_HOME: temporaryFolder() }, confirm } as never;
  const isAllowed = await guardSeats(handle, { layout: "class" } as never, allowed, console);
  return { isAllowed, asked };
}

test("a class whose workspace cannot be read is not destroyed unasked: seats may be in it", async () => {
  await expect(guard(undefined)).rejects.toMatchObject({
    code: "data-loss",
    message: expect.stringContaining("could not be seen (the sign-in was refused)") as string,
    cure: "sign in again, or run: npx lab destroy spring --local --allow-data-loss",
  });
});

test("the user may decide so", async () => {
  const { isAllowed, asked } = await guard(true);
  expect(isAllowed).toBe(true);
  expect(asked).toHaveLength(1);
  expect(await guard(undefined, true)).toEqual({ isAllowed: false, asked: [] });
});
