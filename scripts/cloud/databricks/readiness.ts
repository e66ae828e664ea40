import { ApiError } from "../core/errors";
import type { World } from "../core/world";
import { openWorkspaces, type OpenWorkspace } from "./lifecycle";

/*
 * @parity
 * - fresh workspace: 400 "…does not have any associated worker environments", then 503, ready 30
 *   simulated seconds after ARM says Succeeded — texts and delay reported, order guessed
 */

/** Simulated time that one refused call takes. */
const STEP_MS = 15_000;
/**
 * Whether the workspace's name is not known yet. Its clients then reach no host; here their
 * connection is cut, since every workspace is at 127.0.0.1.
 */
export function isUnresolved(world: World, { resolvesAt = 0 }: OpenWorkspace): boolean {
  const left = resolvesAt - world.clock.now();
  if (left <= 0) return false;
  world.clock.advance(Math.min(STEP_MS, left));
  return true;
}

/** Refused calls move the clock, so that a client need not wait in real time. */
const RETRY_SOON = { headers: { "retry-after-ms": "20" } };

/**
 * ARM reports a workspace as Succeeded before it can serve. Until then it answers, in turn, with
 * two errors that real workspaces were seen to give; clients retry both.
 * @throws ApiError BAD_REQUEST (400) or TEMPORARILY_UNAVAILABLE (503) until the workspace is ready.
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
