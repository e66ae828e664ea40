import { expect, test } from "vitest";
import { planText } from "../../../scripts/commands/probe/plan-text";
import { specOf } from "../../../scripts/probe/design";
import { estimate } from "../../../scripts/probe/design/estimate";
import { plannedPower } from "../../../scripts/probe/design/plan-power";

const LIMITS = [
  { key: "request", renewalPeriod: 60, count: 30 },
  { key: "token", renewalPeriod: 60, count: 5000 },
];

const deploymentOf = (name: string) => ({
  model: { name, version: "", sku: "Standard" },
  region: "eastus2",
});

test("says before the first call what a run takes, costs and can show", () => {
  const spec = specOf({ samples: 40, conditions: ["M0"], seed: 1 });
  const event = {
    kind: "estimate" as const,
    estimate: estimate(spec, [{ ...deploymentOf("gpt-4o"), rateLimits: LIMITS }]),
    power: plannedPower(spec),
  };
  expect(planText(event)).toMatch(
    /^600 answers in 75 requests, about 1\d min of quota, at most \$0\.\d\d on Azure; if nothing differs, all 6 measures end within their margins with probability 63 %$/,
  );
});

test("leaves out what is not known", () => {
  const spec = specOf({ samples: 8, conditions: ["M0"], seed: 1 });
  const event = {
    kind: "estimate" as const,
    estimate: estimate(spec, [deploymentOf("own")]),
    power: plannedPower(spec),
  };
  expect(planText(event)).toBe(
    "120 answers in 15 requests; if nothing differs, all 6 measures end within their margins with probability 0 %",
  );
});
