import { own } from "../json-object";
import { readJsonAnswer } from "./json-answer";
import { createLabError, messageOf } from "../serialisable-error";

/** Environment variables, as in `process.env`. */
export type Environment = Record<string, string | undefined>;

/** Network and time. Tests use their own. */
export interface Transport {
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  sleep: (ms: number) => Promise<void>;
}
/** The real network and the real time. */
export const REAL_TRANSPORT: Transport = {
  fetch: (url, init) => fetch(url, init),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** The addresses of one Azure cloud, without trailing slashes. */
export interface Endpoints {
  resourceManager: string;
  /** The audience of Resource Manager's tokens. */
  audience: string;
  /** The address of Entra ID. */
  authority: string;
  /**
   * True for none of Microsoft's clouds: the sign-in library must not look the authority up at
   * Microsoft.
   */
  custom: boolean;
}

const vendorCloud = (resourceManager: string, authority: string): Endpoints => ({
  resourceManager,
  audience: resourceManager,
  authority,
  custom: false,
});
const PUBLIC = vendorCloud("https://management.azure.com", "https://login.microsoftonline.com");
const CLOUDS: Record<string, Endpoints> = {
  public: PUBLIC,
  usgovernment: vendorCloud(
    "https://management.usgovcloudapi.net",
    "https://login.microsoftonline.us",
  ),
  china: vendorCloud(
    "https://management.chinacloudapi.cn",
    "https://login.partner.microsoftonline.cn",
  ),
};

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");

/** The part of `/metadata/endpoints` that is used here. */
interface Metadata {
  resourceManager?: string;
  authentication?: { loginEndpoint?: string; audiences?: string[] };
}

/**
 * The endpoints that `ARM_METADATA_HOSTNAME` or `ARM_ENVIRONMENT` name.
 * @throws LabError `sign-in`
 */
export async function endpointsOf(
  env: Environment,
  transport: Transport = REAL_TRANSPORT,
): Promise<Endpoints> {
  const host = env["ARM_METADATA_HOSTNAME"];
  if (!host) {
    const found = own(CLOUDS, env["ARM_ENVIRONMENT"]?.toLowerCase() ?? "public");
    if (found) return found;
    throw createLabError(
      "sign-in",
      `ARM_ENVIRONMENT is ${String(env["ARM_ENVIRONMENT"])}, which is no Azure cloud.`,
      {
        where: "ARM_ENVIRONMENT",
        cure: `Set it to one of ${Object.keys(CLOUDS).join(", ")}, or unset it.`,
      },
    );
  }
  const base = host.includes("://") ? host : `https://${host}`;
  const url = `${withoutSlash(base)}/metadata/endpoints?api-version=2022-09-01`;
  try {
    // A second try: the server may have closed a connection kept from an earlier call.
    const response = await transport.fetch(url).catch(() => transport.fetch(url));
    const body = await readJsonAnswer<Metadata | Metadata[]>(response);
    const metadata = [body].flat()[0];
    const { loginEndpoint, audiences } = metadata?.authentication ?? {};
    if (!metadata?.resourceManager || !loginEndpoint || !audiences?.[0])
      throw new Error("it is incomplete");
    return {
      resourceManager: withoutSlash(metadata.resourceManager),
      audience: withoutSlash(audiences[0]),
      authority: withoutSlash(loginEndpoint),
      custom: true,
    };
  } catch (cause) {
    throw createLabError(
      "sign-in",
      `The cloud's metadata at ${url} cannot be read: ${messageOf(cause)}`,
      {
        where: "ARM_METADATA_HOSTNAME",
        cure: "Start that cloud, or unset ARM_METADATA_HOSTNAME to use Azure.",
        cause,
      },
    );
  }
}
