import { requireGroup } from "../arm/write-request";
import { routeOptions } from "../arm/actions";
import type { Account, DatabricksWorkspace, LogWorkspace } from "../entities";
import { ACCOUNTS, groupId, keyOf, LOG_WORKSPACES, WORKSPACES } from "../arm/ids";
import { azureStore } from "../store";
import type { Arm, InGroup } from "../arm/context";

const brief = (type: string) => (r: Account | DatabricksWorkspace | LogWorkspace) => ({
  id: r.id,
  name: r.name,
  type,
  location: r.location,
  tags: r.tags,
});

/** Everything in a group or subscription, in brief: what an independent look after a destroy asks. */
export function resourceRoutes({ app, world }: Arm): void {
  const store = azureStore(world);

  app.get<{ Params: InGroup }>(
    "/subscriptions/:subscription/resources",
    routeOptions("resources/resources/read"),
    (request, reply) => {
      const subscription = keyOf(request.params.subscription);
      const value = [
        ...store.accountsOf(subscription).map(brief(ACCOUNTS)),
        ...store.workspacesOf(subscription).map(brief(WORKSPACES)),
        ...store.logWorkspacesOf(subscription).map(brief(LOG_WORKSPACES)),
      ];
      return reply.send({ value });
    },
  );

  app.get<{ Params: InGroup }>(
    "/subscriptions/:subscription/resourceGroups/:group/resources",
    routeOptions("resources/resources/read"),
    (request, reply) => {
      const { subscription, group } = request.params;
      requireGroup(world, subscription, group);
      const key = keyOf(groupId(subscription, group));
      const value = [
        ...store.accountsInGroup(key).map(brief(ACCOUNTS)),
        ...store.workspacesInGroup(key).map(brief(WORKSPACES)),
        ...store.logWorkspacesInGroup(key).map(brief(LOG_WORKSPACES)),
      ];
      return reply.send({ value });
    },
  );
}
