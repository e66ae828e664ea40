import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder";
import { documentOf, lab } from "../support/lab";
import { seconds } from "../support/time-limits";

test(
  "what a local stack costs by its settings, with its prices' dates and without a network",
  { timeout: seconds(20) },
  async () => {
    const home = temporaryFolder();
    const settings = "config:\n  rai-lab:databricks:\n    autoterminationMinutes: 60\n";
    writeFileSync(path.join(home, "Pulumi.cheap.yaml"), settings);
    const ended = await lab(home, "cost", "cheap", "--local", "--json");
    expect(ended.code, ended.stderr).toBe(0);
    expect(documentOf<object>(ended)).toMatchObject({
      schema: "rai-lab/cost/1",
      stack: "cheap",
      layout: "lab",
      region: "eastus2",
      hours: { overnight: 12, weekend: 62 },
      clusterStopsAfterMinutes: 60,
      workingHour: { amount: 0.826, currency: "USD" },
      forgottenOvernight: { amount: 1.376 },
      unknown: [],
    });
    expect(ended.stdout).toContain("dated list:");
    expect(ended.stdout).not.toContain("did not answer");

    const { code, stdout } = await lab(home, "cost", "cheap", "--local");
    expect(code).toBe(0);
    expect(stdout).toMatch(/an hour of work +0\.83 USD/);
    expect(stdout).toMatch(/12 hours; clusters stop after 60 minutes/);

    const unknown = await lab(home, "cost", "chaep", "--local");
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toContain('Did you mean "cheap"?');
  },
);
