import { LabError } from "../../infra/errors";
import type { LabOutputs } from "../../infra/outputs";
import { azureClients } from "../lib/azure-clients";
import { probe, TOKEN_SCOPE, type ProbeEvent, type ProbeResult } from "../probe";
import type { Console } from "../lib/console";
import type { Session } from "./session";

export interface Questions {
  /** Answers per question. */
  samples: number;
  conditions: readonly string[];
  seed: number;
  /** Stop as soon as every measure has decided. */
  sequential?: boolean;
  folder: string;
  resume?: boolean;
  /** Token budget of one answer; the lab's own when not given. */
  maxTokens?: number;
}

/** Probes the stack's deployment within its own rate limits, on the clock of the cloud it is on. */
export async function ask(
  session: Session,
  questions: Questions,
  console: Console,
  say: (text: string) => void,
): Promise<ProbeResult> {
  const { outputs } = await session.outputs();
  const rateLimits = await rateLimitsOf(session, outputs);
  return probe({
    ...questions,
    outputs,
    ...(rateLimits && { rateLimits }),
    clock: await session.clock(),
    token: async () => tokenOf(session),
    signal: console.signal,
    progress: (event) => say(progressText(event)),
  });
}

/** An Entra token of whoever drives the stack; asked for anew before every request, the credential keeps it while it is good. */
async function tokenOf(session: Session): Promise<string> {
  const { credential } = await session.azure();
  const token = await credential.getToken(TOKEN_SCOPE);
  if (!token) throw new LabError("sign-in", "the sign-in gave no token for Azure OpenAI", { cure: "run `az login`" });
  return token.token;
}

/** The limits the deployment itself reports; undefined when it reports none or may not be asked: then the answers' headers teach them. */
async function rateLimitsOf(
  session: Session,
  outputs: LabOutputs,
): Promise<{ key: string; renewalPeriod: number; count: number }[] | undefined> {
  try {
    const { cognitive } = azureClients(await session.azure());
    const { openaiAccountName, openaiDeployment, resourceGroupName } = outputs;
    const { properties } = await cognitive.deployments.get(resourceGroupName, openaiAccountName, openaiDeployment);
    return properties?.rateLimits?.flatMap(({ key, renewalPeriod, count }) =>
      key !== undefined && renewalPeriod !== undefined && count !== undefined ? [{ key, renewalPeriod, count }] : [],
    );
  } catch {
    return undefined;
  }
}

function progressText(event: ProbeEvent): string {
  if (event.kind === "progress")
    return `${event.done} of ${event.total} answers${event.waiting === undefined ? "" : `, waiting for ${event.waiting}`}`;
  const { answers, requests, minutes, dollars } = event.estimate;
  const time = minutes === undefined ? "" : `, about ${Math.ceil(minutes)} minutes of quota`;
  const price = dollars === undefined ? "" : `, at most $${dollars.toFixed(2)} on Azure`;
  return `${answers} answers in ${requests} requests${time}${price}`;
}
