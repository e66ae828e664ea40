import { APIConnectionError, APIError } from "openai";
import { LabError } from "../../../infra/errors";
import type { HeaderReader } from "../pacing/retry-after";
import type { ProbeTarget } from "./client";
import { NotACompletion } from "./completion";
import { ADJUSTABLE } from "./dialect";
import { ROLE } from "./role-wait";

/** What a failed request means for the run. */
export type Failure =
  /** The content filter blocked the question: an outcome, not an error. */
  | { kind: "filtered" }
  /** The service refuses a parameter by name. */
  | { kind: "parameter"; parameter: string }
  /** 429: wait as it says. */
  | { kind: "throttled"; header: HeaderReader }
  /** A fault that may pass: `patience` is how often it is worth trying again. */
  | { kind: "passing"; reason: string; patience: number }
  /** Signed in, but without the right to ask; a new role assignment takes effect later. `error` says it if none does. */
  | { kind: "roleless"; error: LabError; header: HeaderReader }
  /** Trying again cannot help. */
  | { kind: "stop"; error: LabError };

const PATIENCE = 6;

/** The SDK's error class with its type parameters, which `instanceof` leaves open. */
type ServiceError = APIError<number | undefined, Headers | undefined, object | undefined>;
const isApiError = (error: unknown): error is ServiceError => error instanceof APIError;

/** Reads a failed request. Anything that is not an error of the service is thrown on. */
export function classifyFailure(error: unknown, target: ProbeTarget): Failure {
  if (error instanceof APIConnectionError)
    return { kind: "passing", reason: `no answer (${error.message})`, patience: PATIENCE };
  if (error instanceof NotACompletion)
    return { kind: "passing", reason: error.message, patience: PATIENCE };
  if (!isApiError(error)) throw error;
  const status = Number(error.status);
  const code = error.code ?? "";
  const header: HeaderReader = (name) => error.headers?.get(name);
  if (status === 429) return { kind: "throttled", header };
  if (status === 408 || status === 409 || status >= 500)
    return { kind: "passing", reason: `HTTP ${status}`, patience: PATIENCE };
  if (status === 400 && code === "content_filter") return { kind: "filtered" };
  const parameter = status === 400 ? refusedByName(code, error) : undefined;
  if (parameter !== undefined) return { kind: "parameter", parameter };
  // The service itself says so: a deployment made minutes ago may not be known yet.
  if (code === "DeploymentNotFound")
    return {
      kind: "passing",
      reason: `the deployment ${target.openaiDeployment} is not there`,
      patience: PATIENCE,
    };
  // Only who signs in without a key can have been given a right minutes ago.
  if (code === ROLELESS && target.openaiAuth === "entra")
    return { kind: "roleless", error: roleless(error, target), header };
  return { kind: "stop", error: stopped(status, code, error, target) };
}

/** HTTP 401; newer texts name the principal and the action it lacks, older ones (2023, azure-docs 114370) neither. */
const ROLELESS = "PermissionDenied";
const PRINCIPAL = /principal `([^`]+)`/i;

/** Who lacks which role where. */
function roleless(error: ServiceError, target: ProbeTarget): LabError {
  const who = PRINCIPAL.exec(plain(error))?.[1];
  return new LabError(
    "service",
    `${who === undefined ? "the signed-in identity" : `the principal ${who}`} lacks the role ${ROLE} on the account ${target.openaiAccountName}`,
    {
      where: target.openaiEndpoint,
      cure:
        "sign in as whoever runs npx lab up, which assigns it to them and to the student; or have it assigned: " +
        `az role assignment create --role "${ROLE}" --assignee ${who ?? "OBJECT_ID"} --scope ACCOUNT_ID; then run it again with --resume`,
      cause: error,
    },
  );
}

/** Older api-versions name an argument in the message only. */
const UNRECOGNIZED = /^Unrecognized request argument supplied: (\w+)/;

/** The parameter that a deployment does not take, whichever way it says so. */
function refusedByName(code: string, error: ServiceError): string | undefined {
  if (code === "unsupported_parameter" || code === "unsupported_value")
    return error.param ?? undefined;
  const param = error.param ?? UNRECOGNIZED.exec(plain(error))?.[1];
  return param !== undefined && ADJUSTABLE.includes(param) ? param : undefined;
}

/** The message that ends a run whose fault did not pass. */
export function retriesExhausted(
  reason: string,
  tries: number,
  target: ProbeTarget,
  cause: unknown,
): LabError {
  const missing = cause instanceof APIError && cause.code === "DeploymentNotFound";
  return new LabError(
    "service",
    missing
      ? `there is no deployment ${target.openaiDeployment}`
      : `the service failed ${tries} times: ${reason}`,
    {
      where: target.openaiEndpoint,
      cure: missing
        ? "npx lab up creates it; npx lab outputs names the one that is there"
        : "try again later with --resume: the answers so far are kept",
      cause,
    },
  );
}

function stopped(status: number, code: string, error: ServiceError, target: ProbeTarget): LabError {
  const [message, cure] = explain(status, code, error, target);
  return new LabError("service", message, { where: target.openaiEndpoint, cure, cause: error });
}

function explain(
  status: number,
  code: string,
  error: ServiceError,
  target: ProbeTarget,
): [message: string, cure: string] {
  const { name, version } = target.model;
  if (status === 401)
    return target.openaiAuth === "entra"
      ? [
          `the sign-in was refused: ${plain(error)}`,
          "sign in again (az login), to the tenant of the subscription that holds the account",
        ]
      : [
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
      `access is denied: ${plain(error)}`,
      "allow this network in the account's networking settings",
    ];
  if (status === 410 || RETIRED.test(plain(error)))
    return [
      `the model ${name} ${version} is retired`,
      `set rai-lab:model to ${replacement(name, error)}; then npx lab up`,
    ];
  if (status === 404)
    return [
      `nothing answers at api-version ${target.openaiApiVersion}: it is retired, or the model ${name} ${version} is`,
      "set rai-lab:openai.apiVersion to 2024-10-21; npx lab doctor names retired models and their replacements",
    ];
  if (status === 400 && /custom subdomain/i.test(plain(error)))
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
    `the service refused the request (HTTP ${status}${code && ` ${code}`}): ${plain(error)}`,
    "npx lab doctor checks model, api-version and quota",
  ];
}

/** No recording of a retired model's answer was found: it is known by its status, or by what it says. */
const RETIRED = /\b(retired|deprecated and no longer|has been (deprecated|shut ?down))\b/i;
const MODEL_NAME = /\b(?:gpt-[\w.-]*\w|o\d(?:-[\w-]*\w)?|model-router)\b/gi;

/** The replacement, where the answer names one. */
function replacement(retired: string, error: ServiceError): string {
  const named = plain(error).match(MODEL_NAME) ?? [];
  const other = named.find((name) => name.toLowerCase() !== retired.toLowerCase());
  return other === undefined
    ? "a live one: npx lab doctor names the replacement"
    : `${other}, which the service names`;
}

/** The service's own message; the SDK puts the status before it. */
const plain = ({ status, message }: ServiceError): string => message.replace(`${status} `, "");

/** The message for a parameter that cannot be done without. */
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
