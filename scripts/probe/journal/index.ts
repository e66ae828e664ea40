import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { LabError, messageOf } from "../../../infra/errors";
import { isSequential, specHash, type Spec } from "../design";
import { lockJournal } from "./lock";
import { ARMS } from "../text/lexicon";

const SCHEMA = "rai-lab/journal/1";

/** What was asked, of whom, under which frozen specification: the first line. */
const headerSchema = z.object({
  type: z.literal("spec"),
  schema: z.literal(SCHEMA),
  hash: z.string(),
  spec: z.custom<Spec>((value) => typeof value === "object" && value !== null),
  service: z.object({
    account: z.string(),
    deployment: z.string(),
    apiVersion: z.string(),
    region: z.string(),
    /** What the stack was asked to deploy; what answered is in every answer. */
    model: z.string(),
    /** The same of a second deployment. */
    comparedModel: z.string().optional(),
  }),
  started: z.string(),
});
export type JournalHeader = z.infer<typeof headerSchema>;

/** One answer, or the outcome that stands for it. */
const answerSchema = z.object({
  type: z.literal("answer"),
  /** Deterministic sample id: what is counted once. */
  id: z.string(),
  /** The second deployment; absent for the stack's own. */
  deployment: z.string().optional(),
  condition: z.string(),
  occupation: z.string(),
  arm: z.enum(ARMS),
  index: z.number().int(),
  block: z.number().int(),
  prompt: z.string(),
  text: z.string(),
  /** `stop`, `length`, `content_filter` …; `prompt_filter` when the question itself was blocked. */
  finishReason: z.string(),
  /** The model's own refusal message, where it sent one. */
  refusal: z.string().nullable(),
  /** What the service says answered. */
  model: z.string(),
  fingerprint: z.string().nullable(),
  region: z.string().nullable(),
  at: z.string(),
});
export type Answer = z.infer<typeof answerSchema>;

/** A first answer that is to be rewritten; the answer of the same id is what became of it. Never counted. */
const draftSchema = answerSchema.extend({ type: z.literal("draft") });
export type Draft = z.infer<typeof draftSchema>;

/** One request that was answered: what the answers cost. Written before them, so that nothing spent goes uncounted. */
const requestSchema = z.object({
  type: z.literal("request"),
  deployment: z.string().optional(),
  condition: z.string(),
  /** Answers or drafts it brought. */
  answers: z.number().int(),
  /** As the service counted them; null where it did not say. */
  promptTokens: z.number().int().nullable(),
  completionTokens: z.number().int().nullable(),
  seconds: z.number(),
  at: z.string(),
});
export type RequestLine = z.infer<typeof requestSchema>;

/** Something that happened on the way: a retry, a change of parameters. Never counted. */
const eventSchema = z.object({
  type: z.literal("event"),
  deployment: z.string().optional(),
  what: z.string(),
  at: z.string(),
});
export type JournalEvent = z.infer<typeof eventSchema>;

const lineSchema = z.discriminatedUnion("type", [
  headerSchema,
  answerSchema,
  draftSchema,
  requestSchema,
  eventSchema,
]);
type Line = Exclude<z.infer<typeof lineSchema>, JournalHeader>;

/** What a journal says. */
export interface JournalContents {
  header: JournalHeader;
  /** In the order written, each id once. */
  answers: Answer[];
  /** The same of first answers to be rewritten. */
  drafts: Draft[];
  requests: RequestLine[];
  events: JournalEvent[];
}

/** An append-only journal, open for writing. */
export class Journal implements JournalContents {
  readonly header: JournalHeader;
  readonly answers: Answer[];
  readonly drafts: Draft[];
  readonly requests: RequestLine[];
  readonly events: JournalEvent[];

  private constructor(
    private readonly file: string,
    private readonly handle: number,
    private readonly release: () => void,
    contents: JournalContents,
  ) {
    ({
      header: this.header,
      answers: this.answers,
      drafts: this.drafts,
      requests: this.requests,
      events: this.events,
    } = contents);
  }

  /**
   * Opens a new journal, or with `resume` the one that is there, which must have been begun under the same specification
   * for the same deployment. A last line torn by a kill is cut off. One process at a time: another is told who has it.
   */
  static open(
    file: string,
    spec: Spec,
    service: JournalHeader["service"],
    now: () => number,
    resume: boolean,
  ): Journal {
    mkdirSync(dirname(file), { recursive: true });
    const release = lockJournal(file);
    try {
      const before = existsSync(file) ? parse(file) : undefined;
      if (before?.contents) checkSame(file, before.contents.header, spec, service, resume);
      if (before) truncateSync(file, before.goodBytes);
      const handle = openSync(file, "a");
      if (before?.contents) return new Journal(file, handle, release, before.contents);
      const started = new Date(now()).toISOString();
      const header: JournalHeader = {
        type: "spec",
        schema: SCHEMA,
        hash: specHash(spec),
        spec,
        service,
        started,
      };
      const journal = new Journal(file, handle, release, contentsOf(header, []));
      journal.write([header]);
      return journal;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Lines are on disk before this returns; only then are they counted. */
  append(lines: readonly Line[]): void {
    this.write(lines);
    const more = contentsOf(this.header, lines);
    this.answers.push(...more.answers);
    this.drafts.push(...more.drafts);
    this.requests.push(...more.requests);
    this.events.push(...more.events);
  }

  close(): void {
    closeSync(this.handle);
    this.release();
  }

  private write(lines: readonly unknown[]): void {
    try {
      writeWhole(this.handle, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      fsyncSync(this.handle);
    } catch (error) {
      throw new LabError("journal", `the journal could not be written: ${messageOf(error)}`, {
        where: this.file,
        cure: "make room, then run it again with --resume: what was written is kept",
        cause: error,
      });
    }
  }
}

/** Reads a journal without changing it. */
export function readJournal(file: string): JournalContents {
  if (!existsSync(file)) throw new LabError("journal", "there is no journal", { where: file });
  const { contents } = parse(file);
  if (!contents) throw new LabError("journal", "the journal is empty", { where: file });
  return contents;
}

/** Whole lines are taken; what follows the last line break was torn by a kill and is not. */
function parse(file: string): { contents?: JournalContents; goodBytes: number } {
  const bytes = readFileSync(file);
  const goodBytes = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, goodBytes).toString("utf8").split("\n").slice(0, -1);
  const [header, ...rest] = lines.map((line, index) => parseLine(file, line, index + 1));
  if (!header) return { goodBytes: 0 };
  if (header.type !== "spec")
    throw new LabError("journal", "line 1 is not the header of a journal", { where: file });
  if (header.hash !== specHash(header.spec))
    throw new LabError(
      "journal",
      "the specification in line 1 is not the one that was frozen: its hash differs",
      {
        where: file,
        cure: "restore the file, or begin again in another folder with --out",
      },
    );
  return { contents: contentsOf(header, rest), goodBytes };
}

/** Sorts lines by kind; a sample id counts once, whoever wrote it twice. */
function contentsOf(
  header: JournalHeader,
  lines: readonly z.infer<typeof lineSchema>[],
): JournalContents {
  return {
    header,
    answers: uniqueById(lines.filter((line) => line.type === "answer")),
    drafts: uniqueById(lines.filter((line) => line.type === "draft")),
    requests: lines.filter((line) => line.type === "request"),
    events: lines.filter((line) => line.type === "event"),
  };
}

function uniqueById<T extends { id: string }>(lines: readonly T[]): T[] {
  const seen = new Set<string>();
  return lines.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function parseLine(file: string, line: string, number: number): z.infer<typeof lineSchema> {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (error) {
    throw new LabError("journal", `line ${number} is not a line of a journal`, {
      where: file,
      cure: "restore the file, or begin again in another folder with --out",
      cause: error,
    });
  }
}

function checkSame(
  file: string,
  header: JournalHeader,
  spec: Spec,
  service: JournalHeader["service"],
  resume: boolean,
): void {
  const { account, deployment } = header.service;
  const refuse = (message: string, cure: string): never => {
    throw new LabError("journal", message, { where: file, cure });
  };
  const elsewhere = "choose another folder with --out";
  if (!resume)
    refuse("there is already a journal of an earlier run", `go on with --resume, or ${elsewhere}`);
  const sequential = isSequential(header.spec);
  if (sequential !== isSequential(spec))
    refuse(
      `the journal was begun ${sequential ? "with" : "without"} --sequential: when to look is fixed before the first call`,
      `run it again ${sequential ? "with --sequential" : "without it"}, or ${elsewhere}`,
    );
  if (header.hash !== specHash(spec))
    refuse(
      "the journal was begun with other options, prompts or word lists",
      `run it again with the same options, or ${elsewhere}`,
    );
  if (account !== service.account || deployment !== service.deployment)
    refuse(
      `the journal holds answers of ${account}/${deployment}, not of ${service.account}/${service.deployment}`,
      elsewhere,
    );
}

/** A write may be cut short (full disk): it is told apart from success by its length. */
function writeWhole(handle: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
}
