import { requireGroup } from "../arm/write-request";
import type { Account, DatabricksWorkspace, LogWorkspace } from "../entities";
import { ACCOUNT_TYPE, groupId, keyOf, LOG_WORKSPACE_TYPE, WORKSPACE_TYPE } from "../arm/ids";
import { azureStore } from "../store";
import type { RouteContext, GroupPath } from "../arm/context";

const summary = (type: string) => (r: Account | DatabricksWorkspace | LogWorkspace) => ({
  id: r.id,
  name: r.name,
  type,
  location: r.location,
  tags: r.tags,
});

/** Lists the resources of a group or subscription, as a check after a destroy does. */
export function resourceRoutes({ routes, world }: RouteContext): void {
  const store = azureStore(world);

  routes.get<GroupPath>(
    "/subscriptions/:subscription/resources",
    "resources/resources/read",
    (request) => {
      const subscription = keyOf(request.params.subscription);
      const value = [
        ...store.accountsInSubscription(subscription).map(summary(ACCOUNT_TYPE)),
        ...store.workspacesInSubscription(subscription).map(summary(WORKSPACE_TYPE)),
        ...store.logWorkspacesInSubscription(subscription).map(summary(LOG_WORKSPACE_TYPE)),
      ];
      return { value };
    },
  );

  routes.get<GroupPath>(
    "/subscriptions/:subscription/resourceGroups/:group/resources",
    "resources/resources/read",
    (request) => {
      const { subscription, group } = request.params;
      requireGroup(world, subscription, group);
      const key = keyOf(groupId(subscription, group));
      const value = [
        ...store.accountsInGroup(key).map(summary(ACCOUNT_TYPE)),
        ...store.workspacesInGroup(key).map(summary(WORKSPACE_TYPE)),
        ...store.logWorkspacesInGroup(key).map(summary(LOG_WORKSPACE_TYPE)),
      ];
      return { value };
    },
  );
}
