import { expect, test } from "vitest";
import { accountOf } from "../../../infra/policy/accounts";
import { ACCOUNT, DEPLOYMENT } from "../../../infra/policy/types";
import { UNKNOWN } from "../../../infra/policy/value";
import { resource } from "../../support/policy/rule";

const account = resource(ACCOUNT, "account");

test("the account it depends on, else the name it gives, else none", () => {
  expect(accountOf(resource(DEPLOYMENT, "d", { accountName: "oai" }, ["account"]), [account])).toBe(
    "account",
  );
  expect(accountOf(resource(DEPLOYMENT, "d", { accountName: "OAI" }), [account])).toBe("oai");
  expect(accountOf(resource(DEPLOYMENT, "d", { accountName: UNKNOWN }), [account])).toBe("d");
});
