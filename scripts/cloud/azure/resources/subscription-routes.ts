import { routeOptions } from "../arm/actions";
import type { ProviderState, Subscription } from "../entities";
import { keyOf } from "../arm/ids";
import { azureStore } from "../store";
import { table } from "../tables";
import { NAMESPACES, requireNamespace, resourceTypesOf } from "./providers";
import { OPERATION_SECONDS } from "../arm/durations";
import type { RouteContext } from "../arm/context";

interface ProviderPath {
  subscription: string;
  namespace: string;
}

const presentSubscription = (s: Subscription) => ({
  id: `/subscriptions/${s.subscriptionId}`,
  authorizationSource: "RoleBased",
  managedByTenants: [],
  subscriptionId: s.subscriptionId,
  tenantId: s.tenantId,
  displayName: s.displayName,
  state: s.state,
  tags: s.tags,
  subscriptionPolicies: {
    locationPlacementId: "Public_2014-09-01",
    quotaId: s.quotaId,
    spendingLimit: "Off",
  },
});

/** Subscriptions, tenants and the registration of resource providers. */
export function subscriptionRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);

  app.get("/subscriptions", (_request, reply) =>
    reply.send({ value: store.subscriptions.values().map(presentSubscription) }),
  );

  app.get("/tenants", (_request, reply) => {
    const tenants = new Set(store.subscriptions.values().map((s) => s.tenantId));
    return reply.send({
      value: [...tenants].map((tenantId) => ({ id: `/tenants/${tenantId}`, tenantId })),
    });
  });

  app.get<{ Params: ProviderPath }>(
    "/subscriptions/:subscription",
    routeOptions("resources/subscriptions/read"),
    // `createArmApp` refuses an unknown subscription.
    (request, reply) =>
      reply.send(presentSubscription(store.subscriptions.get(keyOf(request.params.subscription))!)),
  );

  app.get<{ Params: Pick<ProviderPath, "subscription"> }>(
    "/subscriptions/:subscription/locations",
    routeOptions("resources/subscriptions/locations/read"),
    (request, reply) =>
      reply.send({
        value: table(world, "regions").rows.map(({ name, displayName }) => ({
          id: `/subscriptions/${request.params.subscription}/locations/${name}`,
          name,
          type: "Region",
          displayName,
          regionalDisplayName: displayName,
          metadata: { regionType: "Physical" },
        })),
      }),
  );

  const path = "/subscriptions/:subscription/providers/:namespace";
  const stateOf = ({ subscription, namespace: asked }: ProviderPath): ProviderState => {
    const namespace = requireNamespace(asked);
    const key = keyOf(`${subscription}/${namespace}`);
    const state = store.providers.get(key) ?? { namespace, registrationState: "Registered" };
    if (state.registrationState !== "Registering" || (state.readyAt ?? 0) > world.clock.now())
      return state;
    return store.providers.put(key, {
      namespace: state.namespace,
      registrationState: "Registered",
    });
  };
  const presentProvider = (subscription: string, state: ProviderState) => ({
    id: `/subscriptions/${subscription}/providers/${state.namespace}`,
    namespace: state.namespace,
    registrationPolicy: "RegistrationRequired",
    resourceTypes: resourceTypesOf(
      state.namespace,
      table(world, "regions").rows.map(({ displayName }) => displayName),
    ),
    registrationState: state.registrationState,
  });

  app.get<{ Params: ProviderPath }>(
    path,
    routeOptions("resources/providers/read"),
    (request, reply) => {
      const state = stateOf(request.params);
      // Clients poll this until the provider is registered, so it moves the clock as a poll does.
      if (state.registrationState === "Registering")
        world.clock.advance((OPERATION_SECONDS.providerRegister * 1000) / 4);
      return reply.send(presentProvider(request.params.subscription, state));
    },
  );

  app.get<{ Params: Pick<ProviderPath, "subscription"> }>(
    "/subscriptions/:subscription/providers",
    routeOptions("resources/providers/read"),
    (request, reply) => {
      const { subscription } = request.params;
      const value = NAMESPACES.map((namespace) =>
        presentProvider(subscription, stateOf({ subscription, namespace })),
      );
      return reply.send({ value });
    },
  );

  app.post<{ Params: ProviderPath }>(
    `${path}/register`,
    routeOptions("resources/providers/register"),
    (request, reply) => {
      const { subscription } = request.params;
      const state = stateOf(request.params);
      if (state.registrationState === "Registered")
        return reply.send(presentProvider(subscription, state));
      const registering = store.providers.put(keyOf(`${subscription}/${state.namespace}`), {
        namespace: state.namespace,
        registrationState: "Registering",
        readyAt: state.readyAt ?? world.clock.now() + OPERATION_SECONDS.providerRegister * 1000,
      });
      return reply.send(presentProvider(subscription, registering));
    },
  );
}
