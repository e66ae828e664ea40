import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("lab");
  await cloud.account("lab", "oai-lab");
});
afterAll(() => cloud.stop());

const ACCOUNTS = "resourceGroups/lab/providers/Microsoft.CognitiveServices/accounts";
const answerTo = async (path: string, version: string): Promise<unknown[]> => {
  const { status, body } = await cloud.call("GET", `${path}?api-version=${version}`);
  const { code, message } = (body.error ?? {}) as Record<string, unknown>;
  return [status, code, message];
};

describe("api-versions", () => {
  it("that were never published are refused with those that are supported", async () => {
    for (const version of ["2099-01-01", "1999-01-01", "2025-06-02", "2025-06-01-preview"])
      expect(await answerTo(`${ACCOUNTS}/oai-lab`, version)).toEqual([
        400,
        "NoRegisteredProviderFound",
        expect.stringMatching(
          `^No registered resource provider found for location 'eastus2' and API version '${version}' for type 'accounts'. The supported api-versions are '2016-02-01-preview, .*, 2026-09-01'`,
        ),
      ]);
    for (const version of ["2017-04-18", "2023-05-01", "2026-09-01"])
      expect((await answerTo(ACCOUNTS, version))[0]).toBe(200);
  });

  it("of the future are refused by every provider, and by Resource Manager itself", async () => {
    const roles = "providers/Microsoft.Authorization/roleAssignments";
    expect(await answerTo(roles, "2026-11-24")).toEqual([
      404,
      "InvalidResourceType",
      expect.stringContaining(
        "The resource type 'roleAssignments' could not be found in the namespace 'Microsoft.Authorization' for api version '2026-11-24'.",
      ),
    ]);
    expect(await answerTo("resourcegroups", "2099-01-01")).toEqual([
      400,
      "InvalidApiVersionParameter",
      expect.stringContaining("The supported versions are '2025-04-01,"),
    ]);
    // Registrations are asked of Resource Manager itself.
    expect((await answerTo("providers/Microsoft.CognitiveServices", "2019-05-01"))[0]).toBe(200);
    // The provider has more versions than this cloud knows.
    expect((await answerTo(roles, "2020-04-01-preview"))[0]).toBe(200);
  });
});
