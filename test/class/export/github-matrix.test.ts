/** The workflow of a class, as data; `test/workflows/exported.test.ts` runs its steps. */
import { expect, test } from "vitest";
import { parse } from "yaml";
import { type LabError } from "../../../infra/errors";
import { ACTIONS } from "../../../scripts/class/export/actions";
import { githubMatrix, shardsOf } from "../../../scripts/class/export/github-matrix";
import { workflows, type Workflow } from "../../support/workflows/workflow";

const seats = Array.from({ length: 45 }, (_, i) => ({
  slug: `s${i}`,
  stack: `spring-s${i}`,
  userName: `person${i}@example.edu`,
  name: `Person ${i}`,
}));
const textOf = (layout: "shared" | "isolated") =>
  githubMatrix({ name: "spring", layout, seats }, shardsOf(seats.length, undefined));
const documentOf = (layout: "shared" | "isolated") => parse(textOf(layout)) as Workflow["document"];

test("what seats share comes first, then the shards, then a report of all seats", () => {
  const { jobs } = documentOf("shared");
  expect(Object.keys(jobs)).toEqual(["half", "seats", "report"]);
  expect(jobs).toMatchObject({
    half: { env: { SHARD: "class" } },
    seats: {
      needs: "half",
      strategy: { "fail-fast": false, matrix: { shard: [1, 2, 3] } },
      env: { SHARD: "${{ matrix.shard }}/3" },
    },
    report: { needs: "seats", if: "always()" },
  });
  expect(jobs["report"]!.steps.at(-1)!.env).toEqual({ SEATS: "45" });
});

test("a failure at the head of a pipe fails its step", () => {
  expect(documentOf("isolated").defaults).toEqual({ run: { shell: "bash" } });
});

test("seats that share nothing have no job before them", () => {
  const { jobs } = documentOf("isolated");
  expect(Object.keys(jobs)).toEqual(["seats", "report"]);
  expect(jobs["seats"]).not.toHaveProperty("needs");
});

test("it names nobody, and signs in without a secret of Azure", () => {
  const text = textOf("shared");
  expect(text).not.toMatch(/person|@example/i);
  expect([...text.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name)).not.toContain(
    "ARM_CLIENT_SECRET",
  );
  for (const job of ["half", "seats"])
    expect(documentOf("shared").jobs[job]!.permissions).toMatchObject({ "id-token": "write" });
});

test("its actions are those of this repository's own workflows", () => {
  const own = workflows()
    .flatMap(({ text }) => [...text.matchAll(/uses: (.+)/g)])
    .map(([, action]) => action!);
  const { download, ...others } = ACTIONS;
  expect(own).toEqual(expect.arrayContaining(Object.values(others)));
  expect(download).toMatch(/^actions\/download-artifact@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  const used = [...textOf("shared").matchAll(/uses: (.+)/g)].map(([, action]) => action!);
  expect(new Set(used)).toEqual(new Set(Object.values(ACTIONS)));
});

test.each([
  [1, undefined, 1],
  [20, undefined, 1],
  [21, undefined, 2],
  [300, undefined, 15],
  [300, "4", 4],
  [5120, undefined, 256],
])("%d seats, %j asked for: %d shards", (count, asked, shards) => {
  expect(shardsOf(count, asked)).toBe(shards);
});

test.each([
  [5121, undefined, "5121 seats in 257 shards: a matrix of GitHub has at most 256 jobs"],
  [30, "257", "30 seats in 257 shards: a matrix of GitHub has at most 256 jobs"],
  [30, "0", '--shards takes a number of machines, not "0"'],
  [30, "1.5", '--shards takes a number of machines, not "1.5"'],
])("%d seats, %j asked for: refused", (count, asked, message) => {
  expect(() => shardsOf(count, asked)).toThrow(
    expect.objectContaining({ code: "usage", message }) as LabError,
  );
});
