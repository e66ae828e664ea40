import { groupBy } from "../base/group-by";
import type { ClassRecord, InstructorRecord } from "./class-record";
import type { Instructor, InstructorState, SeatFailure } from "./class-status";
import { isOver } from "./times";
import { foldUserName } from "./user-name";

/** What the record of a class knows of its instructors, and what its workspaces say. */

/** One person in one workspace of a class. */
export interface InstructorRow {
  /** The stack whose workspace it is. */
  stack: string;
  /** Null where a workspace could not be looked at. */
  userName: string | null;
  state: InstructorState;
  /** When the right ends; null where no record says so. */
  until: string | null;
  failure: SeatFailure | null;
}

/** Whether two user names are the same person's. */
export const isSameUser = (a: string, b: string): boolean => foldUserName(a) === foldUserName(b);

/** What is recorded of one person; undefined for somebody whom this class did not add. */
export const instructorOf = (
  { instructors = [] }: ClassRecord,
  userName: string,
): InstructorRecord | undefined => instructors.find((one) => isSameUser(one.userName, userName));

/** The record with one instructor changed or added; without them where nothing is left to know. */
export function withInstructor(record: ClassRecord, changed: InstructorRecord): ClassRecord {
  const others = (record.instructors ?? []).filter(
    ({ userName }) => !isSameUser(userName, changed.userName),
  );
  const isKept = changed.stacks.length + changed.before.length > 0;
  return { ...record, instructors: isKept ? [...others, changed] : others };
}

/** An instructor of whom it is known how they are an admin of one more workspace. */
export const knownIn = (
  instructor: InstructorRecord,
  stack: string,
  how: "stacks" | "before",
): InstructorRecord => {
  const rest = unknownIn(instructor, [stack]);
  return { ...rest, [how]: [...rest[how], stack].sort() };
};

/** An instructor of whose workspaces some are forgotten. */
export const unknownIn = (
  instructor: InstructorRecord,
  stacks: readonly string[],
): InstructorRecord => ({
  ...instructor,
  stacks: instructor.stacks.filter((stack) => !stacks.includes(stack)),
  before: instructor.before.filter((stack) => !stacks.includes(stack)),
});

/** The record after workspaces were deleted, and with them who was their admin. */
export const withoutWorkspaces = (record: ClassRecord, stacks: readonly string[]): ClassRecord =>
  (record.instructors ?? []).reduce(
    (left, instructor) => withInstructor(left, unknownIn(instructor, stacks)),
    record,
  );

/** The people of many workspaces, each once for every way in which they manage some. */
export function peopleOf(rows: readonly InstructorRow[], now: number): Instructor[] {
  const known = rows.filter(({ userName }) => userName !== null);
  const keyOf = ({ userName, state, until }: InstructorRow): string =>
    JSON.stringify([foldUserName(userName!), state, until]);
  return [...groupBy(known, keyOf).values()].map((same) => {
    const { userName, state, until } = same[0]!;
    const isOverdue = state === "instructor" && until !== null && isOver(until, now);
    return { userName: userName!, state, until, isOverdue, stacks: same.map(({ stack }) => stack) };
  });
}
