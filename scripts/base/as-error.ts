import { messageOf } from "../../infra/errors";

/** A caught value as an Error. */
export const asError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error(messageOf(reason));
