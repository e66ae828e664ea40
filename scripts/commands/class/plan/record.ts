import type { ClassRecord, SeatRecord } from "../../../class/class-record";
import type { ClassPlan } from "../../../class/plan";
import type { Person } from "../../../class/roster";

/** A person of the roster with a seat. */
export interface SeatOfRoster {
  slug: string;
  stack: string;
  person: Person;
}

/** What a record is made from. */
export interface Planned {
  name: string;
  local: boolean;
  expires: string;
  allowance: ClassRecord["allowance"];
  /** Of pseudonyms: names are not kept then. */
  salt: string | undefined;
  plan: ClassPlan;
  seats: readonly SeatOfRoster[];
  /** What an earlier plan wrote. */
  earlier: ClassRecord | undefined;
  /** Stacks of which nothing is left. */
  gone: ReadonlySet<string>;
}

/** Entra ID's identifiers of objects. */
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The record of a plan. Seats that left the roster stay in it, marked, until nothing is left of them. */
export function recordOf({
  name,
  local,
  expires,
  allowance,
  salt,
  plan,
  seats,
  earlier,
  gone,
}: Planned): ClassRecord {
  const isShared = plan.layout === "shared";
  const capacity = plan.needs.tokensPerMinute / 1000;
  const current = seats.map(({ slug, stack, person }, i): SeatRecord => {
    const before = earlier?.seats.find((seat) => seat.slug === slug);
    const { userName, id } = person;
    const told = salt === undefined ? person : undefined;
    return {
      slug,
      stack,
      userName,
      name: told?.name,
      id: told?.id,
      objectId: id !== undefined && GUID.test(id) ? id : before?.objectId,
      location: plan.seats[i]?.location ?? undefined,
      expires: before?.expires,
    };
  });
  const slugs = new Set(seats.map(({ slug }) => slug));
  const removed = (earlier?.seats ?? [])
    .filter(({ slug, stack }) => !slugs.has(slug) && !gone.has(stack))
    .map((seat): SeatRecord => ({ ...seat, removed: true }));
  return {
    schema: "rai-lab/class/1",
    name,
    layout: plan.layout,
    cloud: local ? "local" : "azure",
    expires,
    allowance,
    deploymentPerSeat: isShared ? plan.needs.deploymentPerSeat : undefined,
    sharedCapacity: isShared && !plan.needs.deploymentPerSeat ? capacity : undefined,
    readyBy: earlier?.readyBy,
    salt,
    instructors: earlier?.instructors,
    seats: [...current, ...removed],
  };
}
