/** The policy pack under the real Pulumi CLI, on the local cloud. Needs `pulumi` on the PATH. */
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { copyProject } from "../../bench/project-copy";
import { temporaryFolder } from "../support/folder";
import { pulumiOnLocalCloud, skipWithoutCli } from "../support/engine/pulumi-cli";
import { seconds } from "../support/time-limits";

skipWithoutCli();

const PACK = ["--policy-pack", "infra/policy"];
const STUDENT = { "student.userName": "student@rai-lab.example" };
const EXTRAS = {
  "budget.amount": "50",
  "budget.emails[0]": "teacher@school.example",
  "budget.start": "2098-01-01",
  lock: "true",
  diagnostics: "true",
  "policy.maxDbusPerHour": "2",
};
/** As the plans in test/golden. */
const GOOD: Record<string, Record<string, string>> = {
  lab: STUDENT,
  extras: { ...STUDENT, ...EXTRAS },
  entra: {
    ...STUDENT,
    "openai.auth": "entra",
    "student.objectId": "00000000-0000-4000-8000-00000000000a",
  },
  spring: { layout: "class", "seats[0]": "s01", "seats[1]": "s02" },
};
/** Configurations that the schema takes and the pack does not; by the rule that must refuse. */
const BAD: Record<string, Record<string, string>> = {
  "cluster-autotermination": { "databricks.autoterminationMinutes": "600" },
  "workspace-public-ip": { "databricks.noPublicIp": "false" },
  "deployment-capacity": { "model.capacity": "500" },
  "deployment-sku": { "model.sku": "ProvisionedManaged" },
  "cluster-size": { "databricks.nodeType": "Standard_D32ds_v5" },
  "cluster-runtime": { "databricks.runtime": "13.3.x-cpu-ml-scala2.12" },
  "deployment-version": { "model.upgrade": "OnceNewDefaultVersionAvailable" },
};
/** What only another program can do wrong: the text to replace, in which file, and by what. */
const EDITED: Record<string, readonly [file: string, text: string, by: string]> = {
  "cluster-photon": [
    "components/compute.ts",
    'runtimeEngine: "STANDARD"',
    'runtimeEngine: "PHOTON"',
  ],
  "workspace-premium": [
    "components/workspace.ts",
    'sku: { name: "premium" }',
    'sku: { name: "standard" }',
  ],
  "keys-in-clear": [
    "names/tags.ts",
    '"managed-by": "pulumi"',
    '"managed-by": "0123456789abcdef0123456789abcdef"',
  ],
};

test(
  "good labs pass, wrong ones are refused by the rule's name before anything is made",
  { timeout: seconds(60) },
  async () => {
    const folder = copyProject(temporaryFolder());
    const { pulumi, refused } = await pulumiOnLocalCloud(folder);
    const settle = (stack: string, settings: Record<string, string>): void => {
      pulumi("stack", "init", stack);
      const pairs = Object.entries(settings).flatMap(([key, value]) => [
        "--plaintext",
        `rai-lab:${key}=${value}`,
      ]);
      pulumi("config", "set-all", "-s", stack, "--path", ...pairs);
    };
    for (const [stack, settings] of Object.entries(GOOD)) {
      settle(stack, settings);
      expect(pulumi("preview", "-s", stack, ...PACK), stack).toContain("✅ rai-lab@v0.1.0");
    }

    settle("bad", Object.assign({}, STUDENT, ...Object.values(BAD)) as Record<string, string>);
    for (const [file, text, by] of Object.values(EDITED)) {
      const edited = path.join(folder, "infra", file);
      const source = readFileSync(edited, "utf8");
      expect(source).toContain(text);
      writeFileSync(edited, source.replace(text, by));
    }
    const said = refused("preview", "-s", "bad", ...PACK);
    expect(said).toContain("❌ rai-lab@v0.1.0");
    const rules = [...said.matchAll(/- \[mandatory\] +\[severity: \w+\] +([\w-]+)/g)].map(
      ([, rule]) => rule,
    );
    expect([...new Set(rules)].sort()).toEqual(
      [...Object.keys(BAD), ...Object.keys(EDITED)].sort(),
    );

    refused("up", "-s", "bad", "--yes", "--skip-preview", ...PACK);
    const made = JSON.parse(pulumi("stack", "export", "-s", "bad")) as {
      deployment: { resources?: { type: string }[] };
    };
    const types = (made.deployment.resources ?? []).map(({ type }) => type);
    expect(types.filter((type) => /^(azure-native|databricks):/.test(type))).toEqual([]);
  },
);
