/** A class as its teacher meets it: real commands in processes of their own, on one local cloud. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classFolder } from "../../scripts/class/class-store";
import { classHome, everySeat } from "../support/class/home";
import { startLab } from "../support/lab";
import { openFiles } from "../support/open-files";
import { seconds } from "../support/time-limits";

interface Row {
  slug: string;
  state: string;
  failure: { code: string; message: string; cure?: string } | null;
  userName?: string | null;
  signInUrl?: string | null;
  expires?: string | null;
  ready?: string | null;
  outputs?: Record<string, unknown>;
  proof?: { left: unknown[]; unknown: unknown[] } | null;
}

interface Document {
  half: Row | null;
  seats: Row[];
  summary: Record<string, number>;
}

interface Plan {
  layout: string;
  feasible: boolean | null;
  seats: { slug: string }[];
  errors: { line: number; code: string }[];
}

/** Verbs with their arguments and the state that every seat ends in; the half's are in one layout. */
const VERBS: Record<string, [verb: string, args: string[], state: string][]> = {
  shared: [
    ["verify", [], "ready"],
    ["recover", [], "ready"],
    ["extend", ["2031-01-31T18:00Z"], "ready"],
    ["up", [], "ready"],
  ],
  isolated: [
    ["stop", [], "stopped"],
    ["start", [], "ready"],
    ["extend", ["2031-01-31T18:00Z"], "ready"],
  ],
};

const SLUGS = ["ada", "grace", "katherine"];

describe.each(["shared", "isolated"] as const)("a class in the layout %s", (layout) => {
  let home: string;
  let roster: string;
  beforeAll(() => {
    ({ home, roster } = classHome(SLUGS));
  });

  afterAll(() => {
    rmSync(home, { recursive: true });
  });

  async function run(verb: string, ...args: string[]): Promise<[number | null, Document]> {
    const argv = ["class", verb, "spring", ...args, "--local", "--json"];
    const { code, stdout, stderr } = await startLab(home, argv).ended;
    expect(stdout, stderr).not.toBe("");
    return [code, JSON.parse(stdout) as Document];
  }
  const plan = async (...args: string[]): Promise<[number | null, Plan]> => {
    const argv = ["class", "plan", roster, "--name", "spring", "--layout", layout, ...args];
    const { code, stdout } = await startLab(home, [...argv, "--local", "--json"]).ended;
    return [code, JSON.parse(stdout) as Plan];
  };
  const statesOf = ({ seats }: Document): Record<string, string> =>
    Object.fromEntries(seats.map(({ slug, state }) => [slug, state]));
  const all = (state: string): Record<string, string> => everySeat(SLUGS, state);
  const stateFile = (slug: string): string =>
    path.join(home, "backend/.pulumi/stacks/rai-lab", `spring-${slug}.json`);

  test(
    "a roster becomes a plan; its problems are told by line",
    { timeout: seconds(30) },
    async () => {
      const good = readFileSync(roster, "utf8");
      writeFileSync(roster, `${good}joan,joan\nmary,mary\n`);
      const [refused, problems] = await plan();
      expect(refused).toBe(2);
      expect(problems.errors.map(({ line, code }) => [line, code])).toEqual([
        [5, "bare-login"],
        [6, "bare-login"],
      ]);
      expect(existsSync(classFolder(home, "spring"))).toBe(false);
      writeFileSync(roster, good);
      const [code, planned] = await plan("--expires", "2030-12-06T18:00+01:00");
      expect([code, planned.layout, planned.feasible]).toEqual([0, layout, true]);
      expect(planned.seats.map(({ slug }) => slug)).toEqual(SLUGS);
    },
  );

  test(
    "a broken seat is named with its cure and harms no other",
    { timeout: seconds(60) },
    async () => {
      writeFileSync(
        path.join(home, "Pulumi.spring-grace.yaml"),
        "config: {rai-lab:layout: room}\n",
      );
      const [code, document] = await run("up");
      expect([code, statesOf(document)]).toEqual([1, { ...all("ready"), grace: "failed" }]);
      const grace = document.seats.find(({ slug }) => slug === "grace")!;
      expect(grace.failure).toMatchObject({ code: "config" });
      expect(grace.failure!.message).toContain("room");
      rmSync(path.join(home, "Pulumi.spring-grace.yaml"));
      const [again, mended] = await run("up");
      expect([again, statesOf(mended)]).toEqual([0, all("ready")]);
      for (const { ready, outputs } of mended.seats) {
        expect(ready).not.toBeNull();
        expect(outputs).toMatchObject({ notebookUrl: expect.stringContaining("?o=") });
        expect(outputs!["openaiKey"]).toBe("[secret]");
      }
    },
  );

  test(
    "its seats are ordinary stacks, each with its student and a page",
    { timeout: seconds(60) },
    async () => {
      const [code, document] = await run("status");
      expect(code).toBe(0);
      expect(document.half?.state).toBe(layout === "shared" ? "ready" : undefined);
      for (const { slug, userName, signInUrl, expires } of document.seats) {
        expect(userName).toBe(`${slug}@example.edu`);
        expect(signInUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/\?o=\d+$/);
        expect(expires).toBe("2030-12-06T18:00+01:00");
      }
      const page = readFileSync(path.join(classFolder(home, "spring"), "class.html"), "utf8");
      for (const slug of SLUGS) expect(page).toContain(slug);
      // Roster, journal, board, settings, states, world: the owner's alone.
      expect(openFiles(home)).toEqual([roster]);
    },
  );

  test("every verb works from the name alone", { timeout: seconds(120) }, async () => {
    const forget = (): void => {
      rmSync(path.join(home, "classes"), { recursive: true });
    };
    forget();
    const [, found] = await run("status");
    expect(found.seats.map(({ slug, userName }) => [slug, userName])).toEqual(
      SLUGS.map((slug) => [slug, `${slug}@example.edu`]),
    );
    for (const [verb, args, state] of VERBS[layout]!) {
      forget();
      const [code, document] = await run(verb, ...args);
      expect([verb, code, statesOf(document)]).toEqual([verb, 0, all(state)]);
    }
    forget();
    const [, extended] = await run("status");
    expect(extended.seats.map(({ expires }) => expires)).toEqual(
      SLUGS.map(() => "2031-01-31T18:00Z"),
    );
  });

  test(
    "who left the roster is said, and offered for destroy",
    { timeout: seconds(60) },
    async () => {
      const good = readFileSync(roster, "utf8");
      writeFileSync(roster, good.replace(/^grace.*\n/m, ""));
      expect(await plan()).toMatchObject([0, { seats: [{ slug: "ada" }, { slug: "katherine" }] }]);
      const [destroyed, document] = await run("destroy", "--removed", "--yes");
      expect([destroyed, statesOf(document)]).toEqual([0, { grace: "gone" }]);
      writeFileSync(roster, good);
      await plan();
      const [up, all3] = await run("up");
      expect([up, statesOf(all3)]).toEqual([0, all("ready")]);
    },
  );

  test("one seat is reset, and all of them leave nothing", { timeout: seconds(60) }, async () => {
    const [reset, document] = await run("reset", "--seat", "ada", "--yes");
    expect([reset, statesOf(document)]).toEqual([0, { ada: "ready" }]);
    rmSync(path.join(home, "classes"), { recursive: true });
    const [code, gone] = await run("destroy", "--yes");
    expect([code, statesOf(gone)]).toEqual([0, all("gone")]);
    for (const { proof } of gone.seats) expect(proof).toMatchObject({ left: [], unknown: [] });
    expect(gone.half?.state).toBe(layout === "shared" ? "gone" : undefined);
    for (const slug of SLUGS)
      expect(existsSync(path.join(home, `Pulumi.spring-${slug}.yaml`))).toBe(false);
    const groups = readFileSync(stateFile("ada"), "utf8");
    expect(groups).not.toContain("resourceGroups");
    await run("forget");
    for (const slug of SLUGS) expect(existsSync(stateFile(slug))).toBe(false);
  });
});
