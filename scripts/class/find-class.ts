import type { Allowance } from "./allowance";
import { type ClassRecord, halfStack, type SeatRecord } from "./class-record";

/** What the state, the tags and the settings of one stack say of the class that it belongs to. */
export interface FoundStack {
  stack: string;
  layout: "lab" | "class" | "seat" | undefined;
  /** The tag `class` of its resources, or the setting. */
  class: string | undefined;
  /** The class stack that a seat refers to. */
  classStack: string | undefined;
  userName: string | undefined;
  objectId: string | undefined;
  location: string | undefined;
  expires: string | undefined;
  /** How long its cluster may run in a day. */
  allowance?: Allowance | undefined;
  /** Of the stack that all seats share: whether each seat has a deployment of its own. */
  deploymentPerSeat?: boolean | undefined;
  /** Of each of its deployments, in thousands of tokens a minute. */
  capacity?: number | undefined;
}

/** The user name of a seat whose stack does not say it. */
export const UNKNOWN_USER = "unknown";

/**
 * The class of that name, rebuilt from its stacks; undefined where there is none. What only the
 * record knew (names, the roster's ids, the bell) is unknown.
 * @param fallback the expiry of a class none of whose stacks says one
 */
export function findClass(
  name: string,
  stacks: readonly FoundStack[],
  { cloud, fallback }: { cloud: ClassRecord["cloud"]; fallback: string },
): ClassRecord | undefined {
  const half = stacks.find(({ stack, layout }) => stack === halfStack(name) && layout === "class");
  const seats = stacks.filter((found) => found !== half && isSeatOf(name, found));
  if (!half && seats.length === 0) return undefined;
  const expires = usual([half, ...seats].map((found) => found?.expires)) ?? fallback;
  const isShared = half !== undefined || seats.some(({ layout }) => layout === "seat");
  return {
    schema: "rai-lab/class/1",
    name,
    layout: isShared ? "shared" : "isolated",
    cloud,
    expires,
    allowance: seats.find(({ allowance }) => allowance)?.allowance,
    deploymentPerSeat: half?.deploymentPerSeat,
    sharedCapacity: half?.deploymentPerSeat === false ? half.capacity : undefined,
    seats: seats.map((found) => ({
      ...seatOf(name, found, expires),
      // Seats that share a workspace are where it is.
      location: isShared ? half?.location : found.location,
    })),
  };
}

/** A seat has its class's name before its slug, and its tag or reference says the class. */
function isSeatOf(name: string, found: FoundStack): boolean {
  if (!found.stack.startsWith(`${name}-`)) return false;
  if (found.class !== undefined) return found.class === name;
  return found.classStack?.split("/").at(-1) === halfStack(name);
}

function seatOf(name: string, found: FoundStack, classExpires: string): SeatRecord {
  const { stack, userName = UNKNOWN_USER, objectId, expires } = found;
  return {
    slug: stack.slice(name.length + 1),
    stack,
    userName,
    objectId,
    expires: expires === classExpires ? undefined : expires,
  };
}

/** The expiry that most stacks have; the later one of equally many. */
function usual(all: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const expires of all)
    if (expires !== undefined) counts.set(expires, (counts.get(expires) ?? 0) + 1);
  const byCount = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? 1 : -1));
  return byCount[0]?.[0];
}
