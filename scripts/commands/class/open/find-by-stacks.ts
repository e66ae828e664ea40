import pLimit from "p-limit";
import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import type { ClassRecord } from "../../../class/class-record";
import { findClass, type FoundStack } from "../../../class/find-class";
import type { RecordedState } from "../../../engine/engine";
import type { Console } from "../../../lib/shell/console";
import { defaultExpiry } from "../../../lib/stack/expiry";
import { gatherEvidence } from "../../stack/evidence";
import { knownStacks } from "../../stack/known-stacks";
import type { OpenCloud, StackHandle } from "../../stack/session";

/** How many stacks are looked at at once: under the Pulumi CLI each look is a process. */
const AT_ONCE = 8;

/** Rebuilds a class from the stacks of the backend; undefined where none belongs to it. */
export async function findByStacks(
  cloud: OpenCloud,
  name: string,
  console: Console,
): Promise<ClassRecord | undefined> {
  const isLocal = cloud.connection !== undefined;
  const { names, unlisted } = await knownStacks(isLocal, console.env);
  // Without the backend's list a class would seem not to exist.
  if (unlisted) throw unlisted;
  const limit = pLimit(AT_ONCE);
  const candidates = names.filter((one) => one.startsWith(`${name}-`));
  const found = await Promise.all(
    candidates.map((stack) => limit(async () => lookAt(await cloud.open({ stack })))),
  );
  const now = (await cloud.clock()).now();
  const recorded = found.filter((one) => one !== undefined);
  return findClass(name, recorded, {
    cloud: isLocal ? "local" : "azure",
    fallback: defaultExpiry(now),
  });
}

/** What a stack's state says of it, and where it does not, its settings; undefined without a state. */
async function lookAt(handle: StackHandle): Promise<FoundStack | undefined> {
  const { stack, settings } = handle;
  const { recorded, layout, classStack } = await gatherEvidence(handle);
  // Settings alone are somebody's file: what was never begun belongs to no class.
  if (!recorded) return undefined;
  const tags = tagsIn(recorded);
  return {
    stack: stack.name,
    layout,
    class: textOf(tags["class"]) ?? settings.class,
    classStack,
    userName: studentIn(recorded) ?? settings.student?.userName,
    objectId: settings.student?.objectId,
    location: textOf(recorded.outputs["location"]) ?? settings.location,
    expires: textOf(tags["expires"]) ?? settings.expires,
    allowance: allowanceIn(recorded) ?? settings.allowance,
    ...deploymentsIn(recorded, layout),
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

function allowanceIn({ outputs }: RecordedState): ClassRecord["allowance"] {
  const { allowance } = outputs;
  if (!isJsonObject(allowance)) return undefined;
  const { minutesADay, zone } = allowance;
  if (typeof minutesADay !== "number" || typeof zone !== "string") return undefined;
  return { minutesADay, zone };
}

/** What the outputs of a class's shared stack say of its deployments; a killed `up` wrote none. */
function deploymentsIn(
  { outputs }: RecordedState,
  layout: FoundStack["layout"],
): Pick<FoundStack, "deploymentPerSeat" | "capacity"> {
  const { model, seatDeployments } = outputs;
  if (layout !== "class" || !isJsonObject(model)) return {};
  const { capacity } = model;
  return {
    deploymentPerSeat: isJsonObject(seatDeployments),
    capacity: typeof capacity === "number" ? capacity : undefined,
  };
}

/** The tags that the stack's outputs name, or those of the first resource that has some. */
function tagsIn({ outputs, resources }: RecordedState): JsonObject {
  const all = [outputs["tags"], ...resources.map(({ inputs }) => inputs["tags"])];
  return all.find(isJsonObject) ?? {};
}

/** The user whose cluster it is. */
function studentIn({ resources }: RecordedState): string | undefined {
  const names = resources.flatMap(({ inputs }) => [inputs["singleUserName"], inputs["userName"]]);
  return names.find((name) => typeof name === "string" && name.includes("@")) as string | undefined;
}
