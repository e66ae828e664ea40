import { closeSync, fsyncSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LabError, messageOf } from "../../../infra/errors";
import { openToAppend, replaceFileSync } from "../../base/atomic-file";
import { acquirePidLock, type LockHolder } from "../../base/pid-lock";
import { ensurePrivateFolder } from "../../base/private-folder";
import { ownIdentity } from "../../base/process-identity";
import type { Change } from "./change";
import {
  type ChangeLine,
  type HeaderLine,
  JOURNAL_SCHEMA,
  type JournalLine,
} from "./journal-lines";
import type { FleetResult } from "./options";
import { type JournalContents, readJournal, runToContinue } from "./read-journal";

/** The journal in the folder of a class. */
export const journalOf = (folder: string): string => join(folder, "journal.jsonl");

/** What is run on which class. */
export interface RunDescription {
  class: string;
  /** Such as `up`. */
  verb: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** What earlier runs left to the next. */
export interface Earlier {
  /** Stacks that a killed run was working on: recover them before anything else. */
  unfinished: readonly string[];
  /**
   * Where the last run had the same verb and was killed or stopped: the stacks on which it
   * succeeded. Whether they are unchanged since is for the caller to say.
   */
  succeeded: ReadonlySet<string>;
}

/**
 * The journal of a class, `.lab/classes/NAME/journal.jsonl`, open for one run. Each line is on disk
 * before what it announces begins. A run begins with a new file, which has the last change of each
 * stack and the run that it continues, so that the file never grows beyond one run.
 */
export class Journal {
  /** After a failed write nothing is written: a line must not continue a part of another. */
  private failed: LabError | undefined;

  private constructor(
    private readonly file: string,
    private readonly handle: number,
    private readonly release: () => void,
    readonly earlier: Earlier,
  ) {}

  /**
   * Begins a run, and holds the class for this process. The lock of a process that is gone is taken
   * over.
   * @throws LabError `locked` with who works on the class since when; `journal` when the file is
   * damaged or cannot be written
   */
  static begin(folder: string, run: RunDescription): Journal {
    const file = journalOf(folder);
    const release = lockClass(folder, run);
    try {
      const before = readJournal(file);
      replaceFileSync(file, textOf(linesAtStart(before, run)));
      const journal = new Journal(file, openToAppend(file), release, earlierOf(before, run));
      journal.append({ type: "run", verb: run.verb, at: isoTime(run.now), ...ownIdentity() });
      return journal;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Records a change. @throws LabError `journal` when it cannot be written */
  record({ at, ...change }: Change): void {
    this.append({ type: "change", ...change, at: isoTime(at) });
  }

  /** Ends the run. @throws LabError `journal` when that cannot be written */
  end({ stopped }: Pick<FleetResult, "stopped">, now: number): void {
    this.append({ type: "end", at: isoTime(now), stopped: stopped?.why ?? null });
  }

  /** Lets go of the class. */
  close(): void {
    closeSync(this.handle);
    this.release();
  }

  private append(line: JournalLine): void {
    if (this.failed) throw this.failed;
    try {
      writeFileSync(this.handle, textOf([line]));
      // Whether a stack waited is of no use after the machine has crashed.
      if (line.type !== "change" || line.state !== "waiting") fsyncSync(this.handle);
    } catch (cause) {
      this.failed = new LabError("journal", `the journal cannot be written: ${messageOf(cause)}`, {
        where: this.file,
        cure: "free some space or give write access, then run the same command again: it continues",
        cause,
      });
      throw this.failed;
    }
  }
}

/**
 * Holds a class for this process, without a run in its journal; the answer lets go of it.
 * @throws LabError `locked` as `Journal.begin`
 */
export function lockClass(folder: string, run: Pick<RunDescription, "class">): () => void {
  ensurePrivateFolder(folder);
  const file = journalOf(folder);
  return acquirePidLock(`${file}.lock`, (holder) => locked(file, run, holder));
}

const isoTime = (at: number): string => new Date(at).toISOString();

const textOf = (lines: readonly (HeaderLine | JournalLine)[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");

function earlierOf(before: JournalContents | undefined, { verb }: RunDescription): Earlier {
  const succeeded = runToContinue(before?.run, verb)?.succeeded ?? new Set();
  return { unfinished: before?.unfinished ?? [], succeeded };
}

/** What is kept of earlier runs: a run that is continued stands before its successes. */
function linesAtStart(
  before: JournalContents | undefined,
  run: RunDescription,
): (HeaderLine | JournalLine)[] {
  const header: HeaderLine = { type: "journal", schema: JOURNAL_SCHEMA, class: run.class };
  const known = [...(before?.begun.values() ?? [])];
  const continued = runToContinue(before?.run, run.verb);
  if (!continued) return [header, ...known];
  const isSucceeded = ({ stack }: ChangeLine): boolean => continued.succeeded.has(stack);
  const others = known.filter((change) => !isSucceeded(change));
  return [header, ...others, continued.line, ...known.filter(isSucceeded)];
}

/** The refusal while another process works on the class: who, where, since when. */
function locked(file: string, run: Pick<RunDescription, "class">, { pid }: LockHolder): LabError {
  const who = pid === undefined ? "another process" : `process ${pid}`;
  return new LabError("locked", `${who} works on the class ${run.class}${sinceWhen(file, pid)}`, {
    where: `${file}.lock`,
    cure: "wait until it has ended, or end it with Ctrl-C",
  });
}

function sinceWhen(file: string, pid: number | undefined): string {
  try {
    const line = readJournal(file)?.run?.line;
    return line && line.pid === pid ? ` (${line.verb}, since ${line.at})` : "";
  } catch {
    return "";
  }
}
