import { expect, test } from "vitest";
import { Access } from "../../../infra/components/access";
import { SECRET_KEY } from "../../../infra/names/physical-names";
import type { Student } from "../../../infra/components/student";
import type { Workspace } from "../../../infra/components/workspace";
import { type Graph, graphOf } from "../../support/graph";
import { sealed } from "../../support/graph/azure";
import { testStudent, testWorkspace, deployerAsStudent, STUDENT } from "../../support/graph/parts";

const access = (studentOf: (w: Workspace) => Student): Promise<Graph> =>
  graphOf(() => {
    const workspace = testWorkspace();
    const student = studentOf(workspace);
    return {
      scope: new Access("access", { workspace, student, scopeName: "lab", openaiKey: "canary" })
        .scopeName,
    };
  });

test("puts the key into a scope as a secret, even when it came in clear", async () => {
  const graph = await access(testStudent);
  expect(graph.only("SecretScope").inputs).toEqual({ name: "lab" });
  expect(graph.only("Secret").inputs).toEqual({
    scope: "lab",
    key: "openai-key",
    stringValue: sealed("canary"),
  });
  expect(SECRET_KEY).toBe("openai-key");
  expect(graph.outputs).toEqual({ scope: "lab" });
});

test("lets the student read, and no more", async () => {
  expect((await access(testStudent)).only("SecretAcl").inputs).toEqual({
    scope: "lab",
    principal: STUDENT,
    permission: "READ",
  });
});

test("grants nothing to a deployer, who manages the scope", async () => {
  expect((await access(deployerAsStudent)).of("SecretAcl")).toEqual([]);
});

test("a new value, or a new permission, goes in after the old one is out: the other order loses it", async () => {
  const graph = await access(testStudent);
  expect(graph.only("Secret").deleteBeforeReplace).toBe(true);
  expect(graph.only("SecretAcl").deleteBeforeReplace).toBe(true);
});

test("without a key the scope is empty, and still the student's to read", async () => {
  const graph = await graphOf(() => {
    const workspace = testWorkspace();
    return {
      scope: new Access("access", { workspace, student: testStudent(workspace), scopeName: "lab" })
        .scopeName,
    };
  });
  expect(graph.of("Secret")).toEqual([]);
  expect(graph.only("SecretAcl").inputs).toMatchObject({ scope: "lab", principal: STUDENT });
  expect(graph.outputs).toEqual({ scope: "lab" });
});
