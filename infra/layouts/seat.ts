import { ClassWorkspace } from "../components/class-workspace";
import { Grants, studentPrincipal } from "../components/grants";
import { readClass } from "./class-reference";
import type { LabConfig } from "../config";
import { LabError } from "../errors";
import { folderOf } from "../names/physical-names";
import { markOf } from "../names/tags";
import type { LabOutputs, Pending } from "../outputs";
import { buildPersonal } from "./personal";
import { accountSubscription, readStackContext } from "./stack-context";

/**
 * Builds what one student has in a class: cluster, secret scope, and the folder with the notebook
 * and its clone.
 */
export async function seat(config: LabConfig): Promise<Pending<LabOutputs>> {
  const { deployment, accountId, policyId, outputs } = await readClass(config);
  const context = await readStackContext(config);
  const workspace = new ClassWorkspace("databricks", {
    resourceId: outputs.databricksWorkspaceResourceId,
    address: {
      workspaceId: outputs.databricksWorkspaceId,
      host: outputs.databricksHost,
    },
    signedIn: context.subscriptionId,
    tenantId: context.tenantId,
    authType: config.databricks.authType,
    clusterName: context.names.cluster,
    scopeName: context.names.secretScope,
    folder: folderOf(config),
    mark: outputs.existing?.workspaceId === undefined ? undefined : markOf(config),
  });
  const personal = buildPersonal(
    config,
    context,
    { outputs, accountId, policyId, workspace },
    { name: deployment, existing: deployment },
  );
  if (outputs.openaiAuth === "entra") {
    const student = studentPrincipal(config.student);
    if (!student)
      throw new LabError(
        "config",
        `The class ${config.classStack} has no keys, so its students get a role.`,
        {
          where: "rai-lab:student.objectId",
          cure: "Set student.objectId: az ad user show --id NAME --query id",
        },
      );
    new Grants("grants", {
      subscriptionId: accountSubscription(outputs.existing, context),
      accountId,
      principals: { student },
    });
  }
  return personal.outputs;
}
