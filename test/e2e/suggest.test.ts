import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";

import { copyProject } from "../../bench/project-copy";
import { temporaryFolder } from "../support/folder";
import { documentOf, type ProcessResult, startLab } from "../support/lab";
import { seconds } from "../support/time-limits";

interface Doctor {
  verdict: string;
  suggestion: { distance: number; written?: string };
}

test(
  "the original course's settings are refused; what is suggested and written comes up",
  { timeout: seconds(40) },
  async () => {
    const [home, project] = [temporaryFolder(), copyProject(temporaryFolder())];
    const file = path.join(project, "Pulumi.dev.yaml");
    writeFileSync(file, "# mine\nconfig:\n  rai-lab:location: eastus2 # near\n");
    const run = (...args: string[]): Promise<ProcessResult> =>
      startLab(home, [...args, "--local", "--json"], { project }).ended;

    const refused = await run("doctor", "--profile", "seed");
    expect(refused.code, refused.stderr).toBe(1);

    const suggested = await run("doctor", "--profile", "seed", "--suggest", "--write");
    expect(suggested.code, suggested.stderr).toBe(0);
    expect(documentOf<Doctor>(suggested)).toMatchObject({
      verdict: "clear",
      suggestion: { distance: 11, written: "Pulumi.dev.yaml" },
    });
    expect(readFileSync(file, "utf8")).toMatch(
      /^# mine\nconfig:\n {2}rai-lab:location: eastus2 # near\n {2}rai-lab:profile: "seed"\n/,
    );

    const up = await run("up");
    expect(up.code, up.stderr).toBe(0);
  },
);
