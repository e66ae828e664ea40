import { expect, test } from "vitest";
import { lockFirst } from "../../../../infra/policy/rules/lock-first";
import { ACCOUNT, BUDGET, FORCED_DELETE, LOCK, SECRET } from "../../../../infra/policy/types";
import { checkStack, resource } from "../../../support/policy/rule";

const lab = [
  resource(ACCOUNT, "account"),
  resource(FORCED_DELETE, "forced"),
  resource(BUDGET, "budget"),
  resource(SECRET, "key"),
];

test("a lock that only waits for what it protects, or for a part of it", () => {
  const waiting = resource(LOCK, "lock", {}, ["account", "forced"]);
  expect(checkStack(lockFirst, [...lab, waiting])).toEqual([
    "lock: it stays when one of these is replaced: account, forced",
  ]);
  const partly = resource(LOCK, "lock", {}, ["account", "forced"], ["account"]);
  expect(checkStack(lockFirst, [...lab, partly])).toEqual([
    "lock: it stays when one of these is replaced: forced",
  ]);
});

test("a lock whose inputs come from all of it, and no lock", () => {
  const first = resource(LOCK, "lock", {}, [], ["account", "forced"]);
  expect(checkStack(lockFirst, [...lab, first])).toEqual([]);
  expect(checkStack(lockFirst, lab)).toEqual([]);
});
