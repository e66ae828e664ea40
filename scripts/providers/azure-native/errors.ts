import { provesGone } from "../../../infra/azure/gone";
import type { Reply } from "../http";
import { asProps, asString } from "../values";

/**
 * An error answer of ARM, with the message of azure-native: users search the web for exactly this
 * text.
 */
export class ArmError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(`Status=${status} Code=${JSON.stringify(code)} Message=${JSON.stringify(message)}`);
  }
}

/**
 * The error code of an answer, from its body or the header that gateways set; empty when it has
 * none.
 */
export function codeOf(reply: Reply): string {
  const body = asProps(reply.json);
  return (
    asString(asProps(body.error).code) ??
    asString(body.code) ??
    reply.headers.get("x-ms-error-code") ??
    ""
  );
}

/** The error of an answer. */
export function armError(reply: Reply): ArmError {
  const body = asProps(reply.json);
  const message = asString(asProps(body.error).message) ?? asString(body.message) ?? reply.text;
  return new ArmError(reply.status, codeOf(reply), message);
}

/** Whether an answer proves that the resource does not exist. */
export const isGone = (reply: Reply, id: string): boolean =>
  provesGone(reply.status, codeOf(reply), id);
