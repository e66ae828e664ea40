import { closeSync, existsSync, fsyncSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { LabError, messageOf } from "../../../infra/errors";
import { openToAppend } from "../../base/atomic-file";
import { linesOf, TOO_LONG } from "../../base/lines";
import { OTHER_VERSION_CURE, otherVersion } from "../../base/schema";
import { parseStrictJson } from "../../base/strict-json";
import { isSequential, SPEC_SCHEMA, specHash, type Spec } from "../design";
import {
  type Answer,
  type Draft,
  type JournalEvent,
  type JournalHeader,
  type Line,
  lineSchema,
  type RequestLine,
  SCHEMA,
} from "./lines";
import { lockJournal } from "./lock";

export type { Answer, Draft, JournalEvent, JournalHeader, RequestLine } from "./lines";

/** The lines of a journal by type. */
export interface JournalContents {
  header: JournalHeader;
  /** In the order written, each id once. */
  answers: Answer[];
  /** First answers to be rewritten: in the order written, each id once. */
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
   * Opens a new journal, or with `resume` the existing one, which must have the same specification
   * and deployment. Cuts off a last line that a kill left incomplete. Locks the journal for this
   * process.
   * @throws LabError `journal` if it cannot be resumed, or another process holds it
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
      const existing = existsSync(file) ? parse(file) : undefined;
      if (existing?.contents)
        assertResumable(file, existing.contents.header, spec, service, resume);
      if (existing) truncateSync(file, existing.completeBytes);
      const handle = openToAppend(file);
      if (existing?.contents) return new Journal(file, handle, release, existing.contents);
      const started = new Date(now()).toISOString();
      const hash = specHash(spec);
      const header: JournalHeader = { type: "spec", schema: SCHEMA, hash, spec, service, started };
      const journal = new Journal(file, handle, release, contentsOf(header, []));
      journal.write([header]);
      return journal;
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * Writes lines to disk, then counts them.
   * @throws LabError `journal` if they cannot be written
   */
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
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
      writeFileSync(this.handle, text);
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

/** Reads a journal without changing it. @throws LabError `journal` if it is missing or invalid */
export function readJournal(file: string): JournalContents {
  if (!existsSync(file)) throw new LabError("journal", "there is no journal", { where: file });
  const { contents } = parse(file);
  if (!contents) throw new LabError("journal", "the journal is empty", { where: file });
  return contents;
}

/**
 * Reads the complete lines; ignores what follows the last line break, which a kill left incomplete.
 */
function parse(file: string): { contents?: JournalContents; completeBytes: number } {
  const complete = [...linesOf(file)].filter(({ isComplete }) => isComplete);
  const completeBytes = complete.at(-1)?.end ?? 0;
  const [header, ...rest] = complete.map(({ text, number }) => parseLine(file, text, number));
  if (!header) return { completeBytes: 0 };
  if (header.type !== "spec")
    throw new LabError("journal", "line 1 is not the header of a journal", { where: file });
  const version = otherVersion(header.spec, SPEC_SCHEMA);
  if (version !== undefined)
    throw new LabError("journal", `its specification: ${version}`, {
      where: file,
      cure: `${OTHER_VERSION_CURE}, or begin again in another folder with --out`,
    });
  if (header.hash !== specHash(header.spec))
    throw new LabError(
      "journal",
      "the specification in line 1 is not the one that was frozen: its hash differs",
      {
        where: file,
        cure: "restore the file, or begin again in another folder with --out",
      },
    );
  return { contents: contentsOf(header, rest), completeBytes };
}

/** Groups lines by type; of lines with the same sample id only the first counts. */
function contentsOf(
  header: JournalHeader,
  lines: readonly (Line | JournalHeader)[],
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

function parseLine(file: string, line: string | undefined, number: number): Line | JournalHeader {
  let document: unknown;
  try {
    document = parseStrictJson(line ?? "");
    return lineSchema().parse(document);
  } catch (error) {
    const version = otherVersion(document, SCHEMA);
    const reason = line === undefined ? TOO_LONG : "not a line of a journal";
    throw new LabError("journal", version ?? `line ${number} is ${reason}`, {
      where: file,
      cure: `${version ? OTHER_VERSION_CURE : "restore the file"}, or begin again in another folder with --out`,
      cause: error,
    });
  }
}

/** @throws LabError `journal` if the run cannot go on with this journal */
function assertResumable(
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
    refuse("there is already a journal of an earlier run", `add --resume, or ${elsewhere}`);
  const [begun, again] = isSequential(header.spec)
    ? ["with --sequential", "with --sequential"]
    : ["without --sequential", "without it"];
  if (isSequential(header.spec) !== isSequential(spec))
    refuse(
      `the journal was begun ${begun}: when to look is fixed before the first call`,
      `run it again ${again}, or ${elsewhere}`,
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
