/** Leaving and looking need names and a state, and no valid configuration. */
import fc from "fast-check";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { invalidConfiguration } from "../../bench/properties/config";
import { toPulumiConfig } from "../../bench/pulumi-config";
import { parseConfig } from "../../infra/config";
import { LabError } from "../../infra/errors";
import { destroy } from "../../scripts/commands/destroy";
import { outputs } from "../../scripts/commands/outputs";
import { proof } from "../../scripts/commands/proof";
import { recover } from "../../scripts/commands/recover";
import { status } from "../../scripts/commands/status";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
let stacks: LocalStacks;
beforeAll(async () => {
  stacks = await startLocalStacks(home);
});
afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

const CASES = 40;
const configurations = fc.sample(invalidConfiguration, { seed: 11, numRuns: CASES });
const AS_IF_NOTHING = /nothing to do|nothing of stack \S+ is left/;

test(
  `with each of ${CASES} wrong configurations a standing stack is seen, repaired and destroyed`,
  async () => {
    const name = "standing";
    for (const configuration of configurations) {
      const raw = toPulumiConfig(configuration);
      const wrong = JSON.stringify(configuration);
      expect(() => parseConfig(raw, "rai-lab", name), wrong).toThrow(LabError);
      stacks.settle(name, configuration);
      await stacks.make(name);
      for (const command of [outputs, recover]) {
        const ended = await stacks.run(command, name, "--local");
        expect([ended.exitCode, ended.error], wrong).toEqual([0, undefined]);
        expect(ended.written, wrong).toMatch(/^warning: The configuration of stack standing has /m);
      }
      const listed = await stacks.run(status);
      expect([listed.exitCode, listed.error], wrong).toEqual([0, undefined]);
      expect(listed.written, wrong).toMatch(/^warning: The configuration of stack standing has /m);
      const seen = await stacks.run(proof, name, "--local");
      expect(seen.exitCode, wrong).toBe(1);
      expect(seen.text, wrong).toMatch(
        /^standing exists \(2 resources\): npx lab destroy standing --local/,
      );
      const destroyed = await stacks.run(destroy, name, "--local");
      expect([destroyed.exitCode, destroyed.error], wrong).toEqual([0, undefined]);
      expect(destroyed.document, wrong).toMatchObject({ resources: { delete: 2 } });
    }
  },
  seconds(25),
);

test(
  `with each of ${CASES} wrong configurations and no state, what there was is unknown`,
  async () => {
    const name = "lost";
    for (const configuration of configurations) {
      const wrong = JSON.stringify(configuration);
      stacks.settle(name, configuration);
      for (const command of [outputs, recover, proof, destroy]) {
        const ended = await stacks.run(command, name, "--local");
        const code = ended.error instanceof LabError ? ended.error.code : ended.exitCode;
        expect(["config", 2], `${command.spec.name} ${wrong}`).toContain(code);
        expect(ended.written, `${command.spec.name} ${wrong}`).not.toMatch(AS_IF_NOTHING);
      }
    }
    expect(existsSync(stacks.stateFile(name))).toBe(false);
  },
  seconds(25),
);

test("looking writes no settings", async () => {
  await stacks.make("looked-at");
  for (const command of [outputs, recover, proof, destroy])
    expect((await stacks.run(command, "looked-at", "--local")).error).toBeUndefined();
  expect(existsSync(path.join(home, "Pulumi.looked-at.yaml"))).toBe(false);
});
