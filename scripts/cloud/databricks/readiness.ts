import { ApiError } from "../core/errors";
import type { World } from "../core/world";
import { openWorkspaces, type OpenWorkspace } from "./lifecycle";

/** Each refused call moves the clock by this much. */
const STEP_MS = 15_000;
/** Time passes by asking, so nobody need really wait. */
const RETRY_SOON = { headers: { "retry-after-ms": "20" } };

/**
 * A workspace that ARM has just called Succeeded cannot serve yet: it answers with the texts that real ones were seen
 * to give, all of which clients retry. @throws 400 or 503 until it is ready.
 */
export function requireReady(world: World, workspace: OpenWorkspace): void {
  if (world.clock.now() >= workspace.readyAt) return;
  world.clock.advance(Math.min(STEP_MS, workspace.readyAt - world.clock.now()));
  const { armId, asked, workspaceId } = workspace;
  openWorkspaces(world).put(armId.toLowerCase(), { ...workspace, asked: asked + 1 });
  if (asked % 2 === 0)
    throw new ApiError(
      400,
      "BAD_REQUEST",
      `Current organization ${workspaceId} does not have any associated worker environments`,
      RETRY_SOON,
    );
  throw new ApiError(
    503,
    "TEMPORARILY_UNAVAILABLE",
    "The service at this workspace is temporarily unavailable.",
    RETRY_SOON,
  );
}
