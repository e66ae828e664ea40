import type { ArgsDef } from "../lib/shell/args";

/** Arguments of `lab score`: a file, and what is what in it where its own names do not say it. */
export const SCORE_ARGS = {
  file: {
    type: "positional",
    required: true,
    description:
      "CSV, TSV, JSON, JSON lines, OpenAI batch output, promptfoo or inspect results, LangFair responses, a folder of them, or a journal of lab probe",
    completes: "file",
  },

  arm: {
    type: "string",
    description: "column of the gender asked about; with its values: gender:female=1,male=0",
    valueHint: "COLUMN",
  },
  text: { type: "string", description: "column of the answers", valueHint: "COLUMN" },
  occupation: {
    type: "string",
    description: "column of what the answers are compared within",
    valueHint: "COLUMN",
  },
  condition: {
    type: "string",
    description: "column of the way of asking: a system prompt, a model",
    valueHint: "COLUMN",
  },
  baseline: {
    type: "string",
    description: "the way of asking that the verdict is about",
    valueHint: "VALUE",
  },
  cluster: {
    type: "string",
    description: "column of answers that are one observation",
    valueHint: "COLUMN",
  },
  outcome: {
    type: "string",
    description: "columns to compare as well: numbers, yes and no, or a value that counts",
    valueHint: "COLUMN[:VALUE],…",
  },
  where: {
    type: "string",
    description: "only the records with this value",
    valueHint: "COLUMN=VALUE",
  },
  requests: {
    type: "string",
    description: "the requests of an OpenAI batch, which hold the questions",
    valueHint: "FILE",
    completes: "file",
  },

  scores: {
    type: "string",
    description: "write the scores of every answer there, as CSV",
    valueHint: "FILE",
    completes: "file",
  },
  seed: { type: "string", default: "1", description: "drives the resampling", valueHint: "N" },
  mask: {
    type: "string",
    description: "names in the answers to leave out, separated by commas",
    valueHint: "WORD,…",
  },
  out: {
    type: "string",
    description: "folder for the report; FILE-report beside it by default",
    valueHint: "FOLDER",
    completes: "folder",
  },
} as const satisfies ArgsDef;
