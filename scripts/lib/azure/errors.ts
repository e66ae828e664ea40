import { isRestError, type RestError } from "@azure/arm-resources";
import {
  AggregateAuthenticationError,
  AuthenticationError,
  AuthenticationRequiredError,
  CredentialUnavailableError,
} from "@azure/identity";
import { provesGone } from "../../../infra/azure/gone";
import { LabError } from "../../../infra/errors";

/** Why Azure did not answer a request. */
export interface Refusal {
  /** HTTP status; absent without an HTTP answer. */
  status?: number;
  /**
   * Azure's own code (`AuthorizationFailed`), or `sign-in` or `network` when Azure was not reached.
   */
  code: string;
  /** One line, without a full stop. */
  reason: string;
  cure: string;
}

const SIGN_IN_ERRORS = [
  AggregateAuthenticationError,
  AuthenticationError,
  AuthenticationRequiredError,
  CredentialUnavailableError,
];
const SIGN_IN_CURE =
  "sign in again (`az login`, or ARM_CLIENT_ID, ARM_CLIENT_SECRET and ARM_TENANT_ID)";
const CURES: Record<number, string> = {
  401: SIGN_IN_CURE,
  403: "ask the subscription's owner for the role Reader on the subscription",
  404: "check ARM_SUBSCRIPTION_ID",
  429: "run it again in a minute",
  501: "ask the real Azure: the local cloud has no answer to this",
};

/** Why Azure did not answer; undefined for any other error, which the caller must throw again. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof LabError && (error.code === "sign-in" || error.code === "cloud"))
    return { code: error.code, reason: sentence(error.message), cure: error.cure ?? SIGN_IN_CURE };
  if (SIGN_IN_ERRORS.some((kind) => error instanceof kind))
    return {
      code: "sign-in",
      reason: `the sign-in was refused: ${sentence((error as Error).message)}`,
      cure: SIGN_IN_CURE,
    };
  if (isRestError(error)) return ofRestError(error);
  return undefined;
}

/** Whether Azure's answer proves that the resource does not exist. */
export const isNotFound = (error: unknown): boolean =>
  isRestError(error) && provesGone(error.statusCode, error.code, error.request?.url);

function ofRestError(error: RestError): Refusal {
  const status = error.statusCode;
  if (status === undefined)
    return {
      code: "network",
      reason: `Azure did not answer: ${sentence(error.message)}`,
      cure: "check the network, the proxy and the endpoint, then run it again",
    };
  const code = error.code ?? String(status);
  return {
    status,
    code,
    reason: `Azure answered ${status} ${code}: ${sentence(error.message)}`,
    cure: CURES[status] ?? "run it again; if it stays, look at https://status.azure.com",
  };
}

/** The first line of a message that has several. */
export const firstLine = (text: string): string => text.split("\n")[0] ?? "";

/** The first line of a message, without its full stop. */
const sentence = (text: string): string => firstLine(text).trim().replace(/\.$/, "");
