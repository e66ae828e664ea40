import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { readRows } from "../../bench/world-log";
import { temporaryFolder } from "../support/folder";
import { documentOf, startLab } from "../support/lab";
import { openFiles } from "../support/open-files";
import { pythonFor } from "../support/python";
import { seconds } from "../support/time-limits";
import { withoutNetwork } from "../support/without-network";

interface Rehearsal {
  schema: string;
  engine: string;
  model: { kind: string; name: string };
  resources: Record<string, number>;
  outputs: Record<string, unknown>;
  notebook: {
    state: string;
    cells: number;
    spark: string;
    html: string;
    result: {
      model: string;
      samples: number;
      metrics: Record<string, { id: string; effect: number }[]>;
    };
  };
  probe: { verdict: string; samples: number; metrics: { id: string }[]; report: string };
  destroy: { deleted: number };
  proof: { left: unknown[]; unknown: unknown[] };
  seconds: Record<string, number>;
}

/** The keys of every account that the world in `home` ever had: its file is a log. */
const keysOf = (home: string): string[] =>
  readRows(path.join(home, "cloud.jsonl"))
    .filter(([table]) => table === "cognitiveservices/accounts")
    .map(([, , account]) => account as { keys: Record<string, string> } | undefined)
    .flatMap((account) => Object.values(account?.keys ?? {}));

/** Every file below `home` but the world's own, which keeps the accounts' keys by nature. */
const filesOf = (home: string): string[] =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "cloud.jsonl")
    .map((entry) => path.join(entry.parentPath, entry.name));

test(
  "the whole lab on one machine, without a network once all is installed: one JSON document, exit 0, nothing left",
  { timeout: seconds(90) },
  async (context) => {
    const home = temporaryFolder();
    await pythonFor("notebook", context);
    const within = withoutNetwork(context);
    const ended = await startLab(home, ["rehearse", "--model", "planted", "--json"], { within })
      .ended;
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    const found = documentOf<Rehearsal>(ended);
    expect(found).toMatchObject({
      schema: "rai-lab/rehearse/1",
      engine: "embedded",
      model: { kind: "planted" },
      resources: { same: 0, update: 0, replace: 0, delete: 0 },
      outputs: { openaiDeployment: "gpt-35-turbo", openaiKey: "[secret]", openaiAuth: "key" },
      notebook: { state: "success" },
      probe: { samples: 240 },
      proof: { left: [], unknown: [] },
    });
    expect(found.resources.create).toBe(found.destroy.deleted);
    expect(found.notebook.spark).toMatch(/^Sail/);
    expect(found.notebook.cells).toBeGreaterThan(10);
    // The notebook measured on its own, as many answers as the probe.
    expect(found.notebook.result.samples).toBe(8);
    expect(found.notebook.result.model).toMatch(/SIMULATED/);
    const ids = found.probe.metrics.map(({ id }) => id).sort();
    for (const condition of ["M0", "M1"])
      expect(found.notebook.result.metrics[condition]?.map(({ id }) => id).sort()).toEqual(ids);
    expect(["within margin", "difference", "inconclusive"]).toContain(found.probe.verdict);
    expect(Object.keys(found.seconds)).toEqual([
      "model",
      "doctor",
      "up",
      "notebook",
      "probe",
      "destroy",
      "proof",
    ]);
    for (const file of [found.notebook.html, found.probe.report])
      expect(existsSync(file)).toBe(true);
    const report = readFileSync(found.probe.report, "utf8");
    expect(report).toContain("SIMULATED");
    expect(report).not.toMatch(/no bias|unbiased/i);
    // Each page leads to the other.
    expect(report).toContain('href="../notebook.html"');
    expect(readFileSync(found.notebook.html, "utf8")).toContain('href="probe/report.html"');

    const keys = new Set(keysOf(home));
    expect(keys.size).toBe(2);
    const written = filesOf(home);
    // Answers, journal, pages, state, world: the owner's alone.
    expect(openFiles(home)).toEqual([]);
    const names = written.map((file) => path.basename(file));
    expect(names).toEqual(
      expect.arrayContaining(["report.html", "report.json", "journal.jsonl", "notebook.html"]),
    );
    for (const key of keys) {
      const forms = [key, Buffer.from(key).toString("base64").slice(0, -4)];
      for (const form of forms) {
        expect(ended.stdout + ended.stderr).not.toContain(form);
        expect(written.filter((file) => readFileSync(file, "latin1").includes(form))).toEqual([]);
      }
    }
  },
);

test("Apache Spark on a machine without Java: one message before anything is made", async () => {
  const home = temporaryFolder();
  const ended = await startLab(home, ["rehearse", "--spark", "jvm", "--model", "planted"], {
    env: { PATH: temporaryFolder(), JAVA_HOME: "" },
  }).ended;
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain("Apache Spark needs Java, and there is none");
  expect(ended.stderr).toContain("install Java 17");
  expect(readdirSync(home)).toEqual([]);
});
