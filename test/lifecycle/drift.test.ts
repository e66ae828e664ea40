/** What somebody else changed or deleted, and what `refresh` and `up` make of it. */
import { beforeAll, describe, expect, test } from "vitest";
import { azureStore } from "../../scripts/cloud/azure/store";
import type { StateEntry } from "../support/engine/harness";
import { deleteByHand, deleteLeftOverGroups } from "../support/lifecycle/by-hand";
import { ENGINES, type Lab, type LabHarness, useHarness } from "../support/lifecycle";
import { isCliInstalled } from "../support/engine/pulumi-cli";
import { seconds } from "../support/time-limits";

const EXTRAS = {
  diagnostics: true,
  policy: {},
  budget: { amount: 9, emails: ["a@school.example"], start: "2027-01-01" },
};

let harness: LabHarness;
let lab: Lab;
let base: Record<string, unknown>;
let settings: Record<string, unknown>;

/** Also the storage of Unity Catalog, which outlives the workspace until `lab recover` deletes it. */
async function deleteWhole(entry: StateEntry): Promise<void> {
  const { world } = lab;
  const { env } = harness.cloud.connection;
  const workspaceId = azureStore(world).workspaces.values()[0]?.id ?? "";
  await deleteByHand({ world, env, workspaceId }, entry);
  await deleteLeftOverGroups({ world, env });
}

/** Everything outside Pulumi: its own bookkeeping (components, providers, what acts only when it is deleted) is not. */
const real = (): StateEntry[] =>
  lab.state.resources.filter(
    ({ type, urn }) =>
      !/^(rai-lab:|pulumi:|pulumi-nodejs:)/.test(type) &&
      !urn.includes("::default_") &&
      type !== "pulumi:pulumi:Stack",
  );
const named = (urn: string): string => urn.split("::").at(-1) ?? "";

/** Each engine with what it is looked at for: a real CLI takes ten seconds an operation. */
const CASES = ENGINES.flatMap((engine) => [
  {
    engine,
    auth: "key",
    only:
      engine === "embedded"
        ? undefined
        : /^(lab-group|databricks-workspace|.*(cluster|scope|folder))$/,
  },
  // What differs from the first.
  ...(engine === "embedded" ? [{ engine, auth: "entra", only: /^grants/ }] : []),
]);

describe.each(CASES)("with the $engine engine and sign-in by $auth", ({ engine, auth, only }) => {
  const useThis = useHarness(engine);
  beforeAll(async () => {
    if (engine === "pulumi" && !isCliInstalled) return;
    harness = useThis();
    lab = harness.lab("dev");
    const { objectId } = harness.cloud.connection.student;
    settings = {
      ...EXTRAS,
      openai: { auth },
      student: { userName: "student@rai-lab.example", ...(auth === "entra" && { objectId }) },
    };
    expect((await lab.up(settings)).failures).toEqual([]);
    base = lab.inventory;
  }, seconds(15));

  test(
    "every resource, deleted by hand: refresh and up bring it back, and then nothing is left to do",
    async () => {
      const names = real().map(({ urn }) => named(urn));
      expect(names.length).toBeGreaterThan(18);
      for (const name of names.filter((one) => only?.test(one) ?? true)) {
        const entry = real().find(({ urn }) => named(urn) === name)!;
        await deleteWhole(entry);
        const refreshed = await lab.refresh();
        expect(refreshed.failures, `refresh without ${name}`).toEqual([]);
        expect(refreshed.changed, `refresh without ${name}`).toMatchObject({
          [name]: expect.any(String),
        });
        // An account that somebody deleted is kept for two days: to have its name again is to restore or to purge it.
        const softDeleted = name === "lab-group" || name === "openai-account";
        if (softDeleted) {
          const { failures } = await lab.up(settings);
          expect(failures.map(({ code }) => code)).toContain("FlagMustBeSetForRestore");
        }
        const openai = { auth, ...(softDeleted && { restore: true }) };
        const healed = await lab.up({ ...settings, openai });
        expect(healed.failures, `up without ${name}`).toEqual([]);
        expect(lab.inventory, `after ${name}`).toEqual(base);
        const again = await lab.up(settings);
        expect(again.failures).toEqual([]);
        expect(again.changed, `a second up after ${name}`).toEqual(
          softDeleted ? { "openai-account": "update" } : {},
        );
      }
    },
    seconds(90),
  );
});
