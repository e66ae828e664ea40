import { Grants, type Principal, studentPrincipal } from "../components/grants";
import { Lock } from "../components/lock";
import type { LabConfig } from "../config";
import type { LabOutputs, Pending } from "../outputs";
import { buildPersonal } from "./personal";
import { buildShared } from "./shared";
import { stackContextOf } from "./stack-context";

/** Builds the whole lab of one student in one stack. Call it inside a Pulumi program. */
export function lab(config: LabConfig): Pending<LabOutputs> {
  const context = stackContextOf(config);
  const shared = buildShared(config, context);
  const personal = buildPersonal(config, context, shared, shared.deployment!);
  const parts = [...shared.parts, ...personal.parts];
  if (config.openai.auth === "entra") {
    const student = studentPrincipal(config.student);
    const principals: Record<string, Principal> = student
      ? { deployer: context.deployer, student }
      : // A deployer without a student is the student: a person.
        { deployer: { ...context.deployer, type: "User" } };
    const { accountId, account } = shared;
    parts.push(
      new Grants("grants", {
        subscriptionId: context.subscriptionId,
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
