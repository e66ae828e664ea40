import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("dynamic resources live in this process: whole life, configuration, secrets, half-made ones", async () => {
  const file = join(__dirname, "../../../support/engine/dynamic.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", file]);
  const counts = (c: object) => ({ create: 0, same: 0, update: 0, replace: 0, ...c });
  expect(JSON.parse(stdout)).toEqual({
    seen: [
      [["create 1 t0k3n T/K"], counts({ create: 2 }), "yes", []],
      [[], counts({ same: 2 }), "yes", []],
      [["update id-1 2"], counts({ same: 1, update: 1 }), "again", []],
      [["delete id-1", "create 10 t0k3n T/K"], counts({ same: 1, replace: 1 }), "yes", []],
      [[], counts({ same: 1 }), "yes", ["size: negative"]],
      ["delete id-10"],
      [["half"], ["half"]],
    ],
    leaks: false,
  });
});
