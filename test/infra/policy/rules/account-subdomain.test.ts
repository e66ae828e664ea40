import { expect, test } from "vitest";
import { accountSubdomain } from "../../../../infra/policy/rules/account-subdomain";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

test.each([{}, { properties: {} }, { properties: { customSubDomainName: "" } }])("%j", (props) => {
  expect(checkResource(accountSubdomain, props)).toEqual([
    "properties.customSubDomainName is not set",
  ]);
});

test.each(["oai-rai-lab-dev", UNKNOWN])("%s is fine", (customSubDomainName) => {
  expect(checkResource(accountSubdomain, { properties: { customSubDomainName } })).toEqual([]);
});
