import * as path from "node:path";
import { expect, it } from "vitest";
import { pythonFor, runPython } from "../../../support/python";
import { seconds } from "../../../support/time-limits";

it("the notebook runner's own tests pass", { timeout: seconds(60) }, async (test) => {
  const python = await pythonFor("notebook", test);
  const here = path.join(__dirname, "runner");
  const { stderr } = await runPython(
    python,
    ["-m", "unittest", "discover", "-s", here, "-t", here],
    {
      PYTHONPATH: path.resolve(__dirname, "../../../../scripts/cloud/databricks/notebooks"),
    },
  );
  const ran = Number(/Ran (\d+) tests/.exec(stderr)?.[1]);
  expect(ran).toBeGreaterThanOrEqual(20);
  expect(stderr).toMatch(/\nOK\s*$/);
});
