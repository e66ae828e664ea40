import { LabError, messageOf } from "../../infra/errors";

/** How a command ended. */
export interface End {
  /** Undefined when it threw. */
  exitCode: number | undefined;
  error: unknown;
  /** All that it wrote for people. */
  written: string;
  document: object | undefined;
}

/** A frame of a stack trace, on a line of its own or in a text of JSON. */
const FRAME = /(^|\n|\\n)\s+at .+:\d+:\d+/;
/** What JavaScript says of a fault of the program. */
const RAW_ERROR =
  /Cannot (read|set) properties|Cannot convert|is not (a function|iterable)|Maximum call stack|\[object \w+\]/;

/** All that a person or a script would see of it. */
function shown({ error, written, document = {} }: End): string {
  const { where, cure } = error instanceof LabError ? error : { where: "", cure: "" };
  const message = error === undefined ? "" : messageOf(error);
  return [written, JSON.stringify(document), message, where, cure].join("\n");
}

/** Whether it took the input without a word about it. */
const isSilent = ({ error, written, exitCode, document }: End): boolean =>
  error === undefined &&
  exitCode === 0 &&
  !/^(warning|note): |cannot be read/m.test(`${written}\n${JSON.stringify(document)}`);

/** What is wrong with how a command ended; undefined when nothing is. */
export function faultOf(end: End, refusedFor?: string): string | undefined {
  const { error } = end;
  if (error !== undefined && !(error instanceof LabError))
    return `an unexpected error: ${String((error as Error).stack)}`;
  const text = shown(end);
  if (FRAME.test(text)) return `a stack trace: ${text}`;
  if (RAW_ERROR.test(text)) return `a raw error: ${text}`;
  if (refusedFor !== undefined && isSilent(end)) return `accepted in silence, with ${refusedFor}`;
  return undefined;
}
