import { LabError } from "../../../../infra/errors";
import type { ClassRecord, SeatRecord } from "../../../class/class-record";
import { checkClassName, classFolder, readClassRecord } from "../../../class/class-store";
import type { Console } from "../../../lib/shell/console";
import { didYouMean } from "../../../lib/shell/did-you-mean";
import { labHome } from "../../../lib/stack/paths";
import { withCloud } from "../../stack/open-session";
import type { CloudOptions, OpenCloud } from "../../stack/session";
import { findByStacks } from "./find-by-stacks";

/** A class on its cloud. */
export interface OpenClass {
  record: ClassRecord;
  /** Whether the record was rebuilt from the stacks, because this machine has none. */
  isRebuilt: boolean;
  /** Folder of its record and journal. */
  folder: string;
  cloud: OpenCloud;
}

/**
 * Opens a class by its name: by the record of its plan, or, without one, by its stacks.
 * @throws LabError `not-found` where neither exists; `usage` for the other cloud's class
 */
export function withClass<T>(
  options: CloudOptions & { class: string },
  console: Console,
  work: (opened: OpenClass) => Promise<T>,
): Promise<T> {
  const { class: name, local = false } = options;
  checkClassName(name);
  const folder = classFolder(labHome(console.env), name);
  const planned = readClassRecord(folder);
  if (planned && (planned.cloud === "local") !== local) throw elsewhere(name, local);
  return withCloud(options, console, async (cloud) => {
    const record = planned ?? (await findByStacks(cloud, name, console));
    if (!record) throw unknownClass(name, local);
    return work({ record, isRebuilt: planned === undefined, folder, cloud });
  });
}

/** A class is on one cloud. */
export const elsewhere = (name: string, local: boolean): LabError =>
  new LabError("usage", `class ${name} was planned for ${local ? "Azure" : "the local cloud"}`, {
    where: name,
    cure: local ? "omit --local" : "add --local",
  });

const unknownClass = (name: string, local: boolean): LabError => {
  const flag = local ? " --local" : "";
  return new LabError(
    "not-found",
    `there is no class "${name}": it was not planned on this machine, and no stack belongs to it`,
    {
      where: name,
      cure: `npx lab class plan ROSTER --name ${name}${flag}; if its states were lost: npx lab class destroy ${name} --orphans${flag}`,
    },
  );
};

/**
 * The seats that were asked for; all of them when none were.
 * @throws LabError `usage` for one that the class does not have
 */
export function seatsOf(record: ClassRecord, asked: string | undefined): SeatRecord[] {
  if (asked === undefined) return record.seats;
  const slugs = asked.split(",").map((slug) => slug.trim());
  return slugs.map((slug) => {
    const seat = record.seats.find((one) => one.slug === slug || one.stack === slug);
    if (seat) return seat;
    const names = record.seats.map((one) => one.slug);
    throw new LabError(
      "usage",
      `class ${record.name} has no seat "${slug}".${didYouMean(slug, names)}`,
      { where: "--seat", cure: `npx lab class status ${record.name} lists them` },
    );
  });
}
