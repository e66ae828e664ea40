import type { ClassRecord, InstructorRecord } from "./class-record";
import { foldUserName } from "./user-name";

/** What the record of a class knows of its instructors. */

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
