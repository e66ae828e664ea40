import { originOf } from "./request-url";
import { tenantOf } from "../entra/tenant";
import type { RouteContext } from "./context";

/*
 * @parity
 * - `/metadata/endpoints`: one object from api-version 2022, a list before; without a token — spec
 */

/**
 * The metadata document with a cloud's endpoints. `az`, azure-native (ARM_METADATA_HOSTNAME) and
 * other clients read it without a token.
 */
export function metadataRoutes({ app, world }: RouteContext): void {
  app.get<{ Querystring: { "api-version"?: string } }>(
    "/metadata/endpoints",
    { config: { anonymous: true } },
    (request, reply) => {
      const arm = originOf(request);
      const authority = world.hosts.url("authority", "authority") ?? arm;
      const cloud = {
        name: "RaiLabLocal",
        portal: `${arm}/`,
        authentication: {
          loginEndpoint: `${authority}/`,
          audiences: [`${arm}/`, "https://management.azure.com/"],
          tenant: tenantOf(world).tenantId,
          identityProvider: "AAD",
        },
        resourceManager: `${arm}/`,
        // Microsoft Graph answers at the sign-in host. What no service here serves is 501 at `arm`:
        // a client must not send a token of this cloud to Azure.
        graph: `${authority}/`,
        graphAudience: `${authority}/`,
        microsoftGraphResourceId: `${authority}/`,
        media: `${arm}/`,
        batch: `${arm}/`,
        gallery: `${arm}/`,
        sqlManagement: `${arm}/`,
        vmImageAliasDoc: `${arm}/`,
        activeDirectoryDataLake: `${arm}/`,
        suffixes: {
          storage: "storage.invalid",
          keyVaultDns: "vault.invalid",
          sqlServerHostname: "database.invalid",
          acrLoginServer: "registry.invalid",
        },
      };
      // Versions before 2022-09-01 answer a list of clouds.
      const version = request.query["api-version"] ?? "";
      return reply.send(version < "2022" && version !== "" ? [cloud] : cloud);
    },
  );
}
