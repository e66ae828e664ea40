import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { databricksTokens } from "../../../scripts/providers/databricks/plugin";
import { UNKNOWN } from "../../../scripts/engine/plugin";
import {
  DISCOVERY,
  ME,
  ME_PATH,
  Resource,
  WORKSPACE_ID,
} from "../../support/databricks/databricks-wire";
import { Wire } from "../../support/providers/wire";

describe("a preview", () => {
  it("calls nobody and leaves unknown what the workspace will say", async () => {
    const wire = new Wire({});
    const outputs = await new Resource(wire, "Notebook").preview({ path: "/lab/n" });
    expect(outputs).toEqual({
      path: "/lab/n",
      objectId: UNKNOWN,
      url: UNKNOWN,
      workspacePath: UNKNOWN,
      providerConfig: UNKNOWN,
    });
    expect(wire.calls).toEqual([]);
  });
});

describe("functions", () => {
  it("getCurrentUser makes of Me what the real one makes", async () => {
    const wire = new Wire({ ...DISCOVERY, ...ME });
    const resource = new Resource(wire, "User");
    const answer = await resource.invoke("databricks:index/getCurrentUser:getCurrentUser");
    expect(answer?.result).toEqual({
      id: "7",
      userName: "deployer@rai-lab.example",
      home: "/Users/deployer@rai-lab.example",
      repos: "/Repos/deployer@rai-lab.example",
      alphanumeric: "deployer",
      aclPrincipalId: "users/deployer@rai-lab.example",
      externalId: "",
      workspaceUrl: "https://127.0.0.1:5001",
      providerConfig: { workspaceId: WORKSPACE_ID },
    });
    expect(resource.calls()).toEqual([`GET ${ME_PATH}`]);
    await expect(resource.invoke("databricks:index/getClusters:getClusters")).rejects.toThrow(
      "does not answer the function",
    );
  });
});

describe("resource types", () => {
  const sdk = path.dirname(createRequire(__filename).resolve("@pulumi/databricks/package.json"));

  it.each(databricksTokens())("%s is one of the SDK's", (token) => {
    const module = token.slice(token.indexOf("/") + 1, token.lastIndexOf(":"));
    expect(readFileSync(path.join(sdk, `${module}.js`), "utf8")).toContain(
      `__pulumiType = '${token}'`,
    );
  });

  it("others are refused by name", async () => {
    await expect(async () => new Resource(new Wire({}), "Job").check({})).rejects.toThrow(
      "the local cloud does not manage resources of type databricks:index/job:Job",
    );
  });
});
