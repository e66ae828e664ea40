import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

const plan = (operation: string, lag: number) =>
  cloud.callControl("POST", "/faults", { plan: [{ operation, nth: 1, answer: { lag } }] });

describe("a planned lag", () => {
  it("hides what was written from as many reads", async () => {
    expect((await plan("resources/groups/write", 2)).status).toBe(200);
    const group = { location: "eastus2" };
    expect((await cloud.call("PUT", "resourceGroups/late", group)).status).toBe(201);
    const reads = [];
    for (let i = 0; i < 3; i++) reads.push((await cloud.call("GET", "resourceGroups/late")).status);
    expect(reads).toEqual([404, 404, 200]);
    // The next write is seen at once.
    await cloud.call("PUT", "resourceGroups/soon", group);
    expect((await cloud.call("GET", "resourceGroups/soon")).status).toBe(200);
  });

  it("hides it from lists too, and answers as of a resource that does not exist", async () => {
    await cloud.group("lab");
    await plan("cognitiveservices/accounts/write", 2);
    await cloud.account("lab", "oai-lag");
    const accounts = "resourceGroups/lab/providers/Microsoft.CognitiveServices/accounts";
    expect((await cloud.call("GET", accounts)).body.value).toEqual([]);
    const { status, body } = await cloud.call("GET", `${accounts}/oai-lag`);
    expect([status, body.error.code]).toEqual([404, "ResourceNotFound"]);
    expect(body.error.message).toContain("Microsoft.CognitiveServices/accounts/oai-lag");
    expect((await cloud.call("GET", accounts)).body.value).toHaveLength(1);
  });

  it("is none of a write that was refused", async () => {
    await plan("resources/groups/write", 5);
    await cloud.call("PUT", "resourceGroups/refused", { location: "mars" });
    await cloud.call("PUT", "resourceGroups/refused", { location: "eastus2" });
    expect((await cloud.call("GET", "resourceGroups/refused")).status).toBe(200);
  });
});
