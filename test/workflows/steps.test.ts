/**
 * Every `run:` step of every workflow, run with GitHub's bash in a clean clone, one workflow after the other.
 *
 * Stubs, in front of the PATH:
 * - `npm ci` links this clone's `node_modules`; every other npm command is npm's own
 * - `npx lab` is the command of the clone, with `--local` added: there is no Azure here
 * - `pulumi` and `gh` note how they were called, and refuse a command that the workflows do not use
 * - `pipx`, `npm audit` and `npm start` note the call: the first two ask the network, the third is
 *   `test/e2e/rehearse.test.ts`
 * - actions (`uses:`) do not run
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { version } from "../../package.json";
import { temporaryFolder } from "../support/folder";
import { seconds } from "../support/time-limits";
import { runSteps, type RunStep, workflows } from "../support/workflows/workflow";

const ROOT = path.resolve(__dirname, "../..");

/** Steps that do not run here, each with its reason. */
const NOT_RUN: Record<string, string> = {
  ".ci/run": "it runs this test",
  "npm run typecheck": "`npm test` checks the types of the same files",
};

/** What GitHub puts in place of an expression. */
const EXPRESSIONS: Record<string, string> = {
  "vars.ARM_CLIENT_ID": "client",
  "vars.ARM_TENANT_ID": "tenant",
  "vars.ARM_SUBSCRIPTION_ID": "subscription",
  "vars.PULUMI_BACKEND_URL": "file:///nowhere",
  "inputs.stack || vars.LAB_STACK": "dev",
  "inputs.class || vars.LAB_CLASS": "spring",
  "secrets.PULUMI_CONFIG_PASSPHRASE": "passphrase",
  "github.token": "token",
  "github.repository": "school/rai-lab",
  "github.event.pull_request.number": "7",
  "github.ref_name": `v${version}`,
};

const expanded = (value: string): string =>
  value.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
    expect(Object.keys(EXPRESSIONS)).toContain(expression);
    return EXPRESSIONS[expression]!;
  });

const NOTE = 'printf "%s\\n" "$(basename "$0") $*" >> "$CALLS"';
const STUBS: Record<string, string> = {
  npm: `case "$1" in
    ci) ln -sfn "${ROOT}/node_modules" node_modules ;;
    start | audit) ${NOTE} ;;
    *) exec "$NPM" "$@" ;;
  esac`,
  npx: `[ "$1" = lab ] || exit 9; shift; exec node bin/lab.js "$@" --local`,
  pulumi: `${NOTE}
  case "$1" in preview) echo "Previewing update (dev)" ;; up) ;; *) exit 9 ;; esac
  [ -f infra/policy/PulumiPolicy.yaml ]`,
  gh: `${NOTE}
  case "$1 $2" in
    "run list") echo 41 ;;
    "run download") [ "$*" = "run download 41 --name watch --dir .lab/watch" ] ;;
    "pr comment" | "release create" | "issue create" | "issue list") ;;
    *) exit 9 ;;
  esac`,
  pipx: NOTE,
};

interface Runner {
  clone: string;
  run: (step: RunStep) => { status: number | null; output: string };
  calls: () => string[];
}

/** A clean clone of what is committed, and the machine of a job. */
function startRunner(): Runner {
  const folder = temporaryFolder();
  const [clone, bin, temp] = ["rai-lab", "bin", "temp"].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  execFileSync("git", ["clone", "--quiet", "--no-local", "--depth", "1", `file://${ROOT}`, clone]);
  for (const made of [bin, temp]) mkdirSync(made);
  for (const [name, body] of Object.entries(STUBS)) {
    writeFileSync(path.join(bin, name), `#!/usr/bin/env bash\n${body}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  symlinkSync(process.execPath, path.join(bin, "node"));
  const calls = path.join(folder, "calls");
  writeFileSync(calls, "");
  const npm = execFileSync("bash", ["-c", "command -v npm"], { encoding: "utf8" }).trim();
  const machine = {
    PATH: [bin, process.env.PATH].join(":"),
    HOME: temp,
    RUNNER_TEMP: temp,
    RAI_LAB_HOME: path.join(temp, "lab"),
    TMPDIR: process.env.TMPDIR,
    CALLS: calls,
    GITHUB_OUTPUT: path.join(temp, "output"),
    NPM: npm,
    NO_COLOR: "1",
  };
  return {
    clone,
    run: ({ run, env }) => {
      const own = Object.fromEntries(Object.entries(env).map(([k, v]) => [k, expanded(v)]));
      const ended = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
        cwd: clone,
        env: { ...own, ...machine },
        encoding: "utf8",
      });
      return { status: ended.status, output: ended.stdout + ended.stderr };
    },
    calls: () => readFileSync(calls, "utf8").trim().split("\n"),
  };
}

const all = new Map(workflows().map((workflow) => [workflow.file, runSteps(workflow)]));

describe.each([...all])("%s", (file, steps) => {
  test("each step of it ends well", { timeout: seconds(120) }, () => {
    const runner = startRunner();
    for (const step of steps) {
      const reason = NOT_RUN[step.run];
      if (reason !== undefined) {
        console.log(`not run: ${step.title}: ${reason}`);
        continue;
      }
      const { status, output } = runner.run(step);
      expect(status, `${step.title}\n${output}`).toBe(0);
    }
    CHECKS[file]?.(runner);
  });
});

/** What the steps of a workflow leave behind. */
const CHECKS: Record<string, (runner: Runner) => void> = {
  "ci.yml": ({ calls }) => {
    // What is audited exists.
    for (const [, list] of calls()
      .join("\n")
      .matchAll(/--requirement (\S+)/g))
      expect(existsSync(path.join(ROOT, list!))).toBe(true);
    expect(calls()).toContain("npm start -- --model planted");
  },
  "deploy.yml": ({ clone, calls }) => {
    const comment = readFileSync(path.join(clone, "comment.md"), "utf8");
    expect(comment).toBe("### Preview of dev\n\n```\nPreviewing update (dev)\n\n```\n");
    expect(calls()).toContain(
      "gh pr comment 7 --edit-last --create-if-none --body-file comment.md",
    );
    expect(calls().at(-1)).toMatch(/^pulumi up --stack dev --policy-pack infra\/policy --yes/);
  },
  // Of a class that stands: `exported.test.ts`.
  "expiry.yml": ({ clone }) => {
    const swept: unknown = JSON.parse(readFileSync(path.join(clone, "swept.json"), "utf8"));
    expect(swept).toMatchObject({ error: { code: "not-found", where: "spring" } });
  },
  "rot.yml": ({ clone, calls }) => {
    const read = (file: string) => readFileSync(path.join(clone, file), "utf8");
    expect(read("../temp/output")).toBe("code=0\n");
    expect(read(".lab/watch/ends.ics")).toContain("BEGIN:VEVENT");
    const printed = read("watch.txt");
    expect(printed).toMatch(/nothing that dev uses ends within 90 days\n$/);
    expect(read("issue.md")).toBe(`\`\`\`\n${printed}\`\`\`\n`);
    expect(calls().at(-1)).toBe(
      "gh issue create --title What the lab uses ends soon --body-file issue.md",
    );
  },
  "release.yml": ({ clone, calls }) => {
    const temp = path.join(clone, "../temp");
    expect(globSync("rai-lab*", { cwd: temp }).sort()).toEqual([
      `rai-lab-${version}.tgz`,
      "rai-lab.cdx.json",
    ]);
    const bill = JSON.parse(readFileSync(path.join(temp, "rai-lab.cdx.json"), "utf8")) as {
      bomFormat: string;
      components: { name: string }[];
    };
    expect(bill.bomFormat).toBe("CycloneDX");
    const names = bill.components.map(({ name }) => name);
    expect(names).toContain("@pulumi/pulumi");
    expect(names).not.toContain("vitest");
    // Each Python list that ci.yml audits has its own bill of materials.
    const lists = (file: string, pattern: RegExp) =>
      (all.get(file) ?? []).flatMap(({ run }) => pattern.exec(run)?.[1] ?? []).sort();
    const billed = lists("release.yml", /cyclonedx-py requirements (\S+)/);
    expect(billed).toEqual(lists("ci.yml", /--requirement (\S+)/));
    expect(calls().filter((call) => call.includes("cyclonedx-py"))).toHaveLength(billed.length);
    expect(calls().at(-1)).toContain(`gh release create v${version} --verify-tag --draft`);
  },
};

test("what does not run here is a step that exists", () => {
  const commands = [...all.values()].flat().map(({ run }) => run);
  expect(commands).toEqual(expect.arrayContaining(Object.keys(NOT_RUN)));
});
