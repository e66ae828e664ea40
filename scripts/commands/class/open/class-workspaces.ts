import pLimit from "p-limit";
import { LabError } from "../../../../infra/errors";
import { type ClassRecord, halfStack } from "../../../class/class-record";
import type { SeatFailure } from "../../../class/class-status";
import { failureOf } from "../../../class/fleet";
import { openWorkspaceAt, type Workspace } from "../../../lib/azure/workspace";
import { gatherEvidence } from "../../stack/evidence";
import type { OpenCloud } from "../../stack/session";

/** How many workspaces are worked on at once. */
const AT_ONCE = 8;

/** The workspace of one stack of a class. */
export interface ClassWorkspace {
  stack: string;
  workspace: Workspace;
  /** Whether it existed before the class, which then changes nothing of it. */
  isExisting: boolean;
}

/** The stacks that have a workspace: what the seats share, or each seat's own. */
export const workspaceStacks = ({ name, layout, seats }: ClassRecord): string[] =>
  layout === "shared" ? [halfStack(name)] : seats.map(({ stack }) => stack);

/** Does some work in the workspaces of stacks; one that fails is named, and harms no other. */
export async function inWorkspaces<T>(
  cloud: OpenCloud,
  stacks: readonly string[],
  work: (place: ClassWorkspace) => Promise<T[]>,
  failed: (stack: string, failure: SeatFailure) => T,
): Promise<T[]> {
  const limit = pLimit(AT_ONCE);
  const rows = stacks.map((stack) =>
    limit(async () => {
      try {
        return await work(await openPlace(cloud, stack));
      } catch (error) {
        return [failed(stack, failureOf(error))];
      }
    }),
  );
  return (await Promise.all(rows)).flat();
}

async function openPlace(cloud: OpenCloud, stack: string): Promise<ClassWorkspace> {
  const { recorded, unreadable, existing } = await gatherEvidence(await cloud.open({ stack }));
  if (unreadable) throw unreadable;
  const id = recorded?.outputs["databricksWorkspaceResourceId"];
  if (typeof id !== "string")
    throw new LabError("not-found", "it is not brought up, so that its workspace is unknown", {
      cure: "bring it up first: lab class up",
    });
  const workspace = await openWorkspaceAt(id, await cloud.azure());
  if (!workspace)
    throw new LabError("not-found", "its workspace does not exist", { cure: "lab class recover" });
  return { stack, workspace, isExisting: existing?.workspaceId !== undefined };
}
