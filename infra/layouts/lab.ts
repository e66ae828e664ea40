import { Grants, type Principal, studentPrincipal } from "../components/grants";
import { Lock } from "../components/lock";
import type { LabConfig } from "../config";
import type { LabOutputs, Pending } from "../outputs";
import { buildPersonal } from "./personal";
import { buildShared } from "./shared";
import { stackContextOf } from "./stack-context";

/** The whole lab of one student: both halves in one stack. Call it inside a Pulumi program. */
export function lab(config: LabConfig): Pending<LabOutputs> {
  const site = stackContextOf(config);
  const shared = buildShared(config, site);
  const personal = buildPersonal(config, site, shared, shared.deployment!);
  const parts = [...shared.parts, ...personal.parts];
  if (config.openai.auth === "entra") {
    const student = studentPrincipal(config.student);
    const principals: Record<string, Principal> = student
      ? { deployer: site.deployer, student }
      : // Who deploys for themselves is a person.
        { deployer: { ...site.deployer, type: "User" } };
    const { accountId, account } = shared;
    parts.push(
      new Grants("grants", {
        subscriptionId: site.subscriptionId,
        accountId,
        after: [account],
        principals,
      }),
    );
  }
  if (config.lock)
    new Lock("lock", { resourceGroupName: shared.outputs.resourceGroupName, after: parts });
  return personal.outputs;
}
