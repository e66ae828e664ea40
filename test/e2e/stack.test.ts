import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder";
import { documentOf, lab, startLab } from "../support/lab";
import { seconds } from "../support/time-limits";

interface Up {
  resources: Record<"create" | "same" | "update" | "replace" | "delete", number>;
  failures: { code: string; message: string; cure?: string }[];
  outputs: Record<string, unknown>;
}

/** Every file below a folder, as one text. */
const everything = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
    .join("\n");

describe("lab up, outputs and destroy on the local cloud", { timeout: seconds(20) }, () => {
  test("a second up, from another folder, changes nothing, the key is in no file of the stack, destroy leaves nothing", async () => {
    const home = temporaryFolder();
    const first = documentOf<Up>(await lab(home, "up", "--local", "--json"));
    expect(first.failures).toEqual([]);
    const second = await startLab(home, ["up", "--local", "--json"], { cwd: temporaryFolder() })
      .ended;
    expect(second.code).toBe(0);
    expect(documentOf<Up>(second).resources).toEqual({
      create: 0,
      same: first.resources.create,
      update: 0,
      replace: 0,
      delete: 0,
    });

    const shown = documentOf<Up>(await lab(home, "outputs", "--local", "--json"));
    expect(shown.outputs.openaiKey).toBe("[secret]");
    const clear = documentOf<Up>(await lab(home, "outputs", "--local", "--json", "--show-secrets"));
    const key = String(clear.outputs.openaiKey);
    expect(key).toMatch(/^\w{32,}$/);
    expect(everything(path.join(home, "backend"))).not.toContain(key);

    const destroyed = await lab(home, "destroy", "--local", "--json");
    expect(destroyed.code).toBe(0);
    expect(documentOf<Up & { proof: { left: unknown[] } }>(destroyed)).toMatchObject({
      resources: { delete: first.resources.create },
      proof: { left: [] },
    });
  });

  test("kill -9 in the middle: the next up finishes without orphans or duplicates", async () => {
    const home = temporaryFolder();
    for (const moment of [
      /create lab-group/,
      /create databricks-workspace/,
      /create compute-cluster/,
    ]) {
      const run = startLab(home, ["up", "--local", "--debug"]);
      await run.waitForOutput(moment);
      run.child.kill("SIGKILL");
      expect((await run.ended).signal).toBe("SIGKILL");
    }
    const healed = await lab(home, "up", "--local", "--json");
    expect(healed.code, healed.stderr).toBe(0);
    expect(documentOf<Up>(await lab(home, "up", "--local", "--json")).resources).toMatchObject({
      create: 0,
      update: 0,
      replace: 0,
      delete: 0,
    });
    const destroyed = await lab(home, "destroy", "--local", "--json");
    expect(documentOf<{ proof: { left: unknown[] } }>(destroyed).proof.left).toEqual([]);
    expect(destroyed.code).toBe(0);
  });

  test("Ctrl-C in the middle: exit 130, and the same command goes on", async () => {
    const home = temporaryFolder();
    const run = startLab(home, ["up", "--local", "--debug"]);
    await run.waitForOutput(/create databricks-workspace/);
    run.child.kill("SIGINT");
    const stopped = await run.ended;
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain("run the same command again: it continues where it stopped");
    const again = await lab(home, "up", "--local", "--json");
    expect(again.code, again.stderr).toBe(0);
    expect(documentOf<Up>(again).failures).toEqual([]);
  });

  test("an unknown stack has no outputs: one message, exit 2", async () => {
    const ended = await lab(temporaryFolder(), "outputs", "nobody", "--local");
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^✖ /m);
    expect(ended.stderr).not.toMatch(/ at .*:\d+:\d+/);
  });
});
