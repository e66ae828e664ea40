import { messageOf } from "../../../infra/errors";
import { firstLine } from "../../lib/azure/errors";

/** Why a source was not reached, in one line. */
export function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  // `fetch failed` says nothing; its cause names the host and what the network answered.
  if (error instanceof TypeError && cause instanceof Error) return firstLine(messageOf(cause));
  return firstLine(messageOf(error));
}
