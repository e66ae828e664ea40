import { routeOptions } from "../arm/actions";
import type { RouteContext } from "../arm/context";
import { ACCOUNT_TYPE } from "../arm/ids";
import { ACCOUNT_PATH, requireAccount, type AccountPath } from "./account-routes";
import { skusOf } from "./kinds";

/** The SKUs that an account can be changed to, and the parts that no account has here. */
export function accountPartRoutes(arm: RouteContext): void {
  const { app } = arm;
  // None of them can be made here.
  const without = (part: "commitmentplans" | "privateEndpointConnections") =>
    app.get<{ Params: AccountPath }>(
      `${ACCOUNT_PATH}/${part}`,
      routeOptions(`cognitiveservices/accounts/${part}/read`),
      (request, reply) => {
        requireAccount(arm, request.params);
        return reply.send({ value: [] });
      },
    );
  without("commitmentplans");
  without("privateEndpointConnections");

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
