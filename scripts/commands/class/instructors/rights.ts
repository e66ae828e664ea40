import { LabError } from "../../../../infra/errors";
import type { ClassRecord, InstructorRecord } from "../../../class/class-record";
import type { InstructorState, SeatFailure } from "../../../class/class-status";
import { readClassRecord, writeClassRecord } from "../../../class/class-store";
import { lockClass } from "../../../class/fleet";
import {
  type InstructorRow,
  instructorOf,
  isSameUser,
  knownIn,
  unknownIn,
  withInstructor,
} from "../../../class/instructors";
import { isOver } from "../../../class/times";
import { makeAdmin, removeAdmin, usersOf } from "../../../lib/azure/workspace-admins";
import { type ClassWorkspace, inWorkspaces, workspaceStacks } from "../open/class-workspaces";
import type { OpenClass } from "../open/open-class";

/** The admins of every workspace of a class, and whom the record takes for one. */
export const listInstructors = ({ record, cloud }: OpenClass): Promise<InstructorRow[]> =>
  inWorkspaces(
    cloud,
    workspaceStacks(record),
    async ({ stack, workspace }) => {
      const admins = (await usersOf(workspace)).filter(({ isAdmin }) => isAdmin);
      const isAdmin = (userName: string): boolean =>
        admins.some((admin) => isSameUser(admin.userName, userName));
      const missing = (record.instructors ?? [])
        .filter(({ stacks, userName }) => stacks.includes(stack) && !isAdmin(userName))
        .map(({ userName, until }) => row(stack, userName, "no admin", until));
      const rows = admins.map(({ userName }) => adminRow(record, stack, userName));
      return [...rows, ...missing];
    },
    (stack, failure) => failedRow(stack, null, failure),
  );

function adminRow(record: ClassRecord, stack: string, userName: string): InstructorRow {
  const known = instructorOf(record, userName);
  if (known?.stacks.includes(stack)) return row(stack, userName, "instructor", known.until);
  return row(stack, userName, known?.before.includes(stack) ? "admin before" : "unknown admin");
}

/**
 * Makes a person an admin of every workspace of a class, and records since when it is the class's
 * doing. Repeating it reaches later workspaces, and moves the end.
 * @param until a time with its zone
 * @throws LabError `locked` while another process works on the class
 */
export const addInstructor = (
  opened: OpenClass,
  userName: string,
  until: string,
): Promise<InstructorRow[]> =>
  withRecord(opened, (book) => {
    const fresh: InstructorRecord = { userName, until, stacks: [], before: [] };
    const known = (): InstructorRecord => ({
      ...(instructorOf(book.record, userName) ?? fresh),
      until,
    });
    if (instructorOf(book.record, userName)) book.write(known());
    const add = async ({ stack, workspace, isExisting }: ClassWorkspace) => {
      if (isExisting) throw existedBefore();
      const user = (await usersOf(workspace)).find((one) => isSameUser(one.userName, userName));
      const isOurs = known().stacks.includes(stack);
      if (user?.isAdmin && isOurs) return [row(stack, userName, "instructor", until)];
      if (user?.isAdmin) {
        book.write(knownIn(known(), stack, "before"));
        return [row(stack, userName, "admin before")];
      }
      // On disk before it happens, so that a killed run leaves no admin whom nobody removes.
      book.write(knownIn(known(), stack, "stacks"));
      await makeAdmin(workspace, userName, user);
      return [row(stack, userName, "added", until)];
    };
    return inWorkspaces(opened.cloud, workspaceStacks(book.record), add, (stack, failure) =>
      failedRow(stack, userName, failure),
    );
  });

/**
 * Ends what a class gave to a person. Where they were an admin before, they stay one.
 * @throws LabError `not-found` for somebody whom no record says this class added; `locked`
 */
export const removeInstructor = (opened: OpenClass, userName: string): Promise<InstructorRow[]> =>
  withRecord(opened, (book) => {
    const known = instructorOf(book.record, userName);
    if (known) return removeFrom(opened, book, known, known.stacks);
    const { name } = book.record;
    const flag = opened.cloud.connection ? " --local" : "";
    throw new LabError("not-found", `no record says that class ${name} added ${userName}`, {
      where: "--remove",
      cure: `npx lab class instructors ${name}${flag} lists the admins; one of unknown origin is removed in the workspace itself`,
    });
  });

/**
 * Removes the instructors whose time is over, as a scheduler wants it.
 * @param spared stacks whose workspaces are deleted anyway
 * @throws LabError `locked`
 */
export const sweepInstructors = (
  opened: OpenClass,
  now: number,
  spared: readonly string[] = [],
): Promise<InstructorRow[]> =>
  withRecord(opened, async (book) => {
    const rows: InstructorRow[] = [];
    for (const known of book.record.instructors ?? []) {
      if (!isOver(known.until, now)) continue;
      const stacks = known.stacks.filter((stack) => !spared.includes(stack));
      rows.push(...(await removeFrom(opened, book, known, stacks)));
    }
    return rows;
  });

async function removeFrom(
  { cloud }: OpenClass,
  book: Book,
  { userName, before }: InstructorRecord,
  stacks: readonly string[],
): Promise<InstructorRow[]> {
  const kept = before.map((stack) => row(stack, userName, "admin before"));
  const remove = async ({ stack, workspace }: ClassWorkspace) => {
    const user = (await usersOf(workspace)).find((one) => isSameUser(one.userName, userName));
    if (user?.isAdmin) await removeAdmin(workspace, user);
    book.forget(userName, [stack]);
    return [row(stack, userName, "removed")];
  };
  const rows = await inWorkspaces(cloud, stacks, remove, (stack, failure) =>
    failedRow(stack, userName, failure),
  );
  // What is left is who was an admin before: there is nothing to remove later.
  if (instructorOf(book.record, userName)?.stacks.length === 0) book.forget(userName, before);
  return [...rows, ...kept];
}

/** The record of a class while this process holds the class. */
interface Book {
  record: ClassRecord;
  write: (instructor: InstructorRecord) => void;
  forget: (userName: string, stacks: readonly string[]) => void;
}

async function withRecord<T>(opened: OpenClass, work: (book: Book) => Promise<T>): Promise<T> {
  const release = lockClass(opened.folder, { class: opened.record.name });
  try {
    const book: Book = {
      // Another process may have changed it since the class was opened.
      record: readClassRecord(opened.folder) ?? opened.record,
      write: (instructor) => {
        book.record = withInstructor(book.record, instructor);
        writeClassRecord(opened.folder, book.record);
      },
      forget: (userName, stacks) => {
        const known = instructorOf(book.record, userName);
        if (known) book.write(unknownIn(known, stacks));
      },
    };
    return await work(book);
  } finally {
    release();
  }
}

const row = (
  stack: string,
  userName: string,
  state: InstructorState,
  until: string | null = null,
): InstructorRow => ({ stack, userName, state, until, failure: null });

const failedRow = (
  stack: string,
  userName: string | null,
  failure: SeatFailure,
): InstructorRow => ({ stack, userName, state: "failed", until: null, failure });

const existedBefore = (): LabError =>
  new LabError("usage", "its workspace existed before the class, which changes no one's rights", {
    cure: "add the person in the workspace itself",
  });
