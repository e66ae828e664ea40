import type { ApiError } from "../core/errors";
import type { World } from "../core/world";
import { table } from "./tables";

/*
 * @parity
 * - A refusal whose code is in the table `settings.unenforced` is not made: for checks of what
 *   foretells refusals — ours
 */

/**
 * Refuses a request, unless the world leaves the refusal out (`settings.unenforced`): so it shows
 * which checks beforehand claim what the cloud does not do.
 * @throws the error
 */
export function refuse(world: Pick<World, "store">, error: ApiError): void {
  if (isEnforced(world, error.code)) throw error;
}

/** Whether the world makes refusals with this code, or this name where several share a code. */
export const isEnforced = (world: Pick<World, "store">, name: string): boolean =>
  !table(world, "settings").unenforced.includes(name);
