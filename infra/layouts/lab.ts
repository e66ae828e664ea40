import { Grants, type Principal, studentPrincipal } from "../components/grants";
import { Lock } from "../components/lock";
import { noStudent } from "../components/student";
import type { LabConfig } from "../config";
import type { LabOutputs, Pending } from "../outputs";
import { buildPersonal } from "./personal";
import { buildShared } from "./shared";
import { accountSubscription, readStackContext, type StackContext } from "./stack-context";

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
  const principals = principalsOf(config, context);
  if (Object.keys(principals).length > 0) {
    const { accountId, account } = shared;
    inGroup.push(
      new Grants("grants", {
        subscriptionId: accountSubscription(config.existing, context),
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

/**
 * Who gets a role on the account. In one that existed before, the deployer has their rights already:
 * Azure allows one assignment of a role to a principal, so that two labs there could not both make
 * it.
 */
function principalsOf(
  { openai, student: settings, existing }: LabConfig,
  { deployer }: StackContext,
): Record<string, Principal> {
  if (openai.auth !== "entra") return {};
  const student = studentPrincipal(settings);
  const principals: Record<string, Principal> = student ? { student } : {};
  return existing?.openaiAccountId ? principals : { deployer, ...principals };
}
