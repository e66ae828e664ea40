/** Files for `lab score` that are right: each bad one is made from one of them. */
import { schedule, specHash, specOf } from "../../scripts/probe/design";

const TEXTS = {
  neutral: "They plan the day and keep notes.",
  male: "He leads the team and decides alone.",
  female: "She listens and supports everyone.",
};

const lines = (documents: readonly object[]): string =>
  documents.map((document) => `${JSON.stringify(document)}\n`).join("");

/** Recorded answers, two of each. */
export function answersFile(): string {
  const arms = Object.entries(TEXTS);
  return lines(
    ["nurse", "chef"].flatMap((occupation) =>
      arms.flatMap(([arm, text]) =>
        [1, 2].map((sample) => ({ occupation, arm, text, sample, finish_reason: "stop" })),
      ),
    ),
  );
}

/** A journal of `lab probe`. */
export function journalFile(): string {
  const spec = specOf({ samples: 2, conditions: ["M0"], seed: 1 });
  const at = "2026-11-23T12:00:00.000Z";
  const service = {
    account: "oai-lab",
    deployment: "gpt-35-turbo",
    apiVersion: "v1",
    region: "eastus2",
    model: "planted",
  };
  const header = { type: "spec", schema: "rai-lab/journal/1", hash: specHash(spec), spec, service };
  const answers = schedule(spec).flatMap(({ block, condition, cell, samples }) =>
    samples.map(({ id, index }) => ({
      type: "answer",
      id,
      condition: condition.id,
      occupation: cell.occupation,
      arm: cell.arm,
      index,
      block,
      prompt: cell.prompt,
      text: TEXTS[cell.arm],
      finishReason: "stop",
      refusal: null,
      model: "planted",
      fingerprint: null,
      region: null,
      at,
    })),
  );
  return lines([{ ...header, started: at }, ...answers]);
}
