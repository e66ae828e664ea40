/** Resource Manager's resources as somebody looks for them who has no provider plugin to ask. */
import type { ResourceType } from "../../../infra/azure/resource-types";
import { describeFailure, type Session } from "../../../infra/azure/session";
import { LabError } from "../../../infra/errors";
import type { Props } from "../plugin";

/** Inputs that are whole ids themselves. */
const IDS = ["scope", "resourceUri"];

/** Undefined while a part of it is not known. */
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

/** In Azure's own words. Other 404s (no such subscription, a proxy's page) say nothing about the resource. */
const IS_GONE = /^HTTP 404 (?!Subscription)\w*NotFound:/;
const TERMINAL_STATES = ["succeeded", "failed", "canceled"];
const POLLS = 180;
const POLL_MS = 10_000;

/** The parts of an ARM resource that are read here. */
export interface ArmResource {
  properties?: { provisioningState?: string; workspaceUrl?: string };
}

/** Undefined: Azure says that it is not there. @throws LabError `cloud` when Azure does not tell | `sign-in` */
export async function armResource(
  session: Session,
  id: string,
  apiVersion: string,
): Promise<ArmResource | undefined> {
  const answer = await session.requestWithRetry(
    "GET",
    `${session.resourceManager}${id}?api-version=${apiVersion}`,
  );
  if (answer.ok) return (await answer.json()) as ArmResource;
  const failure = await describeFailure(answer);
  if (IS_GONE.test(failure)) return undefined;
  throw new LabError("cloud", `Looking for ${id} failed: ${failure}`, { where: id });
}

/**
 * Whether it stands, once whatever is under way on it has ended: nobody has the address of an operation that a killed
 * run began, but the resource tells its state. @throws as `armResource`
 */
export async function existsWhenIdle(
  session: Session,
  id: string,
  apiVersion: string,
): Promise<boolean> {
  for (let poll = 0; poll < POLLS; poll++) {
    const found = await armResource(session, id, apiVersion);
    if (!found) return false;
    const { provisioningState = "Succeeded" } = found.properties ?? {};
    if (TERMINAL_STATES.includes(provisioningState.toLowerCase())) return true;
    await session.sleep(POLL_MS);
  }
  throw new LabError("cloud", `${id} is still being changed after half an hour`, { where: id });
}
