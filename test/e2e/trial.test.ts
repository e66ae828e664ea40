/** A whole trial on the local cloud. With `UPDATE_GOLDEN=1` it writes down what is expected of it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type RunningCloud, startCloud } from "../../scripts/cloud/cloud";
import { publishConnection } from "../../scripts/cloud/published";
import { openModel } from "../../scripts/cloud/openai/models";
import type { TrialDocument } from "../../scripts/commands/trial/report";
import { expectedAnswers, type Exchange, learnt } from "../../scripts/trial";
import { documentOf, lab } from "../support/lab";
import { seconds } from "../support/time-limits";

const EXPECTED = path.join(__dirname, "../../scripts/trial/expected/answers.json");
const isUpdate = process.env["UPDATE_GOLDEN"] === "1";

let home: string;
let cloud: RunningCloud;
let withdraw: () => void;
beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
  const model = await openModel("planted");
  cloud = await startCloud({ folder: home, model: () => Promise.resolve(model) });
  const named = { kind: "planted", name: model.name } as const;
  withdraw = publishConnection(home, { ...cloud.connection, model: named });
}, seconds(20));
afterEach(async () => {
  withdraw();
  await cloud.stop();
  rmSync(home, { recursive: true, force: true });
});

const transcript = ({ files }: TrialDocument): string => readFileSync(files.transcript, "utf8");
const exchangesOf = (document: TrialDocument): Exchange[] =>
  transcript(document)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Exchange);

/** Planted late, so that all else of a trial is held to what is expected, too. */
const PLANTED = {
  operation: "openai/chat/completions",
  nth: 3,
  answer: { status: 403, code: "AccessDenied", message: "planted" },
};

test(
  "all of the local cloud is as expected, apart from a difference that is planted: it stops the trial, and nothing is left",
  { timeout: seconds(60) },
  async () => {
    if (!isUpdate) cloud.world.faults.set([PLANTED]);
    const ran = await lab(home, "trial", "trial-hopper", "--local", "--json");
    const document = documentOf<TrialDocument>(ran);
    if (isUpdate) {
      writeFileSync(EXPECTED, textOf(learnt(exchangesOf(document), expectedAnswers())));
      return;
    }
    const planted =
      "POST /openai/v1/chat/completions: status 403 (AccessDenied) instead of 200 or 400";
    expect(document.surprises).toEqual([planted]);
    expect(document.differences).toHaveLength(1);
    expect(ran.code).toBe(1);
    // The probe is stopped; what was made is destroyed, and proven gone.
    const left = ["destroy", "proof"].map((name) => [name, 0]);
    expect(document.steps.map(({ name, exitCode }) => [name, exitCode])).toEqual([
      ["doctor", 0],
      ["up", 0],
      ["probe", expect.any(Number)],
      ...left,
    ]);
    expect(document.parity.refuted).toEqual([]);
    expect(document.parity.confirmed.length).toBeGreaterThan(25);
    const { connection } = cloud;
    const names = [connection.subscriptionId, connection.tenantId, "hopper", "Bearer", "nurse"];
    const text = transcript(document);
    for (const name of [...names, connection.student.userName]) expect(text).not.toContain(name);
  },
);

/** One answer a line, as a diff shows it best. */
const textOf = (answers: readonly object[]): string =>
  `[\n${answers.map((answer) => `  ${JSON.stringify(answer)}`).join(",\n")}\n]\n`;
