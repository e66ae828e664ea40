import { LabError } from "../../../infra/errors";
import type { Props, Value } from "../../engine/plugin";
import type { ProviderContext } from "../context";
import type { Principal } from "../sign-in";
import { mapOf, asProps, asString } from "../values";

/** A configured provider's view of its cloud. URLs without a trailing slash. */
export interface Settings {
  subscriptionId: string;
  principal: Principal;
  /** Default location of resources that name none. */
  location: string | undefined;
  arm: string;
  authority: string;
  /** Scopes to ask tokens for: ARM's own, and Graph's for getClientConfig. */
  armScope: string;
  graphScope: string;
  /** Config or environment `skipReadOnUpdate`: no look at the resource after it was written. */
  skipReadOnUpdate: boolean;
}

/**
 * Provider inputs, then the environment that the local cloud prints, as the real provider falls back to ARM_*; then the
 * cloud's own metadata document, which says where everything else is.
 * @throws LabError `cloud` when there is no such document.
 */
export async function settingsOf(
  config: Props,
  { connection, send }: ProviderContext,
): Promise<Settings> {
  const read = (name: string, variable: string): string | undefined =>
    asString(booleanAsString(config[name])) ?? asString(connection.env[variable]);
  const host = read("metadataHost", "ARM_METADATA_HOSTNAME") ?? connection.arm;
  const base = /^https?:\/\//.test(host) ? host : `https://${host}`;
  const url = `${base.replace(/\/+$/, "")}/metadata/endpoints?api-version=2022-09-01`;
  // Once more: a connection kept from an earlier call may have been closed since, and Go's client sends again by itself.
  const reply = await send({ method: "GET", url }).catch(() => send({ method: "GET", url }));
  const found = Array.isArray(reply.json) ? asProps(reply.json[0]) : asProps(reply.json);
  const authentication = mapOf(found.authentication);
  const [arm, authority] = [
    asString(found.resourceManager),
    asString(authentication.loginEndpoint),
  ];
  if (reply.status !== 200 || arm === undefined || authority === undefined)
    throw new LabError("cloud", "the cloud's metadata document is missing or incomplete", {
      where: url,
    });
  const audiences = Array.isArray(authentication.audiences) ? authentication.audiences : [];
  return {
    subscriptionId: read("subscriptionId", "ARM_SUBSCRIPTION_ID") ?? connection.subscriptionId,
    principal: {
      tenantId: read("tenantId", "ARM_TENANT_ID") ?? connection.tenantId,
      clientId: read("clientId", "ARM_CLIENT_ID") ?? connection.clientId,
      clientSecret: read("clientSecret", "ARM_CLIENT_SECRET") ?? connection.clientSecret,
    },
    location: read("location", "ARM_LOCATION"),
    arm: arm.replace(/\/+$/, ""),
    authority: authority.replace(/\/+$/, ""),
    armScope: scopeOf(asString(audiences[0]) ?? arm),
    graphScope: scopeOf(asString(found.microsoftGraphResourceId) ?? "https://graph.microsoft.com/"),
    skipReadOnUpdate: read("skipReadOnUpdate", "ARM_SKIP_READ_ON_UPDATE") === "true",
  };
}

/** A resource's default scope. */
export const scopeOf = (resource: string): string => `${resource.replace(/\/+$/, "")}/.default`;

/** Provider inputs other than texts travel as JSON texts. */
const booleanAsString = (value: Value | undefined): Value | undefined =>
  typeof value === "boolean" ? String(value) : value;
