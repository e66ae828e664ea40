import { expect, test } from "vitest";
import { clusterSingleUser } from "../../../../infra/policy/rules/cluster-single-user";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

test.each([
  [{ dataSecurityMode: "NONE", singleUserName: "a@b" }, "dataSecurityMode is NONE"],
  [
    { dataSecurityMode: "USER_ISOLATION", singleUserName: "a@b" },
    "dataSecurityMode is USER_ISOLATION",
  ],
  [{ singleUserName: "a@b" }, "dataSecurityMode is not set"],
  [{ dataSecurityMode: "SINGLE_USER" }, "singleUserName is not set"],
  [{ dataSecurityMode: "SINGLE_USER", singleUserName: "" }, "singleUserName is not set"],
])("%j", (props, message) => {
  expect(checkResource(clusterSingleUser, props)).toEqual([message]);
});

test.each(["SINGLE_USER", "DATA_SECURITY_MODE_DEDICATED"])(
  "%s for somebody who is known later",
  (dataSecurityMode) => {
    expect(checkResource(clusterSingleUser, { dataSecurityMode, singleUserName: UNKNOWN })).toEqual(
      [],
    );
  },
);
