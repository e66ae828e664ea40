import { expect, test } from "vitest";
import { principalTypeOf } from "../../../infra/azure/principal-type";

test("whoever signs in through the Azure CLI is a person, through an application of their own it is that one", () => {
  expect(principalTypeOf("04B07795-8ddb-461a-bbee-02f9e1bf7b46")).toBe("User");
  expect(principalTypeOf("11111111-2222-4333-8444-555555555555")).toBe("ServicePrincipal");
});
