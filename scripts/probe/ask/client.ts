import { AzureOpenAI, OpenAI } from "openai";
import type { LabOutputs } from "../../../infra/outputs";
import { LabError } from "../../../infra/errors";

/** The outputs of a stack that the probe reads. */
export type ProbeTarget = Pick<
  LabOutputs,
  | "openaiEndpoint"
  | "openaiAccountName"
  | "openaiDeployment"
  | "openaiApiVersion"
  | "openaiAuth"
  | "openaiKey"
  | "location"
  | "model"
>;

/**
 * Returns a valid Entra token for Azure OpenAI; with `renew` a new one, because the service refused
 * the last.
 */
export type TokenSource = (renew?: boolean) => Promise<string>;

/** The scope of a token for Azure OpenAI. */
export const SCOPE = "https://cognitiveservices.azure.com/.default";
/** The local model may need a minute for eight answers; a request that hangs must still end. */
const TIMEOUT_MS = 5 * 60_000;

/**
 * The vendor's client for a deployment: `AzureOpenAI` for a dated api-version, `OpenAI` for the
 * `v1` path, where `AzureOpenAI` builds a wrong URL. Its own retries are off: the pacer decides,
 * and two layers of retries multiply.
 * @throws LabError `service` if the stack has no key
 */
export async function clientOf(
  target: ProbeTarget,
  token?: TokenSource,
  fetch?: typeof globalThis.fetch,
): Promise<OpenAI> {
  const isEntra = target.openaiAuth === "entra";
  const credential = isEntra ? (token ?? (await ambientTokenSource())) : target.openaiKey;
  if (!credential)
    throw new LabError("service", "the stack has no OpenAI key in its outputs", {
      cure: "npx lab up, or read the outputs with --show-secrets",
    });
  const base = target.openaiEndpoint.replace(/\/*$/, "/");
  const send = typeof credential === "string" ? fetch : fetchRenewing(credential, fetch);
  const common = { maxRetries: 0, timeout: TIMEOUT_MS, fetch: send };
  // The full base URL: with `endpoint`, an OPENAI_BASE_URL in the environment makes the client
  // throw.
  const azure = { ...common, baseURL: `${base}openai`, apiVersion: target.openaiApiVersion };
  const plain = { ...common, baseURL: `${base}openai/v1/`, organization: null, project: null };
  if (target.openaiApiVersion === "v1") return new OpenAI({ ...plain, apiKey: credential });
  return typeof credential === "string"
    ? new AzureOpenAI({ ...azure, apiKey: credential })
    : new AzureOpenAI({ ...azure, azureADTokenProvider: credential });
}

/** `fetch` that sends a request once more with a new token when the service refuses its token. */
function fetchRenewing(
  token: TokenSource,
  send: typeof globalThis.fetch = globalThis.fetch,
): typeof globalThis.fetch {
  return async (input, init) => {
    const answer = await send(input, init);
    if (answer.status !== 401 || (await lacksRole(answer))) return answer;
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${await token(true)}`);
    return send(input, { ...init, headers });
  };
}

/**
 * Code of an HTTP 401. Newer messages name the principal and the action that it lacks, older ones
 * (2023, azure-docs 114370) neither.
 */
export const PERMISSION_DENIED = "PermissionDenied";

/** Whether a 401 accepts the token, but its owner lacks the role: a new token would not help. */
async function lacksRole(answer: Response): Promise<boolean> {
  const text = await answer.clone().text();
  return text.includes(`"${PERMISSION_DENIED}"`);
}

/** Loads the identity library only when it is needed, which is when keys are disabled. */
async function ambientTokenSource(): Promise<TokenSource> {
  const { DefaultAzureCredential, getBearerTokenProvider } = await import("@azure/identity");
  let provider = getBearerTokenProvider(new DefaultAzureCredential(), SCOPE);
  return (renew) => {
    if (renew) provider = getBearerTokenProvider(new DefaultAzureCredential(), SCOPE);
    return provider();
  };
}
