import { expect, test } from "vitest";
import { withAuthType } from "../../../scripts/lib/stack/databricks-auth-type";

const authType = (env: NodeJS.ProcessEnv, databricks?: string): unknown => {
  const config = withAuthType(
    env,
    databricks === undefined ? {} : { "rai-lab:databricks": databricks },
    "rai-lab",
  );
  return (JSON.parse(config["rai-lab:databricks"] ?? "{}") as { authType?: string }).authType;
};

test.each([
  [{ ARM_CLIENT_SECRET: "x", ARM_USE_OIDC: "true" }, "azure-client-secret"],
  [{ ARM_USE_OIDC: "true" }, "github-oidc-azure"],
  [{ ARM_USE_MSI: "true" }, "azure-msi"],
  [{}, undefined],
])("%j signs Databricks in with %s", (env, expected) => {
  expect(authType(env)).toBe(expected);
});

test("an explicit authType wins, and other settings stay", () => {
  const config = { "rai-lab:databricks": '{"authType":"azure-cli","runtime":"r"}' };
  expect(withAuthType({ ARM_CLIENT_SECRET: "x" }, config, "rai-lab")).toEqual(config);
  expect(
    withAuthType(
      { ARM_CLIENT_SECRET: "x" },
      { "rai-lab:databricks": '{"runtime":"r"}' },
      "rai-lab",
    ),
  ).toEqual({
    "rai-lab:databricks": '{"runtime":"r","authType":"azure-client-secret"}',
  });
});
