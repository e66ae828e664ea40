import { z } from "zod";

/**
 * What the plan of a class decides and every other verb reads: `.lab/classes/NAME/class.json`. It holds
 * no secret but the salt of pseudonyms, and can be rebuilt from the stacks, apart from names that
 * only the roster knew.
 */

const seat = z.strictObject({
  slug: z.string(),
  stack: z.string(),
  /** The address that the student signs in with. */
  userName: z.string(),
  /** Absent with pseudonyms, and where the class was rebuilt from its stacks. */
  name: z.string().optional(),
  /** The roster's own id of the person. */
  id: z.string().optional(),
  /** Entra ID's object id, needed where the lab signs in without keys. */
  objectId: z.string().optional(),
  /** Its region; where the seats share a workspace, that of all of them. */
  location: z.string().optional(),
  /** Expiry of this seat alone; that of the class otherwise. */
  expires: z.string().optional(),
  /** The roster has this person no more; the stack is kept until it is destroyed. */
  removed: z.literal(true).optional(),
});

const instructor = z.strictObject({
  userName: z.string(),
  /** When the right to manage ends: a time with its zone. */
  until: z.string(),
  /** The stacks in whose workspaces this class made them an admin; written before it happens. */
  stacks: z.array(z.string()),
  /** The stacks in whose workspaces they were an admin before, and stay one. */
  before: z.array(z.string()),
});

export const classRecord = z.strictObject({
  schema: z.literal("rai-lab/class/1"),
  name: z.string(),
  layout: z.enum(["isolated", "shared"]),
  cloud: z.enum(["local", "azure"]),
  /** A time with its zone, such as 2026-12-06T18:00:00+01:00; written once, moved by `extend`. */
  expires: z.string(),
  /** Whether each seat of a shared class has a deployment of its own. */
  deploymentPerSeat: z.boolean().optional(),
  /** Of the one deployment that all seats share otherwise, in thousands of tokens a minute. */
  sharedCapacity: z.number().optional(),
  /** How long each seat's cluster may run in a day, from midnight to midnight in an IANA zone. */
  allowance: z.strictObject({ minutesADay: z.int().positive(), zone: z.string() }).optional(),
  /** When every cluster must be ready: the bell, a time with its zone. */
  readyBy: z.string().optional(),
  /** Secret that pseudonymous slugs are derived with; absent where slugs come from addresses. */
  salt: z.string().optional(),
  seats: z.array(seat),
  /** Who manages what students have, for a time. */
  instructors: z.array(instructor).optional(),
});

/** One class. */
export type ClassRecord = z.infer<typeof classRecord>;

/** One seat of it. */
export type SeatRecord = z.infer<typeof seat>;

/** One instructor. */
export type InstructorRecord = z.infer<typeof instructor>;

/** The word that no slug may be: it names the stack that the seats of a shared class use. */
export const HALF = "class";

/** The stack that all seats of a shared class use. */
export const halfStack = (className: string): string => `${className}-${HALF}`;

/** The stack of a seat. */
export const seatStack = (className: string, slug: string): string => `${className}-${slug}`;
