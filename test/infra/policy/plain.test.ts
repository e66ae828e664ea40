import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { toPlainProps } from "../../../infra/policy/plain";
import { UNKNOWN } from "../../../infra/policy/value";
import { UNKNOWN as LATER } from "../../../scripts/engine/plugin";

/** Pulumi's own wrapper around what a pack is given; no part of its types. */
const { unknownCheckingProxy: given } = createRequire(__filename)("@pulumi/policy/proxy") as {
  unknownCheckingProxy: (props: object) => object;
};

test("what is unknown is marked where it is, and nothing around it is lost", () => {
  const props = given({
    name: LATER,
    sku: { name: "S0", capacity: 5 },
    list: ["a", LATER, { b: LATER }],
    off: false,
    nothing: null,
  });
  expect(toPlainProps(props)).toEqual({
    name: UNKNOWN,
    sku: { name: "S0", capacity: 5 },
    list: ["a", UNKNOWN, { b: UNKNOWN }],
    off: false,
    nothing: null,
  });
});

test("Pulumi's own properties are left out", () => {
  expect(toPlainProps(given({ __provider: "code", accountName: "oai" }))).toEqual({
    accountName: "oai",
  });
});
