import { describe, expect, test } from "vitest";
import { endpointsOf } from "../../../infra/azure/endpoints";
import { fakeTransport } from "../../support/azure/fake-transport";

const unused = fakeTransport(new Error("no request was expected"));

test("no environment is Azure itself", async () => {
  expect(await endpointsOf({}, unused)).toEqual({
    resourceManager: "https://management.azure.com",
    audience: "https://management.azure.com",
    authority: "https://login.microsoftonline.com",
    custom: false,
  });
});

test("ARM_ENVIRONMENT names one of the vendor's clouds, in any case", async () => {
  expect((await endpointsOf({ ARM_ENVIRONMENT: "USGovernment" }, unused)).resourceManager).toBe(
    "https://management.usgovcloudapi.net",
  );
});

test("an unknown cloud is refused", async () => {
  await expect(endpointsOf({ ARM_ENVIRONMENT: "moon" }, unused)).rejects.toMatchObject({
    code: "sign-in",
    message: "ARM_ENVIRONMENT is moon, which is no Azure cloud.",
    cure: "Set it to one of public, usgovernment, china, or unset it.",
  });
});

describe("ARM_METADATA_HOSTNAME", () => {
  const document = {
    resourceManager: "https://arm.test/",
    authentication: {
      loginEndpoint: "https://login.test/",
      audiences: ["https://arm.test/", "other"],
    },
  };
  const expected = {
    resourceManager: "https://arm.test",
    audience: "https://arm.test",
    authority: "https://login.test",
    custom: true,
  };

  test.each([
    ["arm.test:8443", "https://arm.test:8443/metadata/endpoints?api-version=2022-09-01"],
    ["https://arm.test/", "https://arm.test/metadata/endpoints?api-version=2022-09-01"],
  ])("%s is asked for the cloud's addresses, and wins over ARM_ENVIRONMENT", async (host, url) => {
    const transport = fakeTransport({ status: 200, body: document });
    expect(
      await endpointsOf({ ARM_METADATA_HOSTNAME: host, ARM_ENVIRONMENT: "china" }, transport),
    ).toEqual(expected);
    expect(transport.requests.map((s) => s.url)).toEqual([url]);
  });

  test("a list of clouds is its first", async () => {
    const transport = fakeTransport({ status: 200, body: [document] });
    expect(await endpointsOf({ ARM_METADATA_HOSTNAME: "arm.test" }, transport)).toEqual(expected);
  });

  test("a lost connection is tried once more", async () => {
    const transport = fakeTransport(new Error("read ECONNRESET"), { status: 200, body: document });
    expect(await endpointsOf({ ARM_METADATA_HOSTNAME: "arm.test" }, transport)).toEqual(expected);
    expect(transport.requests).toHaveLength(2);
  });

  test.each([
    ["unreachable", new Error("connect ECONNREFUSED"), "connect ECONNREFUSED"],
    ["incomplete", { status: 200, body: { resourceManager: "x" } }, "it is incomplete"],
    ["an empty list", { status: 200, body: [] }, "it is incomplete"],
  ])("%s is an error that says how to go on", async (_, answer, why) => {
    await expect(
      endpointsOf({ ARM_METADATA_HOSTNAME: "arm.test" }, fakeTransport(answer)),
    ).rejects.toMatchObject({
      code: "sign-in",
      message: `The cloud's metadata at https://arm.test/metadata/endpoints?api-version=2022-09-01 cannot be read: ${why}`,
      where: "ARM_METADATA_HOSTNAME",
      cure: "Start that cloud, or unset ARM_METADATA_HOSTNAME to use Azure.",
    });
  });
});
