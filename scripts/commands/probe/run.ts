import { LabError } from "../../../infra/errors";
import { probe, TOKEN_SCOPE, type ProbeEvent, type ProbeResult } from "../../probe";
import type { Console } from "../../lib/shell/console";
import { comparedDeployment, rateLimitsOf } from "../stack/deployments";
import { planText } from "./plan-text";
import type { StackSession } from "../stack/session";

export interface ProbeRequest {
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
export async function runProbe(
  session: StackSession,
  request: ProbeRequest,
  console: Console,
  say: (text: string) => void,
): Promise<ProbeResult> {
  const [seat] = session.config.seats ?? [];
  if (seat !== undefined)
    throw new LabError(
      "usage",
      `${session.stack.name} is a class whose seats each have a deployment of their own`,
      {
        cure: `probe a seat: npx lab probe ${seat}`,
      },
    );
  const { outputs } = await session.outputs();
  const rateLimits = await rateLimitsOf(session, outputs);
  const { compare, ...design } = request;
  const compared =
    compare === undefined ? undefined : await comparedDeployment(session, outputs, compare);
  return probe({
    ...design,
    ...(compared && { compare: compared }),
    outputs,
    ...(rateLimits && { rateLimits }),
    clock: await session.clock(),
    token: async () => tokenOf(session),
    signal: console.signal,
    progress: (event) => {
      if (event.kind === "progress") say(progressText(event));
      else {
        // The plan stays: live lines are overwritten, or dropped where nobody watches.
        if (console.interactive) say(planText(event));
        console.note(planText(event));
      }
    },
  });
}

/** An Entra token of whoever drives the stack; asked for anew before every request, the credential keeps it while it is good. */
async function tokenOf(session: StackSession): Promise<string> {
  const { credential } = await session.azure();
  const token = await credential.getToken(TOKEN_SCOPE);
  if (!token)
    throw new LabError("sign-in", "the sign-in gave no token for Azure OpenAI", {
      cure: "run `az login`",
    });
  return token.token;
}

const progressText = ({
  done,
  total,
  waiting,
}: Extract<ProbeEvent, { kind: "progress" }>): string =>
  `${done} of ${total} answers${waiting === undefined ? "" : `, waiting for ${waiting}`}`;
