/**
 * What every workflow must be. A schema of GitHub's workflows is not among our packages: keys are held to those that
 * are used here on purpose, so that a misspelled one is found.
 */
import { expect, test } from "vitest";
import { dependencies } from "../../package.json";
import { workflows, type Job } from "../support/workflows/workflow";

const all = workflows();
const jobs = all.flatMap(({ file, document }) =>
  Object.entries(document.jobs).map(([id, job]) => [`${file} ${id}`, job] as const),
);

const KEYS = {
  workflow: ["name", "on", "permissions", "concurrency", "defaults", "env", "jobs"],
  job: [
    ...["name", "if", "runs-on", "timeout-minutes", "environment", "strategy"],
    ...["permissions", "env", "steps"],
  ],
  step: ["name", "id", "if", "uses", "with", "run", "env"],
  on: ["push", "pull_request", "schedule", "workflow_dispatch"],
};

test("there are workflows for a change, a deployment, a release, each night and each week", () => {
  expect(all.map(({ file }) => file)).toEqual(
    expect.arrayContaining(["ci.yml", "deploy.yml", "expiry.yml", "release.yml", "rot.yml"]),
  );
});

test.each(all.map((one) => [one.file, one] as const))(
  "%s reads only what it must, one run at a time",
  (_, { document }) => {
    expect(KEYS.workflow).toEqual(expect.arrayContaining(Object.keys(document)));
    expect(KEYS.on).toEqual(expect.arrayContaining(Object.keys(document.on)));
    expect(document.permissions).toEqual({ contents: "read" });
    expect(document.concurrency.group).toMatch(/\$\{\{/);
    expect(document.concurrency).toHaveProperty("cancel-in-progress");
    // Of a step without a shell GitHub ignores failures within pipes; our tests run steps as with this one.
    expect(document.defaults).toEqual({ run: { shell: "bash" } });
  },
);

test.each(jobs)("%s ends by itself, and has only known keys", (_, job: Job) => {
  expect(KEYS.job).toEqual(expect.arrayContaining(Object.keys(job)));
  expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
  // A system by its version: `latest` changes under a repository that nobody touches.
  const systems = job.strategy?.matrix.system ?? [job["runs-on"]];
  for (const system of systems) expect(system).toMatch(/^(ubuntu|macos|windows)-\d+/);
  for (const step of job.steps) {
    expect(KEYS.step).toEqual(expect.arrayContaining(Object.keys(step)));
    expect([step.uses, step.run].filter((does) => does !== undefined)).toHaveLength(1);
  }
});

test.each(jobs)("%s writes only where a step needs it", (name, job: Job) => {
  const writes = Object.entries(job.permissions ?? {})
    .filter(([, access]) => access === "write")
    .map(([scope]) => scope);
  const uses = (pattern: RegExp) =>
    job.steps.some((step) => pattern.test(`${step.uses ?? ""} ${step.run ?? ""}`));
  const needed = [
    uses(/azure\/login|attest-build-provenance/) && "id-token",
    uses(/attest-build-provenance/) && "attestations",
    uses(/gh release create/) && "contents",
    uses(/gh pr comment/) && "pull-requests",
    uses(/gh issue (create|edit|comment)/) && "issues",
  ].filter((scope) => scope !== false);
  expect(writes.sort(), name).toEqual(needed.sort());
});

test.each(all.map((one) => [one.file, one] as const))(
  "%s runs foreign actions at one commit each, and gives none the repository's token",
  (_, { text, document }) => {
    for (const [, action] of text.matchAll(/uses: (.+)/g))
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const steps = Object.values(document.jobs).flatMap((job) => job.steps);
    for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")))
      expect(step.with).toMatchObject({ "persist-credentials": false });
  },
);

test("one action has one commit everywhere", () => {
  const used = all.flatMap(({ text }) =>
    [...text.matchAll(/uses: ([^@]+)@(.+)/g)].map(([, name, commit]) => `${name!} ${commit!}`),
  );
  const names = [...new Set(used)].map((line) => line.split(" ")[0]);
  expect(names).toEqual([...new Set(names)]);
});

test("no text of a stranger becomes part of a script: expressions stay out of run", () => {
  for (const [name, { steps }] of jobs)
    for (const { run } of steps) expect(run ?? "", name).not.toContain("${{");
});

test("no secret reaches a pull request from a fork", () => {
  const reachable = all.filter(({ document }) => "pull_request" in document.on);
  expect(reachable.length).toBeGreaterThan(1);
  for (const [name, job] of reachable.flatMap(({ document }) => Object.entries(document.jobs))) {
    if (!JSON.stringify(job).includes("secrets.")) continue;
    const isByHand = /github\.event_name == 'workflow_dispatch'/.test(job.if ?? "");
    const isOwn = /head\.repo\.full_name == github\.repository/.test(job.if ?? "");
    expect(isByHand || isOwn, name).toBe(true);
  }
});

test("the Pulumi CLI of the workflows is of the SDK's version", () => {
  const steps = jobs.flatMap(([, job]) => job.steps);
  const installs = steps.filter(({ uses }) => uses?.startsWith("pulumi/actions@"));
  expect(installs.length).toBeGreaterThan(0);
  for (const step of installs)
    expect(step.with).toEqual({ "pulumi-version": dependencies["@pulumi/pulumi"] });
});
