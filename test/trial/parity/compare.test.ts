import { expect, test } from "vitest";
import type { Exchange } from "../../../scripts/trial/exchange";
import { CLAIMS } from "../../../scripts/trial/parity/claims";
import { compareWithParity } from "../../../scripts/trial/parity/compare";
import { parityRows } from "../../../scripts/trial/parity/rows";

const rows = parityRows();

test("each claim is about one row of PARITY.md, and every row has a mark", () => {
  expect(rows.length).toBeGreaterThan(100);
  for (const { row } of CLAIMS)
    expect
      .soft(
        rows.filter(({ behaviour }) => behaviour.startsWith(row)),
        row,
      )
      .toHaveLength(1);
  expect(rows.filter(({ mark }) => mark === "")).toEqual([]);
});

const DEPLOYMENT =
  "/subscriptions/{}/resourcegroups/{}/providers/microsoft.cognitiveservices/accounts/{}/deployments/{}?api-version=2025-06-01";
const written: Exchange = {
  method: "PUT",
  service: "arm",
  path: DEPLOYMENT,
  status: 201,
  headers: ["x-ms-request-id"],
  keys: ["id", "properties.raiPolicyName"],
};
const behaviours = (list: readonly { behaviour: string }[]): string[] =>
  list.map(({ behaviour }) => behaviour.slice(0, 18));

test("an answer as a row says confirms it, and all other rows are not touched", () => {
  const report = compareWithParity([written]);
  expect(behaviours(report.confirmed)).toEqual(["Deployment PUT 201", "A deployment PUT w"]);
  expect(report.refuted).toEqual([]);
  expect(report.untouched).toHaveLength(rows.length - 2);
});

test.each([
  [{ status: 202 }, "status 202 instead of 201"],
  [{ headers: ["azure-asyncoperation"] }, "a header azure-asyncoperation"],
])("an answer with %j refutes the row, with what came", (change, what) => {
  const { refuted } = compareWithParity([written, { ...written, ...change }]);
  expect(behaviours(refuted)).toEqual(["Deployment PUT 201"]);
  expect(refuted[0]!.evidence).toEqual([`PUT ${DEPLOYMENT}: ${what}`]);
});
