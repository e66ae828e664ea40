import { expect, test } from "vitest";
import { accountPurged } from "../../../../infra/policy/rules/account-purged";
import { ACCOUNT, PURGE } from "../../../../infra/policy/types";
import { checkStack, resource } from "../../../support/policy/rule";

test("no purge, and a purge that the account does not wait for", () => {
  expect(checkStack(accountPurged, [resource(ACCOUNT, "account")])).toEqual([
    "account: no Purge follows its delete",
  ]);
  expect(
    checkStack(accountPurged, [resource(PURGE, "purge"), resource(ACCOUNT, "account")]),
  ).toEqual(["account: no Purge follows its delete"]);
});

test("deleted before its purge", () => {
  expect(
    checkStack(accountPurged, [
      resource(PURGE, "purge"),
      resource(ACCOUNT, "account", {}, ["purge"]),
    ]),
  ).toEqual([]);
});
