import { expect, test } from "vitest";
import { confirmDestroy } from "../../../scripts/commands/stack/confirm-destroy";
import type { RecordedState } from "../../../scripts/engine/engine";

const recorded = {
  count: 31,
  resources: [
    { urn: "u", type: "azure-native:resources:ResourceGroup", id: "/s/rg-dev", inputs: {} },
  ],
} as unknown as RecordedState;
const handle = { stack: { name: "dev" }, cloud: undefined } as never;

/** Asks with this answer. @returns the question, or undefined */
async function ask(state: RecordedState | undefined, answer: boolean | undefined) {
  let asked: string | undefined;
  const confirm = (question: string): Promise<boolean | undefined> => {
    asked = question;
    return Promise.resolve(answer);
  };
  await confirmDestroy(handle, { recorded: state }, { confirm });
  return asked;
}

test("the question names the stack, its place and what goes", async () => {
  const question = "Delete stack dev on Azure: 31 resources, with resource group rg-dev?";
  expect(await ask(recorded, true)).toBe(question);
  // Off a terminal there is no answer, and nothing is waited for.
  expect(await ask(recorded, undefined)).toBe(question);
});

test("no deletes nothing; without a state it is asked too", async () => {
  await expect(ask(recorded, false)).rejects.toMatchObject({
    code: "data-loss",
    message: "stack dev was not destroyed",
  });
  for (const state of [{ ...recorded, count: 0 }, undefined])
    expect(await ask(state, true)).toBe(
      "Delete stack dev on Azure: what bears its name, since no state records it?",
    );
});
