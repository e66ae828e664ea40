import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { readJsonAnswer } from "../../../infra/azure/json-answer";
import { retryDelayMs } from "../../../infra/azure/session";
import { LabError, messageOf } from "../../../infra/errors";

/** What a run of the lab's notebook needs. */
export interface NotebookJob {
  host: string;
  clusterId: string;
  notebookPath: string;
  parameters: Record<string, string>;
  /**
   * Token of the cluster's user: a single-user cluster runs no one else's jobs. Called for every
   * request; `renew` asks for a new one, because Databricks refused the last.
   */
  token: (renew?: boolean) => Promise<string>;
  /** Milliseconds between two polls. */
  pollMs: number;
  say?: (text: string) => void;
  signal?: AbortSignal;
}

/** How a run ended. */
export interface NotebookRun {
  /** What `dbutils.notebook.exit` returned. */
  result: string;
  /** Why the run failed; absent after a success. */
  error?: string;
  /** The rendered notebook; after a failure it shows the cell that failed. */
  html: string;
}

interface Run {
  tasks?: { run_id: number }[];
  state: { life_cycle_state: string; result_state?: string; state_message?: string };
}
const ENDED = new Set(["TERMINATED", "SKIPPED", "INTERNAL_ERROR"]);

/**
 * Runs the notebook once through the Jobs API 2.2 and waits for its end.
 * @throws LabError `notebook` when Databricks refuses
 */
export async function runNotebookJob(job: NotebookJob): Promise<NotebookRun> {
  const request = client(job);
  const { run_id: runId } = await request<{ run_id: number }>("POST", "/api/2.2/jobs/runs/submit", {
    run_name: "rai-lab notebook",
    // A repeated request starts no second run.
    idempotency_token: randomUUID(),
    tasks: [
      {
        task_key: "notebook",
        existing_cluster_id: job.clusterId,
        notebook_task: {
          notebook_path: job.notebookPath,
          base_parameters: job.parameters,
          source: "WORKSPACE",
        },
      },
    ],
  });
  const { state, tasks } = await waitForEnd(job, request, runId);
  const task = tasks?.[0]?.run_id ?? runId;
  const output = await request<Output>("GET", `/api/2.2/jobs/runs/get-output?run_id=${task}`);
  const { views } = await request<{ views: { content: string }[] }>(
    "GET",
    `/api/2.2/jobs/runs/export?run_id=${task}`,
  );
  const run = { result: output.notebook_output?.result ?? "", html: views[0]?.content ?? "" };
  if (state.result_state === "SUCCESS") return run;
  const error = output.error ?? state.state_message ?? state.result_state ?? "no reason given";
  return { ...run, error };
}

interface Output {
  notebook_output?: { result?: string };
  error?: string;
}
type SendRequest = <T>(method: string, path: string, body?: unknown) => Promise<T>;

function client(job: NotebookJob): SendRequest {
  const { host, token, signal } = job;
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const send = async (renew: boolean): Promise<Response> => {
      const authorization = `Bearer ${await token(renew)}`;
      const headers = { authorization, "content-type": "application/json" };
      const init: RequestInit = { method, headers, signal: signal ?? null };
      if (body !== undefined) init.body = JSON.stringify(body);
      return fetch(host + path, init);
    };
    const sendSigned = async (): Promise<Response> => {
      const response = await send(false);
      return response.status === 401 ? send(true) : response;
    };
    const response = await sendUntilServed(sendSigned, host + path, job);
    const answer = await readJsonAnswer<T & { error_code?: string; message?: string }>(response);
    if (!response.ok)
      throw new LabError(
        "notebook",
        `Databricks refused: ${answer.error_code ?? response.status} ${answer.message ?? ""}`.trim(),
        { where: host + path },
      );
    return answer;
  };
}

/** What a workspace answers when it cannot serve a call now. */
const BUSY = [429, 503];
const MAX_ATTEMPTS = 6;

/** Sends again while the workspace is busy or the connection is lost. @throws LabError `notebook` */
async function sendUntilServed(
  send: () => Promise<Response>,
  where: string,
  { pollMs, signal }: NotebookJob,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    let delayMs = pollMs * 5 * 2 ** attempt;
    try {
      const response = await send();
      if (!BUSY.includes(response.status) || attempt === MAX_ATTEMPTS) return response;
      delayMs = retryDelayMs(response.headers, delayMs);
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof LabError) throw cause;
      if (attempt === MAX_ATTEMPTS)
        throw new LabError("notebook", `Databricks does not answer: ${messageOf(cause)}`, {
          where,
          cure: "run the same command again",
          cause,
        });
    }
    await sleep(Math.min(delayMs, MAX_DELAY_MS), undefined, signal && { signal });
  }
}
const MAX_DELAY_MS = 60_000;

async function waitForEnd(job: NotebookJob, request: SendRequest, runId: number): Promise<Run> {
  for (;;) {
    const run = await request<Run>("GET", `/api/2.2/jobs/runs/get?run_id=${runId}`);
    if (ENDED.has(run.state.life_cycle_state)) return run;
    job.say?.(progressText(run));
    await sleep(job.pollMs, undefined, job.signal && { signal: job.signal });
  }
}

/** What a run is doing. While it runs, Databricks says "In run", and the local cloud adds the cell. */
function progressText({ state: { state_message: message = "", life_cycle_state } }: Run): string {
  if (message !== "" && !message.startsWith("In run")) return message;
  const [cell] = /cell \d+ of \d+/.exec(message) ?? [];
  return cell ?? life_cycle_state.toLowerCase();
}
