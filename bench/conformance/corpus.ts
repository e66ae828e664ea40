import { readFileSync } from "node:fs";
import * as path from "node:path";
import { keySet } from "../../scripts/trial/key-set";

/** What a service answered, as far as a corpus tells: no text of it. */
export interface AnswerFact {
  status: number;
  /** The compared keys of its JSON body: an index into the corpus' `keySets`. */
  keys: number;
}

/**
 * One recorded request with its answer. Names are the recording's own; `{subscription}`, `{guid:1}`
 * and `{user:1}` stand for ids and people, the same one wherever the recording had the same.
 */
export interface CallFact extends AnswerFact {
  method: string;
  /** The decoded path; `{operation}` where the client polls what the last answer named. */
  path: string;
  query?: Record<string, string>;
  /** The request's body. A text on which no answer depends is `text`. */
  body?: unknown;
  /** Where the answer's body has the ids that later requests name: `value.0.id` → `{guid:1}`. */
  ids?: Record<string, string>;
  /** Of a poll: what came before the last answer. */
  before?: AnswerFact[];
}

/** A sequence of requests that one client sent to one subscription. */
export interface Recording {
  /** The file in the corpus' repository. */
  path: string;
  /** When it was made: an ISO date. */
  date: string;
  calls: CallFact[];
}

/** A difference that is right here. */
export interface Allowed {
  /** Begins the calls' `METHOD path`, with `*` for a segment. */
  calls: string;
  /** Keys that only one side has, or the status in place of the recorded one. */
  missing?: string[];
  extra?: string[];
  status?: number;
  reason: string;
}

/** Facts out of a public repository. */
export interface Corpus {
  repository: string;
  commit: string;
  allowed: Allowed[];
  keySets: string[][];
  recordings: Recording[];
}

/** Below these is what the kind of account, the model or a parameter holds, not what the API has. */
const CONTENT = /(^|\.)(endpoints|callRateLimit|capabilities|parameters\.\w+)(\[\])?\./;

/** The keys of a JSON body that are compared. */
export const comparedKeys = (body: unknown): string[] =>
  keySet(body).filter((key) => !CONTENT.test(key));

/** Reads a committed corpus by its name. */
export const readCorpus = (name: string): Corpus =>
  JSON.parse(readFileSync(path.join(__dirname, "corpora", `${name}.json`), "utf8")) as Corpus;
