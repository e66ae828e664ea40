import { expect, test } from "vitest";
import { runCollect } from "../../support/probe/collect";
import { completion, fault } from "../../support/probe/stub";

test("a service that never recovers is given up, and the answers so far are kept", async () => {
  const { stub, journal, events, outcome } = await runCollect((seen, count) =>
    count > 3 ? fault(503, null, "down") : completion(seen),
  );
  await expect(outcome).rejects.toMatchObject({
    code: "service",
    message: "the service failed 7 times: HTTP 503",
    cure: "try again later with --resume: the answers so far are kept",
  });
  expect(stub.seen).toHaveLength(10);
  expect(journal.answers).toHaveLength(24);
  expect(new Set(events.map(({ waiting }) => waiting))).toEqual(
    new Set([undefined, "the service: HTTP 503"]),
  );
});

const DOES_NOT_EXIST = "The API deployment for this resource does not exist.";
test.each([
  [
    fault(401, "401", "Access denied due to invalid subscription key"),
    "the key was refused: it is wrong, or belongs to another account",
  ],
  [
    fault(401, "PermissionDenied", "Principal does not have access to API/Operation."),
    "the key was refused: it is wrong, or belongs to another account",
  ],
  [
    fault(403, "AuthenticationTypeDisabled", "Key based authentication is disabled"),
    "key sign-in is disabled on the account",
  ],
  [
    fault(403, "403", "Access denied due to Virtual Network/Firewall rules."),
    "access is denied: Access denied due to Virtual Network/Firewall rules.",
  ],
  [fault(404, "DeploymentNotFound", DOES_NOT_EXIST), "there is no deployment gpt-35-turbo"],
  [
    fault(404, "404", "Resource not found"),
    "nothing answers at api-version 2024-10-21: it is retired, or the model gpt-4o 2024-11-20 is",
  ],
  [fault(410, null, "Gone"), "the model gpt-4o 2024-11-20 is retired"],
  [
    fault(404, "404", "The model gpt-4o has been retired."),
    "the model gpt-4o 2024-11-20 is retired",
  ],
  [
    fault(400, "BadRequest", "Please provide a custom subdomain for token authentication"),
    "the account has no subdomain of its own, which sign-in with Entra needs",
  ],
  [
    fault(400, "OperationNotSupported", "The chatCompletion operation does not work"),
    "the model gpt-4o 2024-11-20 does not chat",
  ],
  [
    fault(400, "unsupported_parameter", "no", { param: "messages" }),
    "the deployment does not take the parameter messages",
  ],
])("%o stops with one plain message and a cure", async (reply, message) => {
  const { journal, outcome } = await runCollect(() => reply);
  const error = await outcome.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "LabError", code: "service", message });
  expect((error as { cure?: string }).cure).toMatch(/\w/);
  expect(journal.answers).toHaveLength(0);
  expect(journal.events.filter(({ what }) => what.includes("role"))).toEqual([]);
});

test.each([
  [
    "The model gpt-4o was retired. Use gpt-4.1-mini instead.",
    "set rai-lab:model to gpt-4.1-mini, which the service names; then npx lab up",
  ],
  [
    "Deploy its replacement.",
    "set rai-lab:model to a live one: npx lab doctor names the replacement; then npx lab up",
  ],
])("a retired model: %s", async (message, cure) => {
  const { outcome } = await runCollect(() => fault(410, "ModelRetired", message));
  await expect(outcome).rejects.toMatchObject({
    message: "the model gpt-4o 2024-11-20 is retired",
    cure,
  });
});

test("a refused token is not called a key", async () => {
  const { outcome } = await runCollect(
    () => fault(401, "401", "Access token is missing, invalid"),
    {
      target: { openaiAuth: "entra", openaiKey: undefined },
      token: () => Promise.resolve("stale"),
    },
  );
  await expect(outcome).rejects.toMatchObject({
    message: "the sign-in was refused: Access token is missing, invalid",
  });
});
