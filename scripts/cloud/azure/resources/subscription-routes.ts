import { own } from "../../../../infra/json-object";
import { ApiError } from "../../core/errors";
import { routeOptions } from "../arm/actions";
import type { ProviderState, Subscription } from "../entities";
import { keyOf } from "../arm/ids";
import { azureStore } from "../store";
import { table } from "../tables";
import { listedInSubscription } from "./listed";
import { NAMESPACES, requireNamespace, resourceTypesOf } from "./providers";
import { OPERATION_SECONDS } from "../arm/durations";
import type { RouteContext } from "../arm/context";

/*
 * @parity
 * - Registering a resource provider needs its own `register/action` — documented
 * - `/locations` lists the seeded regions, without zones, pairs and coordinates — spec
 * - Nobody sees a management group: the list is empty — spec ("for the authenticated user"); that it
 *   is no 403 guessed
 * - Resource providers are registered unless seeded otherwise: then 409
 *   `MissingSubscriptionRegistration`; registering and unregistering take 60 s, after which az waits
 *   for `Unregistered`; a provider of which something is there, or that every subscription has, is
 *   not unregistered: 409 — recorded; documented; code and text of the 409 guessed
 */

/*
 * @not-simulated
 * - what management groups hold
 */

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

/** What a change of a registration ends in. */
const ENDS = { Registering: "Registered", Unregistering: "Unregistered" } as const;

/** Providers that are registered by default in every subscription, for good. */
const OF_EVERY_SUBSCRIPTION = [
  ...["Microsoft.Authorization", "Microsoft.Billing", "Microsoft.Consumption"],
  ...["Microsoft.CostManagement", "Microsoft.Features", "Microsoft.Portal", "Microsoft.Resources"],
];

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
    const end = own(ENDS, state.registrationState);
    if (!end || (state.readyAt ?? 0) > world.clock.now()) return state;
    return store.providers.put(key, { namespace: state.namespace, registrationState: end });
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
      // Clients poll this until the change is done, so it moves the clock as a poll does.
      if (own(ENDS, state.registrationState))
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

  /** Begins a change of a provider's registration, unless it is as wanted already. */
  const change = (
    { subscription, namespace }: ProviderPath,
    wanted: readonly ProviderState["registrationState"][],
    registrationState: keyof typeof ENDS,
  ) => {
    const state = stateOf({ subscription, namespace });
    if (wanted.includes(state.registrationState)) return presentProvider(subscription, state);
    const isGoing = state.registrationState === registrationState;
    const duration = OPERATION_SECONDS.providerRegister * 1000;
    const changing = store.providers.put(keyOf(`${subscription}/${state.namespace}`), {
      namespace: state.namespace,
      registrationState,
      readyAt: (isGoing && state.readyAt) || world.clock.now() + duration,
    });
    return presentProvider(subscription, changing);
  };

  app.post<{ Params: ProviderPath }>(
    `${path}/register`,
    routeOptions("resources/providers/register"),
    (request, reply) => reply.send(change(request.params, ["Registered"], "Registering")),
  );

  app.post<{ Params: ProviderPath }>(
    `${path}/unregister`,
    routeOptions("resources/providers/unregister"),
    (request, reply) => {
      const { subscription, namespace } = request.params;
      requireUnused(subscription, requireNamespace(namespace));
      return reply.send(change(request.params, ["NotRegistered", "Unregistered"], "Unregistering"));
    },
  );

  /** @throws ApiError 409 for a provider that resources of the subscription need */
  function requireUnused(subscription: string, namespace: string): void {
    const used = listedInSubscription(store, keyOf(subscription)).some(({ type }) =>
      keyOf(type).startsWith(keyOf(`${namespace}/`)),
    );
    if (used || OF_EVERY_SUBSCRIPTION.includes(namespace))
      throw new ApiError(
        409,
        "CannotUnregisterProvider",
        `The resource provider '${namespace}' cannot be unregistered: the subscription has resources of it, or always needs it.`,
      );
  }
}
