import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import type { Deployment } from "../../azure/entities";
import type { AccountCall } from "../account-routes";
import type { BackgroundWork } from "../background-work";
import { chatCompletion } from "../chat/chat-completion";
import { headOf, parseChat } from "../chat/chat-routes";
import { completeChat } from "../chat/complete";
import { requireSimulated } from "../chat/gaps";
import { errorBody, invalidRequest } from "../errors";
import { AccountFiles } from "../files/account-files";
import { memberOf } from "../json-values";
import type { ChatModel } from "../model";
import type { ApiVersion } from "../versions";
import { AccountBatches, type Batch, isEnded } from "./batch";
import { type BatchLine, readBatch } from "./batch-input";

/*
 * @parity
 * - A batch goes on each time that it is read, which takes a minute of the clock; more tokens than
 *   its deployment's limit fail it, `token_limit_exceeded` — ours; code documented
 * - GlobalBatch is offered for eight models in the regions of Microsoft's list; its quota is counted
 *   as that of tokens per minute is — documented (May 2025); names and amounts of the quota guessed
 */

/** What takes a batch a step further. */
export interface BatchContext {
  world: World;
  model: () => Promise<ChatModel>;
  work: BackgroundWork;
}

const seconds = (world: World): number => Math.floor(world.clock.now() / 1000);

/** Checks the input of a batch that has not begun; begins, or goes on with, one that is good. */
export function advanceBatch(context: BatchContext, call: AccountCall, batch: Batch): Batch {
  const { world, work } = context;
  if (isEnded(batch) || work.isRunning(batch.id)) return batch;
  const batches = new AccountBatches(world, call.key);
  const input = new AccountFiles(world, call.key).find(batch.input_file_id);
  const text = Buffer.from(input?.content ?? "", "base64").toString("utf8");
  const read = readBatch(world, call.account, text, batch.endpoint);
  const now = seconds(world);
  if ("errors" in read) {
    const errors = { object: "list" as const, data: read.errors };
    return batches.put({ ...batch, status: "failed", errors, failed_at: now });
  }
  const { lines, deployment } = read;
  const begun = batches.put({
    ...batch,
    status: batch.status === "cancelling" ? "cancelling" : "in_progress",
    in_progress_at: batch.in_progress_at ?? now,
    request_counts: { ...batch.request_counts, total: lines.length },
  });
  const isCancelled = (): boolean => batches.require(batch.id).status === "cancelling";
  work.start(
    batch.id,
    (signal) => answerLines(context, call.version, deployment, lines, { signal, isCancelled }),
    (answers) => endBatch(world, call, batch.id, answers),
  );
  return begun;
}

interface LineAnswer {
  isGood: boolean;
  line: Record<string, unknown>;
}

async function answerLines(
  { world, model }: BatchContext,
  version: ApiVersion,
  deployment: Deployment,
  lines: readonly BatchLine[],
  { signal, isCancelled }: { signal: AbortSignal; isCancelled: () => boolean },
): Promise<LineAnswer[]> {
  const answers: LineAnswer[] = [];
  for (const { custom_id, body } of lines) {
    if (signal.aborted || isCancelled()) break;
    const request_id = world.random.guid();
    const answered = (status_code: number, answer: object): LineAnswer => ({
      isGood: status_code === 200,
      line: { custom_id, response: { request_id, status_code, body: answer }, error: null },
    });
    try {
      if (memberOf(body, "stream") === true)
        throw invalidRequest("The requests of a batch are not streamed.", "stream");
      const parameters = parseChat(requireSimulated(body), deployment, version);
      const opened = await model();
      const answer = await completeChat(opened, world, parameters, signal);
      const head = headOf(world, opened, deployment);
      answers.push(answered(200, chatCompletion(head, answer, parameters.tools)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      answers.push(answered(error.status, errorBody(error)));
    }
  }
  return answers;
}

/** Writes the answers into two files of the account, the second for the requests that failed. */
function endBatch(world: World, { key }: AccountCall, id: string, answers: LineAnswer[]): void {
  const [batches, files] = [new AccountBatches(world, key), new AccountFiles(world, key)];
  const write = (name: string, isGood: boolean): string => {
    const lines = answers.filter((one) => one.isGood === isGood);
    const text = lines.map(({ line }) => `${JSON.stringify(line)}\n`).join("");
    return files.add(
      { filename: `${id}_${name}.jsonl`, purpose: "batch_output" },
      Buffer.from(text),
    ).id;
  };
  world.store.atomically(() => {
    const batch = batches.require(id);
    const now = seconds(world);
    const completed = answers.filter(({ isGood }) => isGood).length;
    const cancelled = batch.status === "cancelling";
    batches.put({
      ...batch,
      status: cancelled ? "cancelled" : "completed",
      output_file_id: write("output", true),
      error_file_id: write("error", false),
      request_counts: { ...batch.request_counts, completed, failed: answers.length - completed },
      finalizing_at: now,
      ...(cancelled ? { cancelled_at: now } : { completed_at: now }),
    });
  });
}
