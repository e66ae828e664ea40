import type { ProviderState, Subscription } from "../entities";
import { keyOf } from "../arm/ids";
import { azureStore } from "../store";
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
  subscriptionPolicies: {
    locationPlacementId: "Public_2014-09-01",
    quotaId: s.quotaId,
    spendingLimit: "Off",
  },
});

/** Subscriptions, tenants and the registration of resource providers. */
export function subscriptionRoutes({ app, routes, world }: RouteContext): void {
  const store = azureStore(world);

  app.get("/subscriptions", () => ({
    value: store.subscriptions.values().map(presentSubscription),
  }));

  app.get("/tenants", () => {
    const tenants = new Set(store.subscriptions.values().map((s) => s.tenantId));
    return {
      value: [...tenants].map((tenantId) => ({ id: `/tenants/${tenantId}`, tenantId })),
    };
  });

  routes.get<ProviderPath>(
    "/subscriptions/:subscription",
    "resources/subscriptions/read",
    // `createArmApp` refuses an unknown subscription.
    (request) => presentSubscription(store.subscriptions.get(keyOf(request.params.subscription))!),
  );

  const path = "/subscriptions/:subscription/providers/:namespace";
  const stateOf = ({ subscription, namespace }: ProviderPath): ProviderState => {
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
    resourceTypes: [],
    registrationState: state.registrationState,
  });

  routes.get<ProviderPath>(path, "resources/providers/read", (request) => {
    const state = stateOf(request.params);
    // Clients poll this until the provider is registered, so it moves the clock as a poll does.
    if (state.registrationState === "Registering")
      world.clock.advance((OPERATION_SECONDS.providerRegister * 1000) / 4);
    return presentProvider(request.params.subscription, state);
  });

  routes.post<ProviderPath>(`${path}/register`, "resources/providers/register", (request) => {
    const { subscription } = request.params;
    const state = stateOf(request.params);
    if (state.registrationState === "Registered") return presentProvider(subscription, state);
    const registering = store.providers.put(keyOf(`${subscription}/${state.namespace}`), {
      namespace: state.namespace,
      registrationState: "Registering",
      readyAt: state.readyAt ?? world.clock.now() + OPERATION_SECONDS.providerRegister * 1000,
    });
    return presentProvider(subscription, registering);
  });
}
