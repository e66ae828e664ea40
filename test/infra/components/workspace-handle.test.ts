import { ComponentResource } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { createProvider } from "../../../infra/components/workspace-handle";
import { graphOf } from "../../support/graph";

const args = {
  host: "https://adb-1.1.azuredatabricks.net",
  resourceId: "/workspaces/w",
  tenantId: "tenant",
};

test.each([
  ["azure-cli", {}],
  ["azure-msi", { azureUseMsi: "true" }],
])(
  "the provider signs in with %s, and gives up on a dead workspace after a minute",
  async (authType, more) => {
    const { registered } = await graphOf(() => {
      createProvider(
        "databricks",
        { ...args, authType },
        new ComponentResource("rai-lab:index:Test", "test"),
      );
    });
    expect(registered.find((r) => r.type === "pulumi:providers:databricks")?.inputs).toEqual({
      host: args.host,
      azureWorkspaceResourceId: "/workspaces/w",
      azureTenantId: "tenant",
      authType,
      retryTimeoutSeconds: "60",
      ...more,
    });
  },
);
