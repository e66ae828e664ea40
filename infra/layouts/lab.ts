import { Grants, type Principal, studentPrincipal } from "../components/grants";
import { Lock } from "../components/lock";
import { noStudent } from "../components/student";
import type { LabConfig } from "../config";
import type { LabOutputs, Pending } from "../outputs";
import { buildPersonal } from "./personal";
import { buildShared } from "./shared";
import { readStackContext } from "./stack-context";

/**
 * Builds the whole lab of one student in one stack. Call it inside a Pulumi program.
 * @throws LabError `config` before anything is made, when nobody is known to be the student
 */
export async function lab(config: LabConfig): Promise<Pending<LabOutputs>> {
  const context = await readStackContext(config);
  if (!config.student && context.deployer.type === "ServicePrincipal")
    throw noStudent(`application ${context.deployer.clientId}`);
  const shared = buildShared(config, context);
  const personal = buildPersonal(config, context, shared, {
    name: config.deploymentName,
    existing: shared.deployment!,
  });
  const { inGroup, inWorkspace, outputs } = shared;
  if (config.openai.auth === "entra") {
    const student = studentPrincipal(config.student);
    const { deployer } = context;
    const principals: Record<string, Principal> = student ? { deployer, student } : { deployer };
    const { accountId, account } = shared;
    inGroup.push(
      new Grants("grants", {
        subscriptionId: context.subscriptionId,
        accountId,
        after: [account],
        principals,
      }),
    );
  }
  if (config.lock)
    new Lock("lock", {
      resourceGroupName: outputs.resourceGroupName,
      after: [...inGroup, ...inWorkspace, ...personal.parts],
      holds: inGroup,
    });
  return personal.outputs;
}
