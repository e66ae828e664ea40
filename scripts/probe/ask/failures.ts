import { APIConnectionError, APIError } from "openai";
import { LabError } from "../../../infra/errors";
import type { HeaderReader } from "../pacing/retry-after";
import { PERMISSION_DENIED, type ProbeTarget } from "./client";
import { NotACompletion } from "./completion";
import { ADJUSTABLE } from "./dialect";
import { ROLE } from "./role-wait";

/** What a failed request means for the run. */
export type Failure =
  /** The content filter blocked the question: an outcome, not an error. */
  | { kind: "filtered" }
  /** The service refuses a parameter by name. */
  | { kind: "parameter"; parameter: string }
  /** HTTP 429. The headers say how long to wait. */
  | { kind: "throttled"; header: HeaderReader }
  /** A failure that may not occur again. The headers of a response may say how long to wait. */
  | { kind: "transient"; reason: string; header?: HeaderReader }
  /**
   * The identity is signed in but lacks the role. A new role assignment takes effect later; `error`
   * is thrown if it does not.
   */
  | { kind: "role-missing"; error: LabError; header: HeaderReader }
  /** Trying again cannot help. */
  | { kind: "permanent"; error: LabError };

const transient = (reason: string): Failure => ({ kind: "transient", reason });

/** The SDK's error class with its type parameters, which `instanceof` leaves open. */
type ServiceError = APIError<number | undefined, Headers | undefined, object | undefined>;
const isServiceError = (error: unknown): error is ServiceError => error instanceof APIError;

/** Classifies the error of a request. @throws the error itself if it is none of the service's */
export function classifyFailure(error: unknown, target: ProbeTarget): Failure {
  if (error instanceof APIConnectionError) return transient(`no answer (${error.message})`);
  if (error instanceof NotACompletion) return transient(error.message);
  // The SDK could not parse what calls itself JSON: the page of a proxy.
  if (error instanceof SyntaxError) return transient("the answer is not JSON");
  if (!isServiceError(error)) throw error;
  const status = Number(error.status);
  const code = error.code ?? "";
  const header: HeaderReader = (name) => error.headers?.get(name);
  if (status === 429) return { kind: "throttled", header };
  if (status === 408 || status === 409 || status >= 500)
    return { kind: "transient", reason: `HTTP ${status}`, header };
  if (status === 400 && code === "content_filter") return { kind: "filtered" };
  const parameter = refusedByName(status, code, error);
  if (parameter !== undefined) return { kind: "parameter", parameter };
  // A deployment created minutes ago may not be known yet, as the service's own message says.
  if (code === "DeploymentNotFound")
    return transient(`the deployment ${target.openaiDeployment} is not there`);
  // Only an identity, never a key, can have been assigned its role minutes ago.
  if (code === PERMISSION_DENIED && target.openaiAuth === "entra")
    return { kind: "role-missing", error: roleMissing(error, target), header };
  const [message, cure] = explain(status, code, error, target);
  const where = target.openaiEndpoint;
  return {
    kind: "permanent",
    error: new LabError("service", message, { where, cure, cause: error }),
  };
}

const PRINCIPAL = /principal `([^`]+)`/i;

/** Names the principal, the role that it lacks and the account. */
function roleMissing(error: ServiceError, target: ProbeTarget): LabError {
  const principal = PRINCIPAL.exec(serviceMessage(error))?.[1];
  const identity =
    principal === undefined ? "the signed-in identity" : `the principal ${principal}`;
  return new LabError(
    "service",
    `${identity} lacks the role ${ROLE} on the account ${target.openaiAccountName}`,
    {
      where: target.openaiEndpoint,
      cure:
        "sign in as whoever runs npx lab up, which assigns it to them and to the student; or have it assigned: " +
        `az role assignment create --role "${ROLE}" --assignee ${principal ?? "OBJECT_ID"} --scope ACCOUNT_ID; then run it again with --resume`,
      cause: error,
    },
  );
}

/** Older api-versions name an argument in the message only. */
const UNRECOGNIZED = /^Unrecognized request argument supplied: (\w+)/;

/** The parameter that a deployment does not accept, from the code or the message of an HTTP 400. */
function refusedByName(status: number, code: string, error: ServiceError): string | undefined {
  if (status !== 400) return undefined;
  if (code === "unsupported_parameter" || code === "unsupported_value")
    return error.param ?? undefined;
  const param = error.param ?? UNRECOGNIZED.exec(serviceMessage(error))?.[1];
  return param !== undefined && ADJUSTABLE.includes(param) ? param : undefined;
}

/** The error that ends a run after the last retry. */
export function retriesExhausted(
  reason: string,
  tries: number,
  target: ProbeTarget,
  cause: unknown,
): LabError {
  const where = target.openaiEndpoint;
  if (cause instanceof APIError && cause.code === "DeploymentNotFound")
    return new LabError("service", `there is no deployment ${target.openaiDeployment}`, {
      where,
      cure: "npx lab up creates it; npx lab outputs names the one that is there",
      cause,
    });
  return new LabError("service", `the service failed ${tries} times: ${reason}`, {
    where,
    cure: "try again later with --resume: the answers so far are kept",
    cause,
  });
}

/** The error that ends a run whose service asks for a longer wait than is obeyed. */
export const waitTooLong = (
  reason: string,
  ms: number,
  { openaiEndpoint: where }: ProbeTarget,
  cause: unknown,
): LabError =>
  new LabError("service", `the service asks to wait ${Math.ceil(ms / 1000)} s: ${reason}`, {
    where,
    cure: "run it again after that time with --resume: the answers so far are kept",
    cause,
  });

/** The message and the cure of a permanent failure. */
function explain(
  status: number,
  code: string,
  error: ServiceError,
  target: ProbeTarget,
): [message: string, cure: string] {
  const { name, version } = target.model;
  if (status === 401 && target.openaiAuth === "entra")
    return [
      `the sign-in was refused: ${serviceMessage(error)}`,
      "sign in again (az login), to the tenant of the subscription that holds the account",
    ];
  if (status === 401)
    return [
      "the key was refused: it is wrong, or belongs to another account",
      "npx lab up reads the present key into the outputs; then run it again",
    ];
  if (code === "AuthenticationTypeDisabled")
    return [
      "key sign-in is disabled on the account",
      "set rai-lab:openai.auth to entra and run npx lab up",
    ];
  if (status === 403)
    return [
      `access is denied: ${serviceMessage(error)}`,
      "allow this network in the account's networking settings",
    ];
  if (status === 410 || RETIRED.test(serviceMessage(error)))
    return [
      `the model ${name} ${version} is retired`,
      `set rai-lab:model to ${replacement(name, error)}; then npx lab up`,
    ];
  if (status === 404)
    return [
      `nothing answers at api-version ${target.openaiApiVersion}: it is retired, or the model ${name} ${version} is`,
      "set rai-lab:openai.apiVersion to 2024-10-21; npx lab doctor names retired models and their replacements",
    ];
  if (status === 400 && /custom subdomain/i.test(serviceMessage(error)))
    return [
      "the account has no subdomain of its own, which sign-in with Entra needs",
      "set rai-lab:openai.auth to key, or create the account again with npx lab up",
    ];
  if (code === "OperationNotSupported")
    return [
      `the model ${name} ${version} does not chat`,
      "set rai-lab:model to a chat model: npx lab doctor names those of the region",
    ];
  return [
    `the service refused the request (HTTP ${status}${code && ` ${code}`}): ${serviceMessage(error)}`,
    "npx lab doctor checks model, api-version and quota",
  ];
}

/**
 * No recording of a retired model's response was found: its status, or its message, identifies it.
 */
const RETIRED = /\b(retired|deprecated and no longer|has been (deprecated|shut ?down))\b/i;
const MODEL_NAME = /\b(?:gpt-[\w.-]*\w|o\d(?:-[\w-]*\w)?|model-router)\b/gi;

/** The replacement that the message names, in words for a cure. */
function replacement(retired: string, error: ServiceError): string {
  const named = serviceMessage(error).match(MODEL_NAME) ?? [];
  const other = named.find((name) => name.toLowerCase() !== retired.toLowerCase());
  return other === undefined
    ? "a live one: npx lab doctor names the replacement"
    : `${other}, which the service names`;
}

/** The service's own message, without the status that the SDK puts before it. */
const serviceMessage = ({ status, message }: ServiceError): string =>
  message.replace(`${status} `, "");

/** The error for a refused parameter that the probe needs. */
export const refusedParameter = (
  parameter: string,
  target: ProbeTarget,
  cause: unknown,
): LabError =>
  new LabError("service", `the deployment does not take the parameter ${parameter}`, {
    where: target.openaiEndpoint,
    cure: "set rai-lab:model to a chat model: npx lab doctor names those of the region",
    cause,
  });
