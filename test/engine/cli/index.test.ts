import { chmodSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { lock } from "../../../scripts/engine/state/lock";
import { pulumiEngine } from "../../../scripts/engine/cli";
import { newStack } from "../../support/engine/harness";
import { temporaryFolder } from "../../support/folder";

/** What a CLI does is tested where there is one: test/e2e/pulumi-cli.test.ts. */
const engineWith = (folder: string) => pulumiEngine({ folder, env: { PATH: folder } });

function fakeCli(script: string): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "pulumi"), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, "pulumi"), 0o755);
  return folder;
}

test("without a CLI every operation is refused with the cure, and nothing is written", async () => {
  const engine = engineWith(temporaryFolder());
  const missing = {
    code: "missing-tool",
    where: "pulumi",
    cure: expect.stringContaining("install it"),
  };
  const stack = newStack();
  for (const operation of ["preview", "up", "refresh", "destroy", "recover", "outputs"] as const)
    await expect(engine[operation](stack)).rejects.toMatchObject(missing);
  expect(() => engine.version).toThrow(expect.objectContaining(missing));
});

test("the version is the CLI's own, asked once", () => {
  expect(engineWith(fakeCli("echo v3.260.0")).version).toBe("3.260.0");
  expect(() => engineWith(fakeCli("echo broken >&2; exit 3")).version).toThrow(
    /does not run: broken/,
  );
});

test("a stack that another run holds is locked before the CLI is asked to change anything", async () => {
  const stack = newStack();
  const release = await lock(stack.backend, stack.project, stack.name);
  await expect(engineWith(fakeCli("echo v3.260.0")).up(stack)).rejects.toMatchObject({
    code: "locked",
  });
  await release();
});
