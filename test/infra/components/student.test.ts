import { expect, test } from "vitest";
import { requirePerson } from "../../../infra/components/student";
import { LabError } from "../../../infra/errors";
import { graphOf } from "../../support/graph";
import { azure, DEPLOYER } from "../../support/graph/azure";
import { testStudent, testWorkspace, deployerAsStudent, STUDENT } from "../../support/graph/parts";

test("a named student becomes a user, also one who is a user already", async () => {
  const graph = await graphOf(() => ({ userName: testStudent(testWorkspace()).userName }));
  expect(graph.only("User").inputs).toEqual({ userName: STUDENT, force: true });
  expect(graph.outputs).toEqual({ userName: STUDENT });
});

test("nobody named: the deployer, asked of the workspace once it is usable", async () => {
  const seen: string[] = [];
  const answers = azure();
  const graph = await graphOf(() => ({ userName: deployerAsStudent(testWorkspace()).userName }), {
    answers: {
      outputs: (r) => (seen.push(r.name), answers.outputs(r)),
      invoke: (token, args) => (seen.push(token), answers.invoke(token, args)),
    },
  });
  expect(graph.outputs).toEqual({ userName: DEPLOYER });
  expect(graph.of("User")).toEqual([]);
  expect(seen.indexOf("databricks:index/getCurrentUser:getCurrentUser")).toBeGreaterThan(
    seen.indexOf("databricks-readiness"),
  );
});

test("a service principal is no person", () => {
  expect(requirePerson("ada@school.example")).toBe("ada@school.example");
  expect(() => requirePerson("0000-client")).toThrow(LabError);
});
