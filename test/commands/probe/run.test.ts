import { expect, test } from "vitest";
import { parseConfig } from "../../../infra/config";
import { refuseClass } from "../../../scripts/commands/probe/run";

const sessionOf = (raw: Record<string, string>) => ({
  stack: { name: "spring" },
  config: parseConfig(raw, "rai-lab", "spring"),
});

test("a class whose seats have deployments of their own is probed at a seat", () => {
  const seats = { "rai-lab:layout": "class", "rai-lab:seats": '["s01","s02"]' };
  expect(() => refuseClass(sessionOf(seats))).toThrow(
    expect.objectContaining({
      code: "usage",
      message: "spring is a class whose seats each have a deployment of their own",
      cure: "probe a seat: npx lab probe s01",
    }),
  );
  expect(() => refuseClass(sessionOf({ "rai-lab:layout": "class" }))).not.toThrow();
});
