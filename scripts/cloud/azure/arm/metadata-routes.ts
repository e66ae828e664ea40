import { originOf } from "./app";
import { tenantOf } from "../entra/tenant";
import type { RouteContext } from "./context";

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
        graph: "https://graph.windows.net/",
        graphAudience: "https://graph.windows.net/",
        microsoftGraphResourceId: "https://graph.microsoft.com/",
        media: "https://rest.media.azure.net",
        batch: "https://batch.core.windows.net/",
        gallery: `${arm}/`,
        sqlManagement: `${arm}/`,
        vmImageAliasDoc: `${arm}/`,
        activeDirectoryDataLake: "https://datalake.azure.net/",
        suffixes: {
          storage: "core.windows.net",
          keyVaultDns: "vault.azure.net",
          sqlServerHostname: "database.windows.net",
          acrLoginServer: "azurecr.io",
        },
      };
      // Versions before 2022-09-01 answer a list of clouds.
      const version = request.query["api-version"] ?? "";
      return reply.send(version < "2022" && version !== "" ? [cloud] : cloud);
    },
  );
}
