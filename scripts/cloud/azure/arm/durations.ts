/** Simulated seconds that operations take: medians of what was seen, reported or inferred (PARITY.md has the marks). */
export const OPERATION_SECONDS = {
  groupDelete: 90,
  accountCreate: 5,
  accountDelete: 5,
  accountPurge: 10,
  deploymentWrite: 1,
  workspaceCreate: 150,
  workspaceUpdate: 10,
  workspaceDelete: 200,
  providerRegister: 60,
  /** From a role assignment to its effect on a data plane. */
  roleEffect: 120,
};

/** A deleted account can be restored, and holds its names and quota, for this long. */
export const SOFT_DELETE_MS = 48 * 3600 * 1000;

/** What we ask clients to wait between polls, in real milliseconds. */
export const POLL_INTERVAL_MS = 20;
