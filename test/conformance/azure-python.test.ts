import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, expect, it } from "vitest";
import { writeCa } from "../../scripts/cloud/core/tls";
import { startAzureCloud, type AzureCloud } from "../support/azure/azure-cloud";
import { pythonFor, runPython } from "../support/python";
import { seconds } from "../support/time-limits";

let cloud: AzureCloud | undefined;
const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-conformance-"));
afterEach(async () => {
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it(
  "Azure's Python clients drive a whole lab, from the sign-in to the purge",
  { timeout: seconds(120) },
  async (test) => {
    const python = await pythonFor("azure", test);
    cloud = await startAzureCloud();
    const { tenantId, subscriptionId, clientId, clientSecret, student } = cloud.tenant;
    const { stdout } = await runPython(python, [path.join(__dirname, "azure_sdk.py")], {
      ARM: cloud.arm,
      AUTHORITY: cloud.authority,
      TENANT: tenantId,
      SUBSCRIPTION: subscriptionId,
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      STUDENT_ID: student.objectId,
      REQUESTS_CA_BUNDLE: writeCa(folder, cloud.world.certificates.ca),
    });
    expect(JSON.parse(stdout)).toEqual({
      wrongSecret: "ClientAuthenticationError",
      group: { class: "x" },
      exists: [true, false],
      byTag: ["py"],
      noGroup: "ResourceGroupNotFound",
      account: ["Succeeded", true, null],
      changed: "Disabled",
      keys: 32,
      deployed: ["Succeeded", 5],
      deployments: ["gpt"],
      retired: "ServiceModelDeprecated",
      model: true,
      deployableAs: true,
      skus: ["S0"],
      without: [0, 0],
      usage: [5],
      granted: [true, "User"],
      twice: "RoleAssignmentExists",
      assigned: 1,
      assignedBelow: [true],
      workspace: ["Succeeded", 15, true],
      tagged: { a: "b" },
      gone: "ResourceNotFound",
      deleted: ["oai-py"],
      left: [0, []],
    });
  },
);
