import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder";
import { documentOf, startLab } from "../support/lab";
import { pythonFor } from "../support/python";
import { seconds } from "../support/time-limits";

interface Demo {
  schema: string;
  seats: number;
  broken: { seat: string; found: { seats: { slug: string; state: string }[] } };
  notebook: { seat: string; state: string; spark: string };
  sampled: number;
  report: { counted: number; seats: { slug: string; state: string }[]; files: { page: string } };
  status: { page: string; seats: { slug: string; state: string; savedAnswers: number }[] };
  destroy: { seats: { state: string }[]; orphans: unknown[]; unknown: unknown[] };
}

test(
  "a class from its plan to its proof: one seat broken and recovered, one on Spark, all measured together",
  { timeout: seconds(120) },
  async (context) => {
    await pythonFor("notebook", context);
    const home = temporaryFolder();
    const roster = path.join(home, "people.csv");
    const people = ["Ada", "Grace", "Katherine"].map((name) => `${name},${name}@example.edu`);
    writeFileSync(roster, ["name,email", ...people, ""].join("\n"));
    const ended = await startLab(home, ["demo", "--roster", roster, "--json"]).ended;
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    const found = documentOf<Demo>(ended);
    expect(found).toMatchObject({
      schema: "rai-lab/demo/1",
      seats: 3,
      broken: { seat: "grace", found: { seats: [{ slug: "grace", state: "unhealthy" }] } },
      notebook: { seat: "ada", state: "success" },
      sampled: 2,
      report: { counted: 3 },
      destroy: { orphans: [], unknown: [] },
    });
    expect(found.notebook.spark).toMatch(/^Sail/);
    // Eight answers to fifteen questions, and on Spark as many again with an instruction.
    const saved = found.status.seats.map(({ slug, savedAnswers }) => [slug, savedAnswers]);
    expect(saved).toEqual([
      ["ada", 240],
      ["grace", 120],
      ["katherine", 120],
    ]);
    expect(found.destroy.seats.map(({ state }) => state)).toEqual(["gone", "gone", "gone"]);
    expect(existsSync(found.status.page)).toBe(true);
    expect(readFileSync(found.report.files.page, "utf8")).toContain("SIMULATED");
  },
);
