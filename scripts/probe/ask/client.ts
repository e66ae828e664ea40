import { AzureOpenAI, OpenAI } from "openai";
import type { LabOutputs } from "../../../infra/outputs";
import { LabError } from "../../../infra/errors";

/** What the probe needs of a stack's outputs. */
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

/** A fresh Entra token for Azure OpenAI. */
export type TokenSource = () => Promise<string>;

/** What a token for Azure OpenAI is asked for. */
export const SCOPE = "https://cognitiveservices.azure.com/.default";
/** The local model may take a minute for eight answers; a hanging service must still end. */
const TIMEOUT_MS = 5 * 60_000;

/**
 * The vendor's client for a deployment: `AzureOpenAI` for a dated api-version, plain `OpenAI` for the `v1` path (where
 * `AzureOpenAI` builds a wrong one). Its own retries are off: the pacer decides, and two layers of retries make storms.
 */
export async function clientOf(
  target: ProbeTarget,
  token?: TokenSource,
  fetch?: typeof globalThis.fetch,
): Promise<OpenAI> {
  const base = target.openaiEndpoint.replace(/\/*$/, "/");
  const common = { maxRetries: 0, timeout: TIMEOUT_MS, ...(fetch && { fetch }) };
  const v1 = target.openaiApiVersion === "v1";
  // The base URL is given in full: with `endpoint` a stray OPENAI_BASE_URL in the environment makes the client throw.
  const azure = { ...common, baseURL: `${base}openai`, apiVersion: target.openaiApiVersion };
  const plain = { ...common, baseURL: `${base}openai/v1/`, organization: null, project: null };
  if (target.openaiAuth === "entra") {
    const source = token ?? (await signedIn());
    return v1
      ? new OpenAI({ ...plain, apiKey: source })
      : new AzureOpenAI({ ...azure, azureADTokenProvider: source });
  }
  if (target.openaiKey === undefined || target.openaiKey === "")
    throw new LabError("service", "the stack has no OpenAI key in its outputs", {
      cure: "npx lab up, or read the outputs with --show-secrets",
    });
  return v1
    ? new OpenAI({ ...plain, apiKey: target.openaiKey })
    : new AzureOpenAI({ ...azure, apiKey: target.openaiKey });
}

/** Loaded on use: the identity library is only needed where keys are disabled. */
async function signedIn(): Promise<TokenSource> {
  const { DefaultAzureCredential, getBearerTokenProvider } = await import("@azure/identity");
  return getBearerTokenProvider(new DefaultAzureCredential(), SCOPE);
}
