/** Reads Resource Manager's resources without a provider plugin. */
import { isGone } from "../../../infra/azure/gone";
import { readJsonAnswer } from "../../../infra/azure/json-answer";
import type { ResourceType } from "../../../infra/azure/resource-types";
import { describeFailure, type Session } from "../../../infra/azure/session";
import { LabError } from "../../../infra/errors";
import type { Props } from "../plugin";

/** Inputs that are resource ids and may contain slashes. */
const IDS = ["scope", "resourceUri"];

/** Resource id of a type with these inputs; undefined if an input is missing. */
export function armIdOf({ path }: ResourceType, known: Props): string | undefined {
  const parts = [...path.matchAll(/\{(\w+)\}/g)].map(
    ([, name = ""]) => [name, known[name]] as const,
  );
  let id = path;
  for (const [name, value] of parts) {
    if (typeof value !== "string") return undefined;
    id = id.replace(
      `{${name}}`,
      IDS.includes(name) ? value.replace(/^\/+/, "") : encodeURIComponent(value),
    );
  }
  return id;
}

const TERMINAL_STATES = ["succeeded", "failed", "canceled"];
const POLLS = 180;
const POLL_MS = 10_000;

/** The fields of an ARM resource that are read here. */
export interface ArmResource {
  properties?: { provisioningState?: string; workspaceUrl?: string };
}

/** Reads a resource; undefined when Azure says it does not exist. @throws LabError `cloud` | `sign-in` */
export async function armResource(
  session: Session,
  id: string,
  apiVersion: string,
): Promise<ArmResource | undefined> {
  const answer = await session.requestWithRetry(
    "GET",
    `${session.resourceManager}${id}?api-version=${apiVersion}`,
  );
  if (answer.ok) return readJsonAnswer<ArmResource>(answer);
  if (await isGone(answer)) return undefined;
  const failure = await describeFailure(answer);
  throw new LabError("cloud", `Looking for ${id} failed: ${failure}`, { where: id });
}

/**
 * Reads a resource after the operation of a killed run has ended. The URL of that operation is lost, so
 * the provisioning state of the resource is polled. @throws LabError `cloud` | `sign-in`
 */
export async function armResourceWhenIdle(
  session: Session,
  id: string,
  apiVersion: string,
): Promise<ArmResource | undefined> {
  for (let poll = 0; poll < POLLS; poll++) {
    const found = await armResource(session, id, apiVersion);
    if (!found) return undefined;
    const { provisioningState = "Succeeded" } = found.properties ?? {};
    if (TERMINAL_STATES.includes(provisioningState.toLowerCase())) return found;
    await session.sleep(POLL_MS);
  }
  throw new LabError("cloud", `${id} is still being changed after half an hour`, { where: id });
}
