import { Ajv2020 } from "ajv/dist/2020";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scoreFile } from "../../../scripts/probe/score-file";
import { specHash } from "../../../scripts/probe/design";
import type { Answer } from "../../../scripts/probe/journal";
import { documentOf } from "../../../scripts/probe/report/document";
import { scoreJournal } from "../../../scripts/probe/score";
import type { ScorableJournal } from "../../../scripts/probe/score/texts";
import { syntheticJournal, type Planted } from "../../support/probe/synthetic";

const SCHEMA = JSON.parse(
  readFileSync(join(__dirname, "../../../schemas/probe.schema.json"), "utf8"),
) as Record<string, unknown>;

/** The same schema with every object closed: a field it does not know is an error. */
const closed = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(closed);
  if (node === null || typeof node !== "object") return node;
  const parts = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, closed(value)]),
  );
  return "properties" in parts ? { ...parts, additionalProperties: false } : parts;
};
const ajv = new Ajv2020({ allErrors: true });
const open = ajv.compile(SCHEMA);
const strict = new Ajv2020({ allErrors: true }).compile(
  closed({ ...SCHEMA, $id: "urn:rai-lab:closed" }) as object,
);

/** Few resamples: the shape does not depend on them. */
const quick = (
  planted: Planted,
  change: (journal: ScorableJournal) => ScorableJournal = (same) => same,
) => {
  const journal = change(syntheticJournal(planted));
  const spec = { ...journal.header.spec, bootstrapResamples: 200, permutations: 99 };
  return documentOf(
    scoreJournal({ ...journal, header: { ...journal.header, spec, hash: specHash(spec) } }),
  );
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "schema-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const refusing = ({ index, condition }: Answer): Partial<Answer> =>
  condition === "M2" && index % 2 === 1 ? { refusal: "No." } : index === 3 ? { text: "" } : {};

const sequential = (journal: ScorableJournal): ScorableJournal => {
  const spec = { ...journal.header.spec, looks: [8, 16], blockSize: 8 };
  return { ...journal, header: { ...journal.header, spec } };
};
const compared = (journal: ScorableJournal): ScorableJournal => ({
  ...journal,
  header: { ...journal.header, spec: { ...journal.header.spec, compare: "mini" } },
  answers: [
    ...journal.answers,
    ...journal.answers.map((one) => ({ ...one, id: `${one.id}@mini`, deployment: "mini" })),
  ],
  requests: [
    {
      type: "request",
      condition: "M0",
      answers: 60,
      promptTokens: 9,
      completionTokens: 9,
      seconds: 1,
      at: "",
    },
  ],
});

test.each([
  ["a plain run", () => quick({ samples: 4 })],
  [
    "a difference, mitigations, refusals",
    () =>
      quick({
        samples: 12,
        conditions: ["M0", "M2", "M5"],
        feminine: { female: 0.7, other: 0.1 },
        change: refusing,
      }),
  ],
  [
    "a sequential run",
    () => quick({ samples: 16, feminine: { female: 0.9, other: 0.1 } }, sequential),
  ],
  ["two deployments", () => quick({ samples: 4 }, compared)],
])("%s is valid, and holds no field that the schema does not know", (_, run) => {
  const document = run();
  open(document);
  expect(open.errors).toBeNull();
  strict(document);
  expect(strict.errors).toBeNull();
});

test("recorded answers with two arms, pairs and an occupation of their own give the same document", () => {
  const file = join(folder, "answers.jsonl");
  const lines = Array.from({ length: 40 }, (_, k) => ({
    occupation: k % 2 ? "pilot" : "clerk",
    arm: k % 4 < 2 ? "female" : "male",
    pair: `${k % 2}-${Math.floor(k / 4)}`,
    text: `Answer ${k} speaks of a ${k % 3 ? "leader" : "supportive"} colleague.`,
  }));
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
  const { document } = scoreFile({ file, folder: join(folder, "report"), seed: 1 });
  strict(document);
  expect(strict.errors).toBeNull();
  const written: unknown = JSON.parse(readFileSync(join(folder, "report", "report.json"), "utf8"));
  strict(written);
  expect(strict.errors).toBeNull();
});

test("more fields may be added; a wrong verdict, a missing metric's name, a p above 1 are no document", () => {
  const document = quick({ samples: 2 });
  expect(open({ ...document, added: true })).toBe(true);
  expect(strict({ ...document, added: true })).toBe(false);
  expect(open({ ...document, verdict: "unbiased" })).toBe(false);
  const [first, ...rest] = document.metrics;
  expect(open({ ...document, metrics: [{ ...first, name: undefined }, ...rest] })).toBe(false);
  expect(open({ ...document, metrics: [{ ...first, p: 1.5 }, ...rest] })).toBe(false);
});

test("the schema says what it is, under a name of nobody's host", () => {
  expect(SCHEMA.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(SCHEMA.$id).toMatch(/^urn:rai-lab:/);
});
