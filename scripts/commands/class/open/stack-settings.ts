import type { JsonObject } from "../../../../infra/json-object";
import { decodeConfig } from "../../../../infra/config";
import { usedByLayout } from "../../../../infra/config/layout-keys";
import { type ClassRecord, halfStack, type SeatRecord } from "../../../class/class-record";
import type { Console } from "../../../lib/shell/console";
import { labHome, PROJECT, WORK_FOLDER } from "../../../lib/stack/paths";
import {
  readSettings,
  removeGeneratedSettings,
  settingsFile,
  writeGeneratedSettings,
} from "../../../lib/stack/settings";

type Environment = Pick<Console, "env">;

/** What is written at the head of each file. */
const commentOf = ({ name }: ClassRecord): string =>
  `Written by \`lab class up ${name}\`, and not for git: it may name a student. Change Pulumi.${name}.yaml instead, and run it again.`;

const fileOf = ({ cloud }: ClassRecord, stack: string, { env }: Environment): string =>
  settingsFile(cloud === "local" ? labHome(env) : WORK_FOLDER, stack);

/**
 * Writes the settings of a class's stacks, so that each is an ordinary stack: `lab up STACK` and
 * `pulumi up` do what the class does. What they have in common comes from Pulumi.CLASS.yaml, which
 * the teacher may write, as if for one lab.
 */
export function writeStackSettings(
  record: ClassRecord,
  seats: readonly SeatRecord[],
  console: Environment,
): void {
  for (const [stack, values] of stackSettings(record, seats))
    writeGeneratedSettings(fileOf(record, stack, console), commentOf(record), values);
}

/** The settings of what seats share, where they share something, and of seats, by their stacks. */
export function stackSettings(
  record: ClassRecord,
  seats: readonly SeatRecord[],
): Map<string, JsonObject> {
  const { project, config } = readSettings(PROJECT, record.name);
  // How long seats may run is the record's: the plan wrote it.
  const { allowance: _, ...template } = decodeConfig(config, project);
  const valuesOf = (own: OwnSettings): JsonObject =>
    Object.fromEntries(
      Object.entries(merged(template, own)).map(([key, value]) => [`${project}:${key}`, value]),
    );
  const all = new Map<string, JsonObject>();
  if (record.layout === "shared") all.set(halfStack(record.name), valuesOf(halfOf(record)));
  for (const seat of seats) all.set(seat.stack, valuesOf(settingsOf(record, seat)));
  return all;
}

/** Deletes the settings of a stack of which nothing is left: they name a person. */
export function removeStackSettings(
  record: ClassRecord,
  stack: string,
  console: Environment,
): void {
  removeGeneratedSettings(fileOf(record, stack, console), commentOf(record));
}

/** The settings that one stack has more than its class. */
type OwnSettings = Record<string, unknown> & {
  layout: "lab" | "class" | "seat";
  /** What it changes of the model of its class. */
  model?: object | undefined;
};

/** What a stack takes of the settings of its class, and its own. */
function merged(template: JsonObject, own: OwnSettings): JsonObject {
  const common = usedByLayout(template, own.layout);
  const model = own.model && { ...(common["model"] as object | undefined), ...own.model };
  return defined({ ...common, ...defined({ ...own, model }) });
}

/** An object without the members that are undefined: YAML would write them as null. */
const defined = (values: object): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function halfOf(record: ClassRecord): OwnSettings {
  const { name, expires, deploymentPerSeat, sharedCapacity, seats } = record;
  return {
    layout: "class",
    class: name,
    expires,
    location: seats[0]?.location,
    seats: deploymentPerSeat ? seats.map(({ stack }) => stack) : undefined,
    // The class's settings have one seat's capacity.
    model: sharedCapacity === undefined ? undefined : { capacity: sharedCapacity },
  };
}

function settingsOf(record: ClassRecord, seat: SeatRecord): OwnSettings {
  const own = {
    class: record.name,
    expires: seat.expires ?? record.expires,
    allowance: record.allowance,
    student: defined({ userName: seat.userName, objectId: seat.objectId }),
  };
  if (record.layout === "shared")
    return { layout: "seat", classStack: halfStack(record.name), ...own };
  return { layout: "lab", location: seat.location, ...own };
}
