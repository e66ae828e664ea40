import { createRequire } from "node:module";
import { expect, test } from "vitest";
import program from "../../infra";
import { graphOf } from "../support/graph";

test("the program is an async function that builds the stack it is run for", async () => {
  const config = { "rai-lab:student": '{"userName":"student@rai-lab.example"}' };
  const graph = await graphOf(program, { config, stack: "s03" });
  expect(graph.only("ResourceGroup").inputs["resourceGroupName"]).toBe("rg-rai-lab-s03");
  expect(graph.outputs).toHaveProperty("notebookUrl");
});

test("a wrong configuration rejects, and builds nothing", async () => {
  await expect(graphOf(program, { config: { "rai-lab:modle": "x" } })).rejects.toThrow(
    "rai-lab:modle is not a key. Did you mean model?",
  );
});

test("package.json leads Pulumi to it", () => {
  const { main } = createRequire(__filename)("../../package.json") as { main: string };
  expect(main).toBe("infra/index.ts");
});
