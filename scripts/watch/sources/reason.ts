import { messageOf } from "../../../infra/errors";

/** Why a source was not reached, in one line. */
export function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  // `fetch failed` says nothing; its cause names the host and what the network answered.
  const told = error instanceof TypeError && cause instanceof Error ? cause : error;
  return messageOf(told).split("\n")[0] ?? "";
}
