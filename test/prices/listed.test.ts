import { expect, test } from "vitest";
import { dbusPerHour, listedPrice } from "../../scripts/prices";

test("every price says where it is from", () => {
  expect(listedPrice({ kind: "machine", region: "eastus2", size: "Standard_D4ds_v5" })).toEqual({
    amount: 0.226,
    unit: "hour",
    basis: "dated list: a reading of 2026",
  });
});

test("what was not read is unknown, and never a neighbour's price", () => {
  const unknown = (priced: Parameters<typeof listedPrice>[0]) =>
    expect(listedPrice(priced)).toEqual({
      unknown: expect.stringContaining("the dated list has no price of"),
    });
  unknown({ kind: "machine", region: "swedencentral", size: "Standard_D4ds_v5" });
  unknown({ kind: "machine", region: "eastus2", size: "Standard_E4ds_v5" });
  const tokens = { kind: "tokens", region: "eastus2", version: "", direction: "input" } as const;
  unknown({ ...tokens, model: "gpt-4o", sku: "ProvisionedManaged" });
  unknown({ ...tokens, model: "constructor", sku: "Standard" });
});

test("a global SKU costs the same everywhere, a regional one does not", () => {
  const price = (region: string, sku: string) =>
    listedPrice({
      ...{ kind: "tokens", region, model: "gpt-4o", version: "2024-11-20", sku },
      direction: "output",
    });
  expect(price("swedencentral", "GlobalStandard")).toEqual(price("eastus2", "GlobalStandard"));
  expect(price("swedencentral", "Standard")).toMatchObject({ amount: 12.1 });
  expect(price("eastus2", "Standard")).toMatchObject({ amount: 11 });
});

test("databricks units are proportional to the cores of a family", () => {
  expect(dbusPerHour("Standard_D8ds_v5")).toBe(2 * dbusPerHour("Standard_D4ds_v5")!);
  expect(dbusPerHour("Standard_E4ds_v5")).toBeUndefined();
});
