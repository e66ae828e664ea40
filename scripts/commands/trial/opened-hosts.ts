import { endpointsOf } from "../../../infra/azure/endpoints";
import type { StackSession } from "../stack/session";

/** Ends of the hosts of accounts and workspaces, in every cloud of Microsoft's. */
const SERVICES = /\.(openai\.azure|cognitiveservices\.azure|azuredatabricks)\.[a-z.]+$/;

/**
 * Which hosts a trial reads: Resource Manager, accounts and workspaces. What passes to the sign-in,
 * to registries and to anybody else is passed on unread.
 */
export async function openedHosts(
  { cloud }: Pick<StackSession, "cloud">,
  env: NodeJS.ProcessEnv,
): Promise<(host: string, port: number) => boolean> {
  if (cloud) {
    const unread = [cloud.authority, cloud.control].map((url) => Number(new URL(url).port));
    return (_host, port) => !unread.includes(port);
  }
  const { resourceManager } = await endpointsOf(env);
  const { hostname } = new URL(resourceManager);
  return (host) => host === hostname || SERVICES.test(host);
}
