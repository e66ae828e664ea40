import { expect, test } from "vitest";
import { Incomplete } from "../../scripts/lib/shell/stages";
import { completedProofText, proofText } from "../../scripts/proof/text";
import type { Proof } from "../../scripts/proof/report";

const proof: Proof = {
  schema: "rai-lab/proof/1",
  stack: "dev",
  subscriptionId: "sub",
  left: [{ kind: "account", id: "/subscriptions/sub/accounts/a", note: "holds quota" }],
  unknown: [
    {
      kind: "workspace",
      code: "AuthorizationFailed",
      reason: "no right to look",
      cure: "ask for a role",
    },
  ],
  looked: [
    { kind: "resource group", id: "/subscriptions/sub/resourceGroups/g", state: "gone" },
    { kind: "account", id: "/subscriptions/sub/accounts/a", state: "left" },
    { kind: "workspace", id: "/subscriptions/sub/workspaces/w", state: "unknown" },
    {
      kind: "soft-deleted workspace",
      id: "/subscriptions/sub/workspaces/w",
      state: "cannot be seen",
    },
  ],
};

test("a row per thing looked for, with the reason beside what is not simply gone", () => {
  expect(proofText(proof).split("\n")).toEqual([
    "1 of stack dev left (looked in subscription sub)",
    "",
    "what                    name  state        note",
    [22, 4, 11, 68].map((width) => "─".repeat(width)).join("  "),
    "resource group          g     gone",
    "account                 a     left         holds quota",
    "workspace               w     unknown      AuthorizationFailed",
    "soft-deleted workspace  w     not visible  Azure keeps a deleted workspace for 7 days and has no way to list it",
    "",
    "workspace: no right to look",
    "try: ask for a role",
  ]);
});

test("what was there before the stack is named, and what has its names there is no reproach", () => {
  const kept = [{ kind: "account" as const, id: "/subscriptions/sub/accounts/oai-school" }];
  const looked = [
    { kind: "deployment" as const, id: "/a/deployments/chat", state: "theirs" as const },
  ];
  const text = proofText({ ...proof, left: [], unknown: [], looked, kept });
  expect(text.split("\n").slice(4)).toEqual([
    "deployment  chat  theirs  has this name, but not the tags of this stack: it stays",
    "",
    "existed before this stack, and stays: account oai-school",
  ]);
});

test("the first line tells nothing left from not everything looked for", () => {
  expect(proofText({ ...proof, left: [] }).split("\n")[0]).toBe(
    "nothing of stack dev was found (looked in subscription sub), but 1 could not be checked",
  );
  expect(proofText({ ...proof, left: [], unknown: [] }).split("\n")[0]).toBe(
    "nothing of stack dev is left (looked in subscription sub)",
  );
});

test("as the end of a stage it is complete only when all was looked for and nothing is left", () => {
  expect(completedProofText({ ...proof, left: [], unknown: [] })).toBe(
    "nothing of stack dev is left",
  );
  expect(() => completedProofText(proof)).toThrow(new Incomplete("1 left"));
  expect(() => completedProofText({ ...proof, left: [] })).toThrow(
    new Incomplete("1 could not be checked"),
  );
});

test("a stack that simply exists is named with the command that destroys it", () => {
  const [destroy, recover] = ["npx lab destroy dev", "npx lab recover dev"];
  const firstLine = (resources: number): string =>
    proofText({ ...proof, exists: { resources, destroy, recover } }).split("\n")[0]!;
  expect(firstLine(31)).toBe("dev exists (31 resources): npx lab destroy dev");
  expect(firstLine(0)).toBe(
    "dev exists, and no state records it: npx lab recover dev takes it into a state, npx lab destroy dev deletes it",
  );
});
