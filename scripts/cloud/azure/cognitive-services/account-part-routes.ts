import { NotSimulated } from "../../core/errors";
import { routeOptions } from "../arm/actions";
import type { RouteContext } from "../arm/context";
import { parseAlternatives } from "../arm/filter";
import { ACCOUNT_TYPE } from "../arm/ids";
import { ACCOUNT_PATH, requireAccount, type AccountPath } from "./account-routes";
import { MODEL_KINDS, skusOf } from "./kinds";

/*
 * @parity
 * - `skus` of an account and of a deployment; `commitmentPlans`, `connections`, `encryptionScopes`,
 *   `privateEndpointConnections` (of workspaces, too, and their `virtualNetworkPeerings`),
 *   `projects` and `raiBlocklists` are empty lists, because none can be made here;
 *   `privateLinkResources` — keys recorded; values guessed
 */

/** Parts of an account of which none can be made here. */
const UNMADE = [
  ...(["commitmentplans", "connections", "encryptionScopes"] as const),
  ...(["privateEndpointConnections", "projects", "raiBlocklists"] as const),
];

/** What accounts of kind TextAnalytics may use within 30 days (recorded), of which nothing is used here. */
const TEXT_ANALYTICS = {
  "TextAnalytics.CtAutoTagging": 5000,
  "TextAnalytics.CtSaAutoTagging": 1000,
  "TextAnalytics.CtEvaluation": 5000,
  "TextAnalytics.CustomHealthcare": 10000,
};

/** The SKUs that an account can be changed to, what it may use, and the parts that no account has here. */
export function accountPartRoutes(arm: RouteContext): void {
  const { app } = arm;
  for (const part of UNMADE)
    app.get<{ Params: AccountPath }>(
      `${ACCOUNT_PATH}/${part}`,
      routeOptions(`cognitiveservices/accounts/${part}/read`),
      (request, reply) => {
        requireAccount(arm, request.params);
        return reply.send({ value: [] });
      },
    );

  app.get<{ Params: AccountPath; Querystring: { $filter?: string } }>(
    `${ACCOUNT_PATH}/usages`,
    routeOptions("cognitiveservices/accounts/usages/read", "$filter"),
    (request, reply) => {
      const usages = ownUsagesOf(requireAccount(arm, request.params).kind);
      return reply.send({ value: usages.filter(namedIn(request.query.$filter)) });
    },
  );

  app.get<{ Params: AccountPath }>(
    `${ACCOUNT_PATH}/privateLinkResources`,
    routeOptions("cognitiveservices/accounts/privateLinkResources/read"),
    (request, reply) => {
      const { id } = requireAccount(arm, request.params);
      const properties = {
        groupId: "account",
        requiredMembers: ["default"],
        requiredZoneNames: [
          "privatelink.cognitiveservices.azure.com",
          "privatelink.openai.azure.com",
        ],
      };
      const one = {
        id: `${id}/privateLinkResources/account`,
        name: "account",
        type: `${ACCOUNT_TYPE}/privateLinkResources`,
        properties,
      };
      return reply.send({ value: [one] });
    },
  );

  app.get<{ Params: AccountPath }>(
    `${ACCOUNT_PATH}/skus`,
    routeOptions("cognitiveservices/accounts/skus/read"),
    (request, reply) => {
      const value = skusOf(requireAccount(arm, request.params).kind).map((name) => ({
        resourceType: ACCOUNT_TYPE,
        sku: { name, tier: name.startsWith("F") ? "Free" : "Standard" },
      }));
      return reply.send({ value });
    },
  );
}

/** Quotas of one account, not of its region; an account with models has none. */
function ownUsagesOf(kind: string) {
  if (MODEL_KINDS.includes(kind)) return [];
  if (kind !== "TextAnalytics") throw new NotSimulated(`usages of accounts of kind ${kind}`);
  return Object.entries(TEXT_ANALYTICS).map(([value, limit]) => ({
    name: { value, localizedValue: value },
    status: "Included",
    currentValue: 0,
    limit,
    nextResetTime: "0001-01-01T00:00:00Z",
    quotaPeriod: "30.00:00:00",
    unit: "Count",
  }));
}

/** Whether a filter wants a usage; it names one metric or, with `or`, several. */
export function namedIn(filter = ""): (usage: { name: { value: string } }) => boolean {
  const alternatives = parseAlternatives(filter, ["name.value"]);
  return ({ name }) =>
    alternatives.some((one) => (one.get("name.value") ?? name.value) === name.value);
}
