import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { temporaryFolder } from "../support/folder";
import { documentOf, lab } from "../support/lab";
import { seconds } from "../support/time-limits";

interface Up {
  resources: Record<"create" | "same" | "update" | "replace" | "delete", number>;
  failures: { code: string; message: string }[];
  outputs: Record<string, unknown>;
}

/** A home whose stack `dev` has these settings over the committed ones. */
function homeWith(settings: Record<string, unknown>): string {
  const home = temporaryFolder();
  mkdirSync(home, { recursive: true });
  const config = Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`rai-lab:${key}`, value]),
  );
  writeFileSync(path.join(home, "Pulumi.dev.yaml"), stringify({ config }));
  return home;
}

const nextMonth = (): string => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))
    .toISOString()
    .slice(0, 10);
};

const EXTRAS = {
  budget: { amount: 50, emails: ["teacher@school.example"], start: nextMonth() },
  lock: true,
  diagnostics: true,
  policy: { maxDbusPerHour: 1 },
};

/** Up, again without a change, and down to nothing. */
async function upTwiceAndDown(home: string): Promise<Up> {
  const first = documentOf<Up>(await lab(home, "up", "--local", "--json"));
  expect(first.failures).toEqual([]);
  const second = documentOf<Up>(await lab(home, "up", "--local", "--json"));
  expect(second.failures).toEqual([]);
  expect(second.resources).toEqual({
    create: 0,
    same: first.resources.create,
    update: 0,
    replace: 0,
    delete: 0,
  });
  const destroyed = await lab(home, "destroy", "--local", "--json");
  expect(destroyed.code, destroyed.stderr).toBe(0);
  expect(documentOf<Up & { proof: { left: unknown[] } }>(destroyed)).toMatchObject({
    resources: { delete: first.resources.create },
    failures: [],
    proof: { left: [] },
  });
  return first;
}

describe("a lab with every extra on the local cloud", { timeout: seconds(20) }, () => {
  test("stands up, changes nothing the second time, and its lock does not keep it from being destroyed", async () => {
    const { outputs } = await upTwiceAndDown(homeWith(EXTRAS));
    expect(outputs).toMatchObject({ openaiAuth: "key", openaiKey: "[secret]" });
  });

  test("stands up without keys too, and no key is made anywhere", async () => {
    const { outputs } = await upTwiceAndDown(homeWith({ ...EXTRAS, openai: { auth: "entra" } }));
    expect(outputs).toMatchObject({ openaiAuth: "entra" });
    expect(outputs).not.toHaveProperty("openaiKey");
  });
});
