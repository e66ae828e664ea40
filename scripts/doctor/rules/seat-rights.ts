import { placeOf } from "../../../infra/azure/arm-id";
import { accountIdOf, workspaceIdOf } from "../../lib/azure/workspace";
import { ok, problem } from "../finding";
import { allows } from "../permissions";
import type { Rule } from "../rule";

const ACTION = "Microsoft.Authorization/roleAssignments/write";

/** Whether the user may add a seat to the class: as an admin of its workspace, and with its role. */
export const seatRights: Rule = {
  name: "seat-rights",
  part: "seat",
  async check({ config, azure }) {
    const { subscriptionId } = azure;
    const workspaceId = workspaceIdOf(config, subscriptionId);
    const { name } = placeOf(workspaceId);
    const caller = await azure.callerAt(workspaceId);
    const groups = caller?.groups?.flatMap(({ display }) => display ?? []) ?? [];
    const evidence = `${name} knows you as ${caller?.userName ?? "nobody"}: groups ${groups.join(", ") || "none"}`;
    if (!caller)
      return problem("unknown", {
        code: "NoAnswer",
        message: `what you may do in the class's workspace ${name} cannot be asked: it does not exist`,
        cure: "bring the class up first",
        evidence,
      });
    if (!groups.includes("admins"))
      return problem("refused", {
        code: "PERMISSION_DENIED",
        message: `you are no admin of the class's workspace ${name}: you may not add a user there`,
        cure: "ask an admin of the workspace to add you to its group admins",
        evidence,
      });
    // A seat names an object id only where its class has no keys.
    if (config.student?.objectId === undefined)
      return ok(`you are an admin of the class's workspace ${name}`, evidence);
    const accountId = accountIdOf(config, subscriptionId);
    const account = placeOf(accountId).name;
    const asked = `${evidence}; permissions on ${account}: ${ACTION}`;
    if (allows(await azure.permissionsAt(accountId), ACTION))
      return ok(`you have the rights that a seat of the class needs`, asked);
    return problem("refused", {
      code: "AuthorizationFailed",
      message: `you may not give the student the role on the class's account ${account}`,
      cure: "ask the subscription's owner for the role Role Based Access Control Administrator on that account",
      evidence: asked,
    });
  },
};
