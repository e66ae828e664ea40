import type { Deployment } from "@azure/arm-cognitiveservices";
import { deploymentOf } from "../../../infra/names/physical-names";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/**
 * Whether Azure gives the lab's deployments as many tokens per minute as they were deployed with. It
 * lowers them for hours when it is busy: a "temporary rate limit adjustment".
 */
export const rateLimit: Rule = {
  name: "rate-limit",
  part: "shared",
  at: "account",
  async check({ config: { deploymentName, seats }, azure }) {
    const names = seats?.map((seat) => deploymentOf(deploymentName, seat)) ?? [deploymentName];
    const found = await Promise.all(names.map((name) => azure.deployment(name)));
    const deployments = found.filter((one) => one !== undefined);
    const evidence = `rateLimits of ${deployments.length} deployments`;
    const lowered = deployments.find((one) => limitOf(one) < capacityOf(one));
    if (!lowered)
      return ok("no deployment of the lab has less than it was deployed with", evidence);
    const { name = "" } = lowered;
    return problem("warning", {
      code: "RateLimitLowered",
      message: `Azure has lowered ${name} to ${limitOf(lowered)} of ${capacityOf(lowered)} thousand tokens per minute for a while`,
      cure: "wait some hours, or ask fewer questions at a time: more quota does not help",
      evidence: `${evidence}; ${name}: ${limitOf(lowered)} of ${capacityOf(lowered)}`,
    });
  },
};

/** In thousands of tokens per minute. */
const capacityOf = ({ sku }: Deployment): number => sku?.capacity ?? 0;

/** The same that Azure allows now; without an answer, what it was deployed with. */
function limitOf(deployment: Deployment): number {
  const tokens = deployment.properties?.rateLimits?.find(({ key }) => key === "token");
  const { count, renewalPeriod } = tokens ?? {};
  if (!count || !renewalPeriod) return capacityOf(deployment);
  return (count * 60) / renewalPeriod / 1000;
}
