import { azureStore } from "../../../scripts/cloud/azure/store";
import type { Kind } from "../scenario";
import { addPerson, setRoles } from "../world";
import { fine, variant, withoutKeys } from "./common";

const READ = "*/read";
const DOMAIN = "Microsoft.CognitiveServices/checkDomainAvailability/action";
/** What each part of a new lab needs. */
const WRITES = [
  "Microsoft.Resources/subscriptions/resourceGroups/write",
  "Microsoft.CognitiveServices/accounts/write",
  "Microsoft.CognitiveServices/accounts/deployments/write",
  "Microsoft.CognitiveServices/accounts/listKeys/action",
  "Microsoft.Databricks/workspaces/write",
  "Microsoft.Databricks/workspaces/assignWorkspaceAdmin/action",
];
/** What is asked before anything is made, and by which rule. */
const READS = [
  "Microsoft.CognitiveServices/locations/models/read",
  "Microsoft.CognitiveServices/locations/usages/read",
  "Microsoft.CognitiveServices/skus/read",
  "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/read",
  "Microsoft.Compute/locations/usages/read",
  "Microsoft.Compute/skus/read",
  "Microsoft.Authorization/policyAssignments/read",
  DOMAIN,
];

/** What the deployer may do. */
export const rights: Kind = {
  name: "rights",
  variants: [
    variant("built-in roles", (subscription, draw) => {
      setRoles(subscription, [[draw.each(["Owner", "Contributor", "Reader"])]]);
      return fine(subscription, draw);
    }),
    variant("built-in roles, without keys", (subscription, draw) => {
      const roles = draw.each([
        ["Contributor"],
        ["Contributor", "User Access Administrator"],
        ["Owner"],
      ]);
      setRoles(
        subscription,
        roles.map((role) => [role]),
      );
      return fine(subscription, draw, withoutKeys(subscription), "lab");
    }),
    variant("all but one right to write", (subscription, draw) => {
      setRoles(subscription, [[{ actions: ["*"], notActions: [draw.each(WRITES)] }]]);
      return fine(subscription, draw);
    }),
    variant("all but one right to read", (subscription, draw) => {
      setRoles(subscription, [[{ actions: ["*"], notActions: [draw.each(READS)] }]]);
      return { ...fine(subscription, draw), withheld: true };
    }),
    variant("no right to purge", (subscription, draw) => {
      const purge = "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete";
      const notActions = draw.each([[], [purge]]);
      setRoles(subscription, [[{ actions: ["*"], notActions }]]);
      return { ...fine(subscription, draw), destroyed: true };
    }),
    variant("no student who is a person", (subscription, draw) => {
      const userName = "other@school.example";
      addPerson(subscription, userName);
      const student = draw.each([undefined, undefined, { userName }]);
      return fine(subscription, draw, { student }, "lab");
    }),
    variant("a provider that is not registered", (subscription, draw) => {
      const { subscriptionId } = subscription.tenant;
      const namespace = draw.each([
        "Microsoft.Databricks",
        "Microsoft.Databricks",
        "Microsoft.CognitiveServices",
        "Microsoft.CognitiveServices",
      ]);
      azureStore(subscription.world).providers.put(`${subscriptionId}/${namespace}`.toLowerCase(), {
        namespace,
        registrationState: "NotRegistered",
      });
      const notActions = draw.each([[], ["*/register/action"]]);
      setRoles(subscription, [[{ actions: ["*"], notActions }]]);
      return fine(subscription, draw);
    }),
    variant("the least that a lab needs", (subscription, draw) => {
      setRoles(subscription, [[{ actions: [READ, DOMAIN, ...WRITES] }]]);
      return fine(subscription, draw);
    }),
  ],
};
