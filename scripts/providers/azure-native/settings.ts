import { LabError } from "../../../infra/errors";
import type { Props, Value } from "../../engine/plugin";
import type { ProviderContext } from "../context";
import type { Principal } from "../sign-in";
import { asProps, asString } from "../values";

/** Configuration of the provider. URLs have no trailing slash. */
export interface Settings {
  subscriptionId: string;
  principal: Principal;
  /** Default location of resources that name none. */
  location: string | undefined;
  arm: string;
  authority: string;
  /** Scopes of the tokens: ARM's, and Graph's for getClientConfig. */
  armScope: string;
  graphScope: string;
  /** `skipReadOnUpdate` of configuration or environment: do not read the resource after a write. */
  skipReadOnUpdate: boolean;
}

/**
 * Reads the settings from the provider's inputs, then from the environment of the local cloud, as
 * the real provider falls back to ARM_*. The cloud's metadata document gives all other addresses.
 * @throws LabError `cloud` when the document is missing or incomplete
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
  // A second try: a kept connection may have been closed meanwhile, and Go's client repeats the
  // request by itself.
  const reply = await send({ method: "GET", url }).catch(() => send({ method: "GET", url }));
  const found = Array.isArray(reply.json) ? asProps(reply.json[0]) : asProps(reply.json);
  const authentication = asProps(found.authentication);
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

/** The default scope of a resource. */
export const scopeOf = (resource: string): string => `${resource.replace(/\/+$/, "")}/.default`;

/** Provider inputs that are no strings arrive as JSON text. */
const booleanAsString = (value: Value | undefined): Value | undefined =>
  typeof value === "boolean" ? String(value) : value;
