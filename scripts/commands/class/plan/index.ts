import { randomBytes } from "node:crypto";
import type { LabConfig } from "../../../../infra/config";
import { MINUTES_OF_A_DAY } from "../../../../infra/config/optional-parts";
import { LabError } from "../../../../infra/errors";
import { type ClassRecord, HALF, halfStack, seatStack } from "../../../class/class-record";
import {
  checkClassName,
  classFolder,
  readClassRecord,
  writeClassRecord,
} from "../../../class/class-store";
import { goneStacks } from "../../../class/class-stacks";
import { type ClassDemand, planClass, readSupply } from "../../../class/plan";
import { readRoster, type Roster } from "../../../class/roster";
import { slugsOf } from "../../../class/slugs";
import { futureTime } from "../../../class/times";
import { foldUserName } from "../../../class/user-name";
import { defaultLimits, thisMachine } from "../../../class/fleet";
import { labCommand } from "../../../lib/shell/command";
import type { ParsedArgs } from "../../../lib/shell/args";
import { defaultExpiry } from "../../../lib/stack/expiry";
import { labHome } from "../../../lib/stack/paths";
import { withCloud } from "../../stack/open-session";
import { findByStacks } from "../open/find-by-stacks";
import { elsewhere } from "../open/open-class";
import { askDoctor, withDoctor } from "./doctor";
import { type PlanDocument, planText } from "./text";
import { recordOf, type SeatOfRoster } from "./record";
import { priceListOf } from "../../stack/price-list";
import { CLASS_SPECS } from "../specs";
import { templateOf } from "../open/template";

type PlanArgs = ParsedArgs<(typeof CLASS_SPECS)["class plan"]["args"]>;

/** `lab class plan`: what a roster's class needs, costs and takes. It creates nothing in the cloud. */
export const classPlan = labCommand(CLASS_SPECS["class plan"], async (args, console) => {
  const { name, local } = args;
  if (name === undefined) throw noName(args.roster);
  checkClassName(name);
  const folder = classFolder(labHome(console.env), name);
  const planned = readClassRecord(folder);
  if (planned && (planned.cloud === "local") !== local) throw elsewhere(name, local);
  const roster = await readRoster(args.roster, rosterOptions(args));
  const head = { schema: "rai-lab/class-plan/1" as const, class: name, local };
  const { skipped, warnings, errors } = roster;
  const lines = { skipped, warnings, errors };
  if (errors.length > 0) {
    const seats = seatsOf(name, roster, planned, planned?.salt).map(shown);
    const document: PlanDocument = { ...head, plan: undefined, doctor: undefined, ...lines, seats };
    return { document: flat(document), text: planText(document), exitCode: 2 };
  }
  const config = templateOf(name);
  return withCloud({ local }, console, async (cloud) => {
    const earlier = planned ?? (await findByStacks(cloud, name, console));
    const gone = goneStacks(folder);
    refuseAnother(earlier, gone, roster);
    const salt = earlier?.salt ?? saltOf(args);
    const seats = seatsOf(name, roster, earlier, salt);
    const now = (await cloud.clock()).now();
    const expires = expiryOf(args, earlier, now);
    const allowance = allowanceOf(args, earlier, config);
    const wish = demandOf(args, seats, config);
    const supply = await readSupply({
      session: await cloud.azure(),
      config,
      stacks: [halfStack(name), ...seats.map(({ stack }) => stack)],
      regions: wish.regions,
      now,
      prices: priceListOf(local, now),
    });
    const exists = Object.keys(supply.held).length > 0;
    const layout = layoutOf(args, exists ? earlier : undefined);
    const drafted = planClass({ ...wish, layout }, supply);
    const doctor = await askDoctor(cloud, { name, config, plan: drafted, seats });
    const plan = withDoctor(drafted, doctor);
    if (plan.feasible !== false)
      writeClassRecord(
        folder,
        recordOf({ name, local, expires, allowance, salt, plan, seats, earlier, gone }),
      );
    const located = seats.map((seat, i) => ({ ...shown(seat), location: plan.seats[i]!.location }));
    const document: PlanDocument = { ...head, plan, doctor, ...lines, seats: located };
    return {
      document: flat(document),
      text: planText(document),
      exitCode: exitCodeOf(plan.feasible),
    };
  });
});

const noName = (roster: string): LabError =>
  new LabError("usage", "a class needs a name", {
    where: "--name",
    cure: `npx lab class plan ${roster} --name spring`,
  });

const exitCodeOf = (feasible: boolean | null): 0 | 1 | 2 => {
  if (feasible === null) return 2;
  return feasible ? 0 : 1;
};

/** The members of the plan beside the others, as `--json` has them. */
const flat = ({ plan, ...rest }: PlanDocument) => ({
  ...(plan ?? { feasible: null, reasons: ["the roster has errors"] }),
  ...rest,
});

const rosterOptions = (args: PlanArgs) => ({
  domain: args.domain,
  nameColumn: args["name-column"],
  userNameColumn: args["user-name-column"],
  idColumn: args["id-column"],
  includeInactive: args["include-inactive"],
  exclude: listOf(args.exclude),
});

const listOf = (text: string | undefined): string[] | undefined =>
  text?.split(",").map((one) => one.trim());

/** Seats of the people of a roster; who had a slug keeps it. */
function seatsOf(
  name: string,
  { people }: Roster,
  earlier: ClassRecord | undefined,
  salt: string | undefined,
): SeatOfRoster[] {
  const given = new Map((earlier?.seats ?? []).map(({ userName, slug }) => [userName, slug]));
  // No address is empty: so no person gets the slug of the stack that all share.
  const slugs = slugsOf(people, {
    given: new Map([["", HALF], ...given]),
    pseudonyms: salt === undefined ? undefined : { salt },
  });
  return people.map((person) => {
    const slug = slugs.get(person.userName)!;
    return { slug, stack: seatStack(name, slug), person };
  });
}

const SALT_BYTES = 16;

/** A secret of this class alone: anyone can hash the addresses of a school. */
const saltOf = ({ pseudonyms }: PlanArgs): string | undefined =>
  pseudonyms ? randomBytes(SALT_BYTES).toString("hex") : undefined;

/** @throws LabError `usage` when the name is that of a class of other people that is not over */
function refuseAnother(
  earlier: ClassRecord | undefined,
  gone: ReadonlySet<string>,
  { people }: Roster,
): void {
  const seats = (earlier?.seats ?? []).filter(({ stack }) => !gone.has(stack));
  if (!earlier || seats.length === 0) return;
  const known = new Set(seats.map(({ userName }) => foldUserName(userName)));
  if (people.some(({ userName }) => known.has(foldUserName(userName)))) return;
  throw new LabError(
    "usage",
    `class ${earlier.name} exists, and none of its ${seats.length} people is in this roster`,
    {
      where: "--name",
      cure: `choose another name; or, when that class is over, npx lab class destroy ${earlier.name}`,
    },
  );
}

const shown = ({ slug, stack, person: { userName, name } }: SeatOfRoster) => ({
  ...{ slug, stack, userName, name, location: null as string | null },
});

function demandOf(
  args: PlanArgs,
  seats: readonly SeatOfRoster[],
  config: LabConfig,
): Omit<ClassDemand, "layout"> {
  const hours = Number(args.hours);
  if (!(hours > 0 && hours <= 24 * 365))
    throw new LabError("usage", `--hours takes a number of hours, not "${args.hours}"`, {
      cure: "write 3, or 1.5",
    });
  return {
    seats: seats.map(({ slug, stack }) => ({ slug, stack })),
    config,
    regions: listOf(args.regions),
    hours,
    atOnce: defaultLimits(thisMachine()).concurrency,
  };
}

/**
 * A class that exists keeps its layout: another one would delete the students' work.
 * @throws LabError `usage` when another one is asked for
 */
function layoutOf({ layout }: PlanArgs, existing: ClassRecord | undefined): ClassDemand["layout"] {
  if (!existing || layout === existing.layout) return layout;
  if (layout === "auto") return existing.layout;
  throw new LabError("usage", `class ${existing.name} exists with the layout ${existing.layout}`, {
    where: "--layout",
    cure: `npx lab class destroy ${existing.name} first; it deletes the students' work`,
  });
}

/**
 * The minutes that are asked for, in the zone of this machine; else those of the earlier plan; else
 * what the class's settings say. Without any, or with 0, clusters run as long as they are used.
 * @throws LabError `usage` for what is no number of minutes
 */
function allowanceOf(
  { "minutes-a-day": asked }: PlanArgs,
  earlier: ClassRecord | undefined,
  config: LabConfig,
): ClassRecord["allowance"] {
  const before = earlier?.allowance ?? config.allowance;
  if (asked === undefined) return before;
  const minutesADay = Number(asked);
  if (!/^\d+$/.test(asked) || minutesADay > MINUTES_OF_A_DAY)
    throw new LabError("usage", `--minutes-a-day takes whole minutes, not "${asked}"`, {
      cure: `write a number up to ${MINUTES_OF_A_DAY}; 0 for no limit`,
    });
  if (minutesADay === 0) return undefined;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { minutesADay, zone: before?.zone ?? timeZone };
}

/** The time that is asked for; else that of the earlier plan; else a week. */
function expiryOf({ expires }: PlanArgs, earlier: ClassRecord | undefined, now: number): string {
  if (expires === undefined && earlier) return earlier.expires;
  return futureTime(expires ?? defaultExpiry(now), "--expires", now);
}
