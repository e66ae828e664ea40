import * as path from "node:path";
import { replaceFileSync } from "../../../base/atomic-file";
import { ensurePrivateFolder } from "../../../base/private-folder";
import type { CloudConnection } from "../../../cloud/connection";

/** The cloud's name, as `/metadata/endpoints` says it. */
const NAME = "RaiLabLocal";

/**
 * Registers the local cloud in a configuration folder of its own for `az`, so that the user's clouds
 * and sign-ins stay as they are, and those of a local cloud stay away from them. The file is the one
 * that `az cloud register` writes; `az` need not be there.
 * @returns variables with which `az` uses it, and asks nobody else
 */
export function azureCliEnvironment(
  folder: string,
  { arm, authority }: Pick<CloudConnection, "arm" | "authority">,
): Record<string, string> {
  const own = path.join(folder, "azure-cli");
  ensurePrivateFolder(own);
  const settings = Object.entries(cloudSettings(arm, authority));
  const lines = settings.map(([name, value]) => `${name} = ${value}`);
  replaceFileSync(path.join(own, "clouds.config"), `[${NAME}]\n${lines.join("\n")}\n`);
  return {
    AZURE_CONFIG_DIR: own,
    AZURE_CLOUD_NAME: NAME,
    // Else MSAL asks login.microsoftonline.com whether it knows this authority.
    AZURE_CORE_INSTANCE_DISCOVERY: "false",
    AZURE_CORE_COLLECT_TELEMETRY: "false",
  };
}

/** Every endpoint that `az` may look up; what the local cloud does not serve answers 501 at `arm`. */
const cloudSettings = (arm: string, authority: string): Record<string, string> => ({
  profile: "latest",
  endpoint_active_directory: authority,
  endpoint_active_directory_data_lake_resource_id: `${arm}/`,
  endpoint_active_directory_graph_resource_id: `${authority}/`,
  endpoint_active_directory_resource_id: `${arm}/`,
  endpoint_app_insights_resource_id: `${arm}/`,
  endpoint_attestation_resource_id: `${arm}/`,
  endpoint_batch_resource_id: `${arm}/`,
  endpoint_gallery: `${arm}/`,
  endpoint_log_analytics_resource_id: `${arm}/`,
  endpoint_management: `${arm}/`,
  endpoint_media_resource_id: `${arm}/`,
  endpoint_microsoft_graph_resource_id: `${authority}/`,
  endpoint_ossrdbms_resource_id: `${arm}/`,
  endpoint_portal: `${arm}/`,
  endpoint_resource_manager: `${arm}/`,
  endpoint_sql_management: `${arm}/`,
  endpoint_synapse_analytics_resource_id: `${arm}/`,
  endpoint_vm_image_alias_doc: `${arm}/`,
  suffix_acr_login_server_endpoint: ".registry.invalid",
  suffix_keyvault_dns: ".vault.invalid",
  suffix_sql_server_hostname: ".database.invalid",
  suffix_storage_endpoint: "storage.invalid",
});
