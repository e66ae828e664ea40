import { LabError } from "../../infra/errors";
import { probe, TOKEN_SCOPE, type ProbeEvent, type ProbeResult } from "../probe";
import type { Console } from "../lib/console";
import { comparedWith, rateLimitsOf } from "./deployments";
import type { Session } from "./session";

export interface Questions {
  /** Answers per question. */
  samples: number;
  conditions: readonly string[];
  seed: number;
  /** Stop as soon as every measure has decided. */
  sequential?: boolean;
  /** Name of a second deployment of the account to ask the same. */
  compare?: string;
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
  const { compare, ...design } = questions;
  const compared = compare === undefined ? undefined : await comparedWith(session, outputs, compare);
  return probe({
    ...design,
    ...(compared && { compare: compared }),
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

function progressText(event: ProbeEvent): string {
  if (event.kind === "progress")
    return `${event.done} of ${event.total} answers${event.waiting === undefined ? "" : `, waiting for ${event.waiting}`}`;
  const { answers, requests, minutes, dollars } = event.estimate;
  const time = minutes === undefined ? "" : `, about ${Math.ceil(minutes)} minutes of quota`;
  const price = dollars === undefined ? "" : `, at most $${dollars.toFixed(2)} on Azure`;
  const { all, byMetric } = event.power;
  const power = `if nothing differs, all ${byMetric.length} measures end within their margins with probability ${Math.round(100 * all)} %`;
  return `${answers} answers in ${requests} requests${time}${price}; ${power}`;
}
