import type { ClassLayout } from "../class-status";

/**
 * Workspaces of a class: each is in a stack with an account, a resource group, and another group
 * that Databricks manages.
 */
export const WORKSPACES: Record<ClassLayout, { perSeat: number; fixed: number }> = {
  isolated: { perSeat: 1, fixed: 0 },
  shared: { perSeat: 0, fixed: 1 },
};

/** How many workspaces, and accounts, so many seats have. */
export function workspacesOf(layout: ClassLayout, seats: number): number {
  const { perSeat, fixed } = WORKSPACES[layout];
  return perSeat * seats + fixed * Math.min(1, seats);
}

/** A workspace's stack has its own group, and the managed one. */
export const GROUPS_PER_WORKSPACE = 2;
