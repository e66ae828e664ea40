import { requireGroup } from "../arm/write-request";
import { routeOptions } from "../arm/actions";
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
export function resourceRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);

  app.get<{ Params: GroupPath }>(
    "/subscriptions/:subscription/resources",
    routeOptions("resources/resources/read"),
    (request, reply) => {
      const subscription = keyOf(request.params.subscription);
      const value = [
        ...store.accountsInSubscription(subscription).map(summary(ACCOUNT_TYPE)),
        ...store.workspacesInSubscription(subscription).map(summary(WORKSPACE_TYPE)),
        ...store.logWorkspacesInSubscription(subscription).map(summary(LOG_WORKSPACE_TYPE)),
      ];
      return reply.send({ value });
    },
  );

  app.get<{ Params: GroupPath }>(
    "/subscriptions/:subscription/resourceGroups/:group/resources",
    routeOptions("resources/groups/resources/read"),
    (request, reply) => {
      const { subscription, group } = request.params;
      requireGroup(world, subscription, group);
      const key = keyOf(groupId(subscription, group));
      const value = [
        ...store.accountsInGroup(key).map(summary(ACCOUNT_TYPE)),
        ...store.workspacesInGroup(key).map(summary(WORKSPACE_TYPE)),
        ...store.logWorkspacesInGroup(key).map(summary(LOG_WORKSPACE_TYPE)),
      ];
      return reply.send({ value });
    },
  );
}
