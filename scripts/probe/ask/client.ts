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

/** Returns a fresh Entra token for Azure OpenAI. */
export type TokenSource = () => Promise<string>;

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
  const base = target.openaiEndpoint.replace(/\/*$/, "/");
  const common = { maxRetries: 0, timeout: TIMEOUT_MS, fetch };
  // The full base URL: with `endpoint`, an OPENAI_BASE_URL in the environment makes the client
  // throw.
  const azure = { ...common, baseURL: `${base}openai`, apiVersion: target.openaiApiVersion };
  const plain = { ...common, baseURL: `${base}openai/v1/`, organization: null, project: null };
  const isEntra = target.openaiAuth === "entra";
  const credential = isEntra ? (token ?? (await ambientTokenSource())) : target.openaiKey;
  if (!credential)
    throw new LabError("service", "the stack has no OpenAI key in its outputs", {
      cure: "npx lab up, or read the outputs with --show-secrets",
    });
  if (target.openaiApiVersion === "v1") return new OpenAI({ ...plain, apiKey: credential });
  return typeof credential === "string"
    ? new AzureOpenAI({ ...azure, apiKey: credential })
    : new AzureOpenAI({ ...azure, azureADTokenProvider: credential });
}

/** Loads the identity library only when it is needed, which is when keys are disabled. */
async function ambientTokenSource(): Promise<TokenSource> {
  const { DefaultAzureCredential, getBearerTokenProvider } = await import("@azure/identity");
  return getBearerTokenProvider(new DefaultAzureCredential(), SCOPE);
}
