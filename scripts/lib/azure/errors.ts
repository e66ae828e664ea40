import { isRestError, type RestError } from "@azure/arm-resources";
import {
  AggregateAuthenticationError,
  AuthenticationError,
  AuthenticationRequiredError,
  CredentialUnavailableError,
} from "@azure/identity";
import { LabError } from "../../../infra/errors";

/** Why a question to Azure got no answer. `status` is the HTTP status, absent when there was no HTTP answer at all. */
export interface Refusal {
  status?: number;
  /** Azure's own code (`AuthorizationFailed`), or `sign-in` or `network` when Azure was not reached. */
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

/** Tells a question that got no answer from a fault of ours, which is undefined here and must be thrown on. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof LabError && (error.code === "sign-in" || error.code === "cloud"))
    return { code: error.code, reason: firstLine(error.message), cure: error.cure ?? SIGN_IN_CURE };
  if (SIGN_IN_ERRORS.some((kind) => error instanceof kind))
    return {
      code: "sign-in",
      reason: `the sign-in was refused: ${firstLine((error as Error).message)}`,
      cure: SIGN_IN_CURE,
    };
  return isRestError(error) ? ofRestError(error) : undefined;
}

/** A 404 of the resource itself. Other ones (no such subscription, a proxy's page) say nothing about it. */
const NOT_FOUND_CODES = ["ResourceNotFound", "ResourceGroupNotFound", "ParentResourceNotFound"];

/** What was asked for is not there, in Azure's own words or in the `codes` of one of its services. */
export const isNotFound = (error: unknown, codes: readonly string[] = []): boolean =>
  isRestError(error) &&
  error.statusCode === 404 &&
  [...NOT_FOUND_CODES, ...codes].includes(error.code ?? "");

function ofRestError(error: RestError): Refusal {
  const status = error.statusCode;
  if (status === undefined)
    return {
      code: "network",
      reason: `Azure did not answer: ${firstLine(error.message)}`,
      cure: "check the network, the proxy and the endpoint, then run it again",
    };
  const code = error.code ?? String(status);
  return {
    status,
    code,
    reason: `Azure answered ${status} ${code}: ${firstLine(error.message)}`,
    cure: CURES[status] ?? "run it again; if it stays, look at https://status.azure.com",
  };
}

const firstLine = (text: string): string => (text.split("\n")[0] ?? "").trim().replace(/\.$/, "");
