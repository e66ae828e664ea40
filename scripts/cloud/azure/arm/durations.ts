/**
 * Simulated seconds that long-running operations take: medians of recorded, reported or inferred
 * values (PARITY.md has the marks).
 */
export const OPERATION_SECONDS = {
  groupDelete: 90,
  accountCreate: 5,
  accountUpdate: 5,
  accountDelete: 0,
  accountPurge: 10,
  deploymentWrite: 1,
  workspaceCreate: 150,
  workspaceUpdate: 10,
  workspaceDelete: 200,
  providerRegister: 60,
  templateDeploymentDelete: 15,
};

/** Simulated time from a role assignment to its effect on a data plane. */
export const ROLE_PROPAGATION_MS = 120_000;

/** Time for which a soft-deleted account can be restored and holds its names and quota. */
export const SOFT_DELETE_MS = 48 * 3600 * 1000;

/** Time for which a soft-deleted Log Analytics workspace keeps its logs and its name. */
export const LOG_SOFT_DELETE_MS = 14 * 24 * 3600 * 1000;

/** Wait between polls that answers ask clients for, in real milliseconds. */
export const POLL_INTERVAL_MS = 20;
