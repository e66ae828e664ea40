import type { BackgroundWork } from "../background-work";
import { invalidRequest } from "../errors";
import type { KeptResponses } from "./kept-responses";
import type { ResponseObject } from "./response";

/*
 * @parity
 * - One that the cloud's end interrupted has failed, `server_error` — ours
 */

/** A response as it is now. One that nobody works on any more, since the cloud was stopped, failed. */
export function currentResponse(
  work: BackgroundWork,
  kept: KeptResponses,
  id: string,
): ResponseObject {
  const { response, input } = kept.require(id);
  if (response.status !== "queued") return response;
  if (work.isRunning(id)) return { ...response, status: "in_progress" };
  const error = { code: "server_error", message: "The local cloud was stopped meanwhile." };
  const failed: ResponseObject = { ...response, status: "failed", error };
  kept.keep(failed, input);
  return failed;
}

/**
 * Cancels a response in the background; one that has ended stays as it is.
 * @throws ApiError 400 for one that was not made there
 */
export function cancelResponse(
  work: BackgroundWork,
  kept: KeptResponses,
  id: string,
): ResponseObject {
  const current = currentResponse(work, kept, id);
  if (!current.background)
    throw invalidRequest("Cannot cancel a synchronous response.", "response_id");
  if (current.status !== "in_progress") return current;
  work.stop(id);
  const cancelled: ResponseObject = { ...current, status: "cancelled" };
  kept.keep(cancelled, kept.require(id).input);
  return cancelled;
}
