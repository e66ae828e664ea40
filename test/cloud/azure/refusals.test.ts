import { expect, test } from "vitest";
import { isEnforced, refuse } from "../../../scripts/cloud/azure/refusals";
import { seedTable } from "../../../scripts/cloud/azure/tables";
import { ApiError } from "../../../scripts/cloud/core/errors";
import { Store } from "../../../scripts/cloud/core/store";

test("a world makes every refusal, but those that its settings leave out", () => {
  const world = { store: new Store() };
  const refusing = (code: string) => () => refuse(world, new ApiError(400, code, "no"));
  expect(refusing("One")).toThrow("no");
  seedTable(world, "settings", { unenforced: ["One"] });
  expect(refusing("One")).not.toThrow();
  expect(refusing("Other")).toThrow("no");
  expect([isEnforced(world, "One"), isEnforced(world, "Other")]).toEqual([false, true]);
});
