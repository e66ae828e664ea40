import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LabError } from "../../../infra/errors";
import { azureSession } from "../../../scripts/lib/azure/session";

const SUBSCRIPTION = "00000000-0000-0000-0000-0000000000b1";
let bin: string;
beforeEach(() => {
  bin = mkdtempSync(path.join(tmpdir(), "rai-lab-az-"));
  vi.stubEnv("PATH", bin);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(bin, { recursive: true, force: true });
});

/** An az CLI that is signed in, and whose `account show` prints this. */
function installAz(subscription: string): void {
  const token = {
    accessToken: "from-az",
    expiresOn: "2099-01-01 00:00:00.000000",
    expires_on: 4_070_908_800,
  };
  const script = `#!/bin/sh\nif [ "$2" = show ]; then echo '${subscription}'; else echo '${JSON.stringify(token)}'; fi\n`;
  writeFileSync(path.join(bin, "az"), script);
  chmodSync(path.join(bin, "az"), 0o755);
}

async function refusalOf(env: NodeJS.ProcessEnv): Promise<LabError> {
  const error: unknown = await azureSession(env).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LabError);
  return error as LabError;
}

test("without any ARM_ variable it signs in as the az CLI does, to its subscription", async () => {
  installAz(SUBSCRIPTION);
  const session = await azureSession({ PATH: bin });
  expect(session).toMatchObject({
    subscriptionId: SUBSCRIPTION,
    endpoint: "https://management.azure.com",
  });
  expect((await session.credential.getToken("x"))?.token).toBe("from-az");
});

test("ARM_SUBSCRIPTION_ID goes before the CLI's own subscription", async () => {
  installAz("another");
  const session = await azureSession({ PATH: bin, ARM_SUBSCRIPTION_ID: SUBSCRIPTION });
  expect(session.subscriptionId).toBe(SUBSCRIPTION);
});

test("with no sign-in at all it says how to sign in", async () => {
  const error = await refusalOf({ PATH: bin, ARM_SUBSCRIPTION_ID: SUBSCRIPTION });
  expect(error.code).toBe("sign-in");
  expect(error.message).toMatch(/^Azure did not accept the sign-in: Azure CLI could not be found/);
  expect(error.cure).toBe(
    "run `az login`, or set ARM_CLIENT_ID, ARM_CLIENT_SECRET, ARM_TENANT_ID and ARM_SUBSCRIPTION_ID as for `pulumi up`",
  );
});

test("half a service principal is named by what is missing", async () => {
  const error = await refusalOf({ ARM_CLIENT_SECRET: "s", ARM_CLIENT_ID: "c" });
  expect([error.code, error.where]).toEqual(["sign-in", "ARM_TENANT_ID"]);
});

test("a CLI without a subscription is told to choose one", async () => {
  installAz("");
  const error = await refusalOf({ PATH: bin });
  expect([error.code, error.message, error.where]).toEqual([
    "sign-in",
    "no subscription is chosen",
    "ARM_SUBSCRIPTION_ID",
  ]);
});
