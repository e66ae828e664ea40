import { spawnSync } from "node:child_process";
import type { TestContext } from "vitest";

/** Ends with 0 only where there is no network device but the loopback. */
const LOOPBACK_ALONE = "ip link set lo up && ! grep : /proc/net/dev | grep -qv ' lo:'";
const INSIDE = ["-rn", "sh", "-c", `${LOOPBACK_ALONE} && exec "$@"`, "sh"];

/**
 * A command line that runs another one in a network of its own, which is the loopback address alone.
 * Where the machine does not allow that, the reason is printed, and the command runs as it is.
 */
export function withoutNetwork(test: TestContext): string[] {
  const { status, error, stderr } = spawnSync("unshare", [...INSIDE, "true"], { encoding: "utf8" });
  if (status === 0) return ["unshare", ...INSIDE];
  const reason = error?.message ?? stderr.trim();
  console.warn(`skipped: ${test.task.name}: without a network, because of unshare: ${reason}`);
  return [];
}
