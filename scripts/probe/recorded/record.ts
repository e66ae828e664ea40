/** One answer as a file holds it, before its columns are understood. */
export interface RawRecord {
  /** "line 3", "record 7" or the path of a file in a folder. */
  where: string;
  /** Values by column. */
  values: Readonly<Record<string, unknown>>;
}

/** A part of a file that is no record, with the reason. */
export interface Unreadable {
  where: string;
  reason: string;
}

/** The records of a file; they can be gone through more than once. */
export interface Records {
  /** What the file was read as: "CSV (separator “;”)". */
  format: string;
  records: Iterable<RawRecord | Unreadable>;
}

/** Whether a part of a file is a record. */
export const isRecord = (part: RawRecord | Unreadable): part is RawRecord => "values" in part;
