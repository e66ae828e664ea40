import { expect, expectTypeOf, test } from "vitest";
import { resourceRule, stackRule } from "../../../infra/policy/rule";
import {
  choiceSetting,
  flagSetting,
  limitSetting,
  listSetting,
} from "../../../infra/policy/settings";

const about = { name: "a-rule", description: "", cure: "", severity: "low" } as const;
const settings = {
  most: limitSetting(1, ""),
  on: flagSetting(false, ""),
  some: listSetting([], ""),
  who: choiceSetting(["a", "b"], ""),
};
interface Values {
  most: number;
  on: boolean;
  some: readonly string[];
  who: string;
}

test("what a rule is given follows from its settings", () => {
  const one = resourceRule({ ...about, settings, check: () => ["wrong"] });
  const all = stackRule({ ...about, settings, checkStack: () => [] });
  expectTypeOf<Parameters<typeof one.check>[1]>().toEqualTypeOf<Values>();
  expectTypeOf<Parameters<typeof all.checkStack>[1]>().toEqualTypeOf<Values>();
  expect(one.settings).toBe(settings);
  expect(all.settings).toBe(settings);
});
