import { existsSync } from "node:fs";
import * as path from "node:path";
import { LabError } from "../../../infra/errors";
import type { LabOutputs } from "../../../infra/outputs";
import { probe, TOKEN_SCOPE, type ProbeEvent, type ProbeResult, type Prompts } from "../../probe";
import type { Console } from "../../lib/shell/console";
import { comparedDeployment, rateLimitsOf } from "../stack/deployments";
import { planText } from "./plan-text";
import { NOTEBOOK_PAGE, type StackSession } from "../stack/session";

/** A run of the probe, as `lab probe` or a rehearsal requests it. */
export interface ProbeRequest {
  /** Answers per question. */
  samples: number;
  conditions: readonly string[];
  seed: number;
  /** Stop as soon as every measure has decided. */
  sequential?: boolean;
  /** Name of a second deployment of the account, which answers the same questions. */
  compare?: string | undefined;
  /** Folder of the journal and the report. */
  folder: string;
  /** Continue the journal in `folder`. */
  resume?: boolean | undefined;
  /** Own questions; the lab's when not given. */
  prompts?: Prompts;
  /** Token budget of one answer; the lab's own when not given. */
  maxTokens?: number;
}

/**
 * Probes the stack's deployment within its rate limits, on its cloud's clock.
 * @throws LabError `usage` for a class whose seats have deployments of their own; `service` for a
 * stack without outputs
 */
export async function runProbe(
  session: StackSession,
  request: ProbeRequest,
  console: Console,
  say: (text: string) => void,
): Promise<ProbeResult> {
  refuseClass(session);
  const { outputs } = await session.outputs();
  refuseUnfinished(outputs, session.stack.name);
  const rateLimits = await rateLimitsOf(session, outputs);
  const { compare, ...design } = request;
  const other =
    compare === undefined ? undefined : await comparedDeployment(session, outputs, compare);
  return probe({
    ...design,
    compare: other,
    outputs,
    rateLimits,
    notebook: notebookAddress(session.folder, request.folder),
    clock: await session.clock(),
    token: async (renew) => tokenOf(session, renew),
    signal: console.signal,
    progress: (event) => {
      if (event.kind === "progress") {
        say(progressText(event));
        return;
      }
      // A note stays on the screen; live lines are overwritten, or dropped in a log.
      if (console.interactive) say(planText(event));
      console.note(planText(event));
    },
  });
}

/** The outputs that no probe goes without. */
const NEEDED = [
  "resourceGroupName",
  "openaiAccountName",
  "openaiDeployment",
  "openaiEndpoint",
  "model",
] as const;

/** An `up` that ended half way leaves a stack without outputs. */
function refuseUnfinished(outputs: Partial<LabOutputs>, stack: string): void {
  const missing = NEEDED.filter((name) => outputs[name] === undefined);
  if (missing.length === 0) return;
  throw new LabError("service", `the outputs of stack ${stack} lack ${missing.join(", ")}`, {
    cure: "bring the stack up: npx lab up",
  });
}

/** The stack's last rendered notebook, as a report in `folder` links to it; undefined without one. */
function notebookAddress(runs: string, folder: string): string | undefined {
  const page = path.join(runs, NOTEBOOK_PAGE);
  if (!existsSync(page)) return undefined;
  return path.relative(folder, page).split(path.sep).map(encodeURIComponent).join("/");
}

/** @throws LabError `usage` for a class whose seats have deployments of their own */
export function refuseClass({
  config,
  stack,
}: Pick<StackSession, "config"> & { stack: Pick<StackSession["stack"], "name"> }): void {
  const [seat] = config.seats ?? [];
  if (seat === undefined) return;
  throw new LabError(
    "usage",
    `${stack.name} is a class whose seats each have a deployment of their own`,
    { cure: `probe a seat: npx lab probe ${seat}` },
  );
}

/**
 * An Entra token of the signed-in user. Requested before every question: the credential caches it
 * while it is valid. `renew` asks for a new one, because the service refused the last.
 */
async function tokenOf(session: StackSession, renew = false): Promise<string> {
  const azure = await session.azure();
  if (renew) azure.renew?.();
  const { credential } = azure;
  const token = await credential.getToken(TOKEN_SCOPE);
  if (!token)
    throw new LabError("sign-in", "the sign-in gave no token for Azure OpenAI", {
      cure: "run `az login`",
    });
  return token.token;
}

type Progress = Extract<ProbeEvent, { kind: "progress" }>;

function progressText({ done, total, waiting }: Progress): string {
  const text = `${done} of ${total} answers`;
  return waiting === undefined ? text : `${text}, waiting for ${waiting}`;
}
