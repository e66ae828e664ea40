import type { FastifyInstance, FastifyRequest } from "fastify";
import { createApp, type ErrorFormatter } from "../../core/app";
import { ApiError } from "../../core/errors";
import type { Claims } from "../../core/tokens";
import type { World } from "../../core/world";
import { originOf } from "../arm/request-url";
import type { Principal } from "../entities";
import { azureStore } from "../store";
import { graphRoutes } from "./graph-routes";
import { tenantOf } from "./tenant";

/*
 * @parity
 * - `/.well-known/openid-configuration` with `jwks_uri`; token endpoints v2.0 (`scope`) and older
 *   (`resource`) for client_credentials with a secret — recorded
 * - AADSTS7000215 401 wrong secret, AADSTS700016 unknown application, AADSTS70003 grant, AADSTS70011
 *   scope, AADSTS90002 tenant — documented
 * - The openid document of `common`, `organizations` and `consumers` is the tenant's — ours
 */

/*
 * @not-simulated
 * - certificates
 * - assertions (OIDC)
 * - managed identity
 * - device code
 * - refresh tokens
 * - instance discovery
 */

interface TenantPath {
  tenant: string;
}

/** Entra's refusal of a sign-in. */
class SignInError extends ApiError {
  constructor(
    status: number,
    /** OAuth's `error`, e.g. `invalid_client`. */
    readonly oauthError: string,
    /** Entra's own number, which follows `AADSTS` in its code. */
    readonly number: number,
    message: string,
  ) {
    super(status, `AADSTS${number}`, message);
  }
}

/** Creates Entra ID's application: discovery document and token endpoints for client secrets. */
export async function createAuthorityApp(world: World): Promise<FastifyInstance> {
  const formatError: ErrorFormatter = (error, request) => {
    const [trace, correlation] = [world.random.guid(), world.random.guid()];
    if (request.url.startsWith("/v1.0/")) {
      const ids = { "request-id": trace, "client-request-id": correlation };
      const innerError = { date: world.clock.iso().slice(0, 19), ...ids };
      return { error: { code: error.code, message: error.message, innerError } };
    }
    const timestamp = world.clock.iso().replace("T", " ").replace(/\..*/, "Z");
    const [oauthError, numbers] =
      error instanceof SignInError ? [error.oauthError, [error.number]] : ["invalid_request", []];
    return {
      error: oauthError,
      error_description:
        `${error.code}: ${error.message} Trace ID: ${trace} ` +
        `Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: numbers,
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
    };
  };
  const app = await createApp(world, "Entra ID", formatError);
  graphRoutes(app, world);

  app.get<{ Params: TenantPath }>(
    "/:tenant/v2.0/.well-known/openid-configuration",
    (request, reply) => {
      // Sign-outs ask for a document without a tenant's name: this cloud has one tenant.
      const isAnyTenant = /^(common|organizations|consumers)$/i.test(request.params.tenant);
      const tenant = isAnyTenant
        ? tenantOf(world).tenantId
        : requireTenant(world, request.params.tenant);
      const base = `${originOf(request)}/${tenant}`;
      return reply.send({
        token_endpoint: `${base}/oauth2/v2.0/token`,
        token_endpoint_auth_methods_supported: [
          "client_secret_post",
          "private_key_jwt",
          "client_secret_basic",
        ],
        jwks_uri: `${base}/discovery/v2.0/keys`,
        response_types_supported: ["code", "id_token", "token"],
        subject_types_supported: ["pairwise"],
        id_token_signing_alg_values_supported: ["RS256"],
        issuer: `${base}/v2.0`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        tenant_region_scope: null,
        cloud_instance_name: "rai-lab.local",
      });
    },
  );

  app.get<{ Params: TenantPath }>("/:tenant/discovery/v2.0/keys", async (request, reply) => {
    requireTenant(world, request.params.tenant);
    return reply.send({ keys: await world.tokens.publicKeys() });
  });

  // `@azure/identity`, and with it the databricks stand-in, posts to the first. The real databricks
  // provider posts to the second, at Microsoft's hosts only: no setting of it names another host.
  for (const path of ["/:tenant/oauth2/v2.0/token", "/:tenant/oauth2/token"])
    app.post<{ Params: TenantPath }>(
      path,
      { config: { operation: "entra/token" } },
      async (request, reply) => {
        const tenant = requireTenant(world, request.params.tenant);
        const form = formOf(request);
        const principal = requireClient(world, form);
        const audience = requireAudience(form);
        const { token, expiresIn } = await issueToken(
          world,
          principal,
          audience,
          `${originOf(request)}/${tenant}/`,
        );
        // The older endpoint (`resource` instead of `scope`) sends its numbers as strings.
        const older = !path.includes("v2.0");
        const seconds = older ? String(expiresIn) : expiresIn;
        return reply.header("cache-control", "no-store, no-cache").send({
          token_type: "Bearer",
          expires_in: seconds,
          ext_expires_in: seconds,
          ...(older && {
            resource: audience,
            expires_on: String(Math.floor(Date.now() / 1000) + expiresIn),
          }),
          access_token: token,
        });
      },
    );
  return app;
}

/** Issues an access token of a principal for an audience; `expiresIn` is in seconds. */
export function issueToken(
  world: World,
  principal: Principal,
  audience: string,
  issuer: string,
): Promise<{ token: string; expiresIn: number }> {
  const common = { aud: audience, oid: principal.objectId, tid: tenantOf(world).tenantId };
  return world.tokens.issue({ ...common, ...claimsOf(principal) }, issuer);
}

function claimsOf(principal: Principal): Pick<Claims, "idtyp" | "appid" | "upn"> {
  if (principal.kind === "app") return { idtyp: "app", appid: principal.appId };
  return { idtyp: "user", upn: principal.userName };
}

function requireTenant(world: World, requested: string): string {
  const { tenantId } = tenantOf(world);
  if (requested.toLowerCase() === tenantId) return tenantId;
  throw new SignInError(
    400,
    "invalid_request",
    90002,
    `Tenant '${requested}' not found. Check to make sure you have the correct tenant ID ` +
      "and are signing into the correct cloud.",
  );
}

/** The form of a token request; a `Basic` header gives the client's id and secret as well. */
function formOf(request: FastifyRequest): URLSearchParams {
  // The application parses only JSON; a form arrives as bytes.
  const body = Buffer.isBuffer(request.body) ? request.body.toString("utf8") : "";
  const form = new URLSearchParams(body);
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (basic !== undefined) {
    const [id, secret] = Buffer.from(basic, "base64")
      .toString("utf8")
      .split(":")
      .map(decodeURIComponent);
    form.set("client_id", id ?? "");
    form.set("client_secret", secret ?? "");
  }
  return form;
}

function requireClient(world: World, form: URLSearchParams): Principal {
  const grantType = form.get("grant_type");
  if (grantType !== "client_credentials")
    throw new SignInError(
      400,
      "unsupported_grant_type",
      70003,
      `The app requested an unsupported grant type '${grantType ?? ""}'.`,
    );
  const id = form.get("client_id") ?? "";
  const app = azureStore(world).principalsByAppId(id)[0];
  if (app?.kind !== "app")
    throw new SignInError(
      400,
      "unauthorized_client",
      700016,
      `Application with identifier '${id}' was not found in the directory 'rai-lab local tenant'. ` +
        "This can happen if the application has not been installed by the administrator of the " +
        "tenant or consented to by any user in the tenant.",
    );
  if (form.get("client_secret") !== app.secret)
    throw new SignInError(
      401,
      "invalid_client",
      7000215,
      "Invalid client secret provided. Ensure the secret being sent in the request is the client " +
        `secret value, not the client secret ID, for a secret added to app '${id}'.`,
    );
  return app;
}

/** The audience: `scope` without its `/.default`, or `resource` at the older endpoint. */
function requireAudience(form: URLSearchParams): string {
  const scope = form
    .get("scope")
    ?.split(" ")
    .find((s) => s.endsWith("/.default"));
  const audience = scope?.slice(0, -"/.default".length) ?? form.get("resource");
  if (audience !== null && audience !== "") return audience;
  throw new SignInError(
    400,
    "invalid_scope",
    70011,
    "The provided request must include a 'scope' input parameter. " +
      "The provided value for the input parameter 'scope' is not valid.",
  );
}
