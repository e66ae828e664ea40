import { getEventListeners } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lock } from "../../../scripts/engine/state/lock";
import { pulumiEngine, type PulumiEngine } from "../../../scripts/engine/cli";
import { newStack } from "../../support/engine/harness";
import { temporaryFolder } from "../../support/folder";

/** What a CLI does is tested where there is one: test/e2e/pulumi-cli.test.ts. */
function engineWith(folder: string, env: NodeJS.ProcessEnv = { PATH: folder }): PulumiEngine {
  const engine = pulumiEngine({ folder, env, home: folder });
  onTestFinished(() => engine.close());
  return engine;
}

function fakeCli(script: string): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: demo\nruntime: nodejs\n");
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

/** A CLI that succeeds at everything on an empty stack, and logs how it was called. */
const RECORDING = `echo "$@" >> "$(dirname "$0")/log"
for arg; do [ "$before" = --event-log ] && : > "$arg"; before=$arg; done
case "$*" in
  version) echo v3.260.0 ;;
  *export*) echo '{"version":3,"deployment":{}}' ;;
  *) echo '{}' ;;
esac`;

/** As the CLI writes it: the lock of a process that was killed. */
function leaveLock(backend: string, project: string, stack: string): string {
  const folder = path.join(backend, ".pulumi/locks/organization", project, stack);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "11111111-2222-3333-4444-555555555555.json");
  const holder = { pid: 2 ** 22 + 1, username: "user", hostname: hostname() };
  writeFileSync(file, JSON.stringify({ ...holder, timestamp: "2026-11-29T12:00:00Z" }));
  return file;
}

test("an update stops at a refused step: with --continue-on-error the CLI would never end (pulumi 16373)", async () => {
  const folder = fakeCli(RECORDING);
  const env = { PATH: `${folder}:/usr/bin:/bin` };
  await engineWith(folder, env).up(newStack());
  const calls = readFileSync(path.join(folder, "log"), "utf8").split("\n");
  const up = calls.filter((call) => call.startsWith("up "));
  expect(up).toHaveLength(1);
  expect(up[0]).not.toContain("--continue-on-error");
});

test("no operation selects a stack: the user's next `pulumi destroy` would destroy it", async () => {
  const folder = fakeCli(
    `case "$*" in *init*) : > "$(dirname "$0")/made" ;; *export*) [ -e "$(dirname "$0")/made" ] || { echo "error: no stack named 'dev' found" >&2; exit 255; } ;; esac
${RECORDING}`,
  );
  const env = { PATH: `${folder}:/usr/bin:/bin` };
  const [engine, stack] = [engineWith(folder, env), newStack()];
  for (const operation of ["up", "preview", "refresh", "recover", "adopt", "destroy"] as const)
    await engine[operation](stack);
  const calls = readFileSync(path.join(folder, "log"), "utf8").split("\n");
  expect(calls.filter((call) => /^(new|stack (init|new|select|rm|rename))\b/.test(call))).toEqual([
    expect.stringMatching(/^stack init .*--no-select/),
  ]);
});

test("many operations ask the CLI for its version once, and leave nothing on their signal", async () => {
  const folder = fakeCli(RECORDING);
  const env = { PATH: `${folder}:/usr/bin:/bin` };
  const [engine, { signal }] = [engineWith(folder, env), new AbortController()];
  await Promise.all([1, 2, 3].map(() => engine.up(newStack(), { signal })));
  await engine.recorded(newStack());
  await engine.outputs(newStack());
  const calls = readFileSync(path.join(folder, "log"), "utf8").split("\n");
  expect(calls.filter((call) => call === "version")).toHaveLength(1);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test.each([
  ["that the stack names", false],
  ["that the user is logged in to", true],
])("the lock of a dead process is taken over in a file backend %s", async (_, isLogin) => {
  const folder = fakeCli(RECORDING);
  const { backend, ...stack } = newStack();
  const file = leaveLock(backend, stack.project, stack.name);
  const env = { PATH: `${folder}:/usr/bin:/bin`, PULUMI_BACKEND_URL: `file://${backend}` };
  const engine = engineWith(folder, env);
  await engine.up({ ...stack, backend: isLogin ? "" : backend });
  expect(existsSync(file)).toBe(false);
});
