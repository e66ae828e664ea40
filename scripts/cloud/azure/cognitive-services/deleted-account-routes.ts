import { startPurge } from "./accounts";
import { routeOptions } from "../arm/actions";
import type { DeletedAccount } from "../entities";
import { resourceNotFound } from "../arm/errors";
import { ACCOUNT_TYPE, deletedAccountId, keyOf, regionOf, resourceId } from "../arm/ids";
import { announceAsync } from "../arm/long-running";
import { azureStore } from "../store";
import { operationsPath, presentAccount, type AccountPath } from "./account-routes";
import type { RouteContext } from "../arm/context";

/*
 * @parity
 * - Purge: DELETE 202 with `Azure-AsyncOperation` and `Location`, of the same URL, which answers 200
 *   with a status; 10 s; works without the group; needs the right on the subscription — recorded;
 *   documented
 */

interface DeletedPath extends AccountPath {
  location: string;
}

const present = ({ account, deletedAt, scheduledPurgeAt }: DeletedAccount) => ({
  ...presentAccount(account, "Microsoft.CognitiveServices/deletedAccounts", {
    deletionDate: deletedAt,
    scheduledPurgeDate: scheduledPurgeAt,
  }),
  id: deletedAccountId(
    account.subscriptionId,
    account.location,
    account.resourceGroup,
    account.name,
  ),
});

/**
 * Soft-deleted accounts: list, read, purge. They remain when their group is deleted, so a purge
 * needs the permission on the subscription.
 */
export function deletedAccountRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);
  const path =
    "/subscriptions/:subscription/providers/Microsoft.CognitiveServices/locations/:location/resourceGroups/:group/deletedAccounts/:account";

  const find = ({
    subscription,
    location,
    group,
    account,
  }: DeletedPath): DeletedAccount | undefined => {
    const key = keyOf(resourceId(subscription, group, ACCOUNT_TYPE, account));
    const deleted = store.deletedAccounts.get(key);
    if (regionOf(deleted?.account.location ?? "") === regionOf(location)) return deleted;
    return undefined;
  };

  app.get<{ Params: DeletedPath }>(
    "/subscriptions/:subscription/providers/Microsoft.CognitiveServices/deletedAccounts",
    routeOptions("cognitiveservices/deletedAccounts/list"),
    (request, reply) =>
      reply.send({
        value: store.deletedAccountsInSubscription(keyOf(request.params.subscription)).map(present),
      }),
  );

  app.get<{ Params: DeletedPath }>(
    path,
    routeOptions("cognitiveservices/deletedAccounts/read"),
    (request, reply) => {
      const deleted = find(request.params);
      if (deleted) return reply.send(present(deleted));
      throw resourceNotFound(
        "Microsoft.CognitiveServices/deletedAccounts",
        request.params.account,
        request.params.group,
      );
    },
  );

  app.delete<{ Params: DeletedPath }>(
    path,
    routeOptions("cognitiveservices/deletedAccounts/delete"),
    (request, reply) => {
      const deleted = find(request.params);
      if (!deleted) return reply.status(204).send();
      const operation =
        world.operations.runningOn(keyOf(deleted.account.id)) ?? startPurge(world, deleted);
      const folder = operationsPath(request.params.subscription, deleted.account.location);
      // The two headers have the same URL, which answers as the first one's does.
      const announced = announceAsync(request, reply, folder, operation);
      const url = String(announced.getHeader("azure-asyncoperation"));
      return announced.status(202).header("location", url).send();
    },
  );
}
