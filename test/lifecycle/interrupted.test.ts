/** A first `up` that is killed, and what `recover` and the next `up` make of what nobody recorded. */
import { beforeEach, describe, expect, test } from "vitest";
import { ENGINES, type Lab, useHarness } from "../support/lifecycle";
import { seconds } from "../support/time-limits";

/** One of each way to be found again: by its inputs, by asking the workspace for its name, not at all. */
const NAMES = {
  // Every moment of it is in test/engine/embedded/crash.test.ts.
  embedded: ["compute-cluster", "caps-policy"],
  pulumi: ["lab-group", "databricks-workspace", "compute-cluster", "access-scope"],
};
const SETTINGS = { policy: {} };

describe.each(ENGINES)("with the %s engine", { timeout: seconds(30) }, (engine) => {
  const harness = useHarness(engine);
  let whole: Lab;
  beforeEach(async () => {
    whole = harness().lab("whole");
    expect((await whole.up(SETTINGS)).failures).toEqual([]);
  }, seconds(15));

  test.each(NAMES[engine])("killed when %s was made", async (name) => {
    const lab = harness().lab(name.replace(/\W/g, ""));
    await lab.killed(name, SETTINGS);
    expect(
      lab.state.pending_operations?.map(({ resource }) => resource.urn.split("::").at(-1)),
    ).toContain(name);
    const recovered = await lab.recover();
    expect(recovered.failures).toEqual([]);
    expect(lab.state.pending_operations ?? []).toEqual([]);
    const up = await lab.up(SETTINGS);
    expect(up.failures).toEqual([]);
    expect(lab.inventory).toEqual(whole.inventory);
    expect((await lab.up(SETTINGS)).changed).toEqual({});
  });
});
