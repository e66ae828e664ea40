import { own } from "../../../infra/json-object";
import { ApiError } from "../core/errors";
import type { DataOperation } from "./data-operations";

/**
 * The body of an error answer. Errors of the gateway have `code` and `message`; those of the model
 * also have `type` and `param`. Words as documented or reported (PARITY.md says which).
 */
export const errorBody = (error: ApiError): Record<string, unknown> => ({
  error: {
    code: own(CODES, error.code) ?? error.code,
    message: error.message,
    ...error.extra.body,
  },
});

/** This service's code for one that the simulators share. */
const CODES: Record<string, string> = { InvalidRequestContent: "BadRequest" };

/** 401: the key, or the host, is wrong. */
export const invalidKey = (): ApiError =>
  new ApiError(
    401,
    "401",
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription " +
      "and use a correct regional API endpoint for your resource.",
  );

/** 401: the token is missing, expired or has another audience. */
export const invalidToken = (): ApiError =>
  new ApiError(
    401,
    "401",
    "Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.",
  );

/** 401: the principal of the token has no data role on the account. */
export const missingDataRole = (objectId: string, { action, operation }: DataOperation): ApiError =>
  new ApiError(
    401,
    "PermissionDenied",
    `The principal \`${objectId}\` lacks the required data action \`${action}\` to perform \`${operation}\` operation.`,
  );

/** 403: a key was sent, and the account accepts tokens only. */
export const keysDisabled = (): ApiError =>
  new ApiError(
    403,
    "AuthenticationTypeDisabled",
    "Key based authentication is disabled for this resource.",
  );

/** 403: public network access is disabled. */
export const networkDenied = (): ApiError =>
  new ApiError(403, "403", "Access denied due to Virtual Network/Firewall rules.");

/** 400: tokens need a custom subdomain on the account. */
export const subdomainRequired = (): ApiError =>
  new ApiError(
    400,
    "BadRequest",
    "Please provide a custom subdomain for token authentication, otherwise API key is required.",
  );

/** 404: no deployment has this name. */
export const deploymentNotFound = (): ApiError =>
  new ApiError(
    404,
    "DeploymentNotFound",
    "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.",
  );

/** 404: unknown path, or an unknown, missing or retired api-version. */
export const resourceNotFound = (): ApiError => new ApiError(404, "404", "Resource not found");

/** 404: what an account keeps, such as a file or a response, has no such id. */
export const keptNotFound = (message: string, param: string | null = null): ApiError =>
  new ApiError(404, "NotFound", message, {
    body: { message, type: "invalid_request_error", param, code: null },
  });

/** 400: the v1 path takes no dated api-version. */
export const versionNotAllowed = (): ApiError =>
  new ApiError(400, "BadRequest", "api-version query parameter is not allowed when using /v1 path");

/** 499: the caller disconnected. No one reads it, but it is not a failure of the simulator. */
export const clientClosedRequest = (): ApiError =>
  new ApiError(499, "ClientClosedRequest", "The caller went away.");

/** 410: the model is retired. The status is documented; the body is a guess. */
export const modelRetired = (model: { name: string; version: string }, date: string): ApiError =>
  new ApiError(
    410,
    "ModelRetired",
    `The model ${model.name} (${model.version}) was retired on ${date} and no longer answers. Deploy its replacement.`,
  );

/** 400: the deployed model cannot do what is asked, for example `embeddings`. */
export const operationNotSupported = (operation: string, model: string): ApiError =>
  new ApiError(
    400,
    "OperationNotSupported",
    `The ${operation} operation does not work with the specified model, ${model}. Please choose different model and try again. ` +
      "You can learn more about which models can be used with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.",
  );

/** 400: an error of the model. Most have no `code`. */
export const invalidRequest = (
  message: string,
  param: string | null,
  code: string | null = null,
): ApiError =>
  new ApiError(400, code ?? "BadRequest", message, {
    body: { message, type: "invalid_request_error", param, code },
  });

/** 400: the model does not take the parameter; `instead` names the one that it takes. */
export const unsupportedParameter = (name: string, instead?: string): ApiError => {
  const hint = instead === undefined ? "" : ` Use '${instead}' instead.`;
  const message = `Unsupported parameter: '${name}' is not supported with this model.${hint}`;
  return invalidRequest(message, name, "unsupported_parameter");
};

/** 400: the model does not take this value; `rule` says which it takes. */
export const unsupportedValue = (name: string, value: unknown, rule: string): ApiError =>
  invalidRequest(
    `Unsupported value: '${name}' does not support ${JSON.stringify(value)} with this model. ${rule}`,
    name,
    "unsupported_value",
  );

/** 400: the API version does not know the parameter. */
export const unrecognizedArgument = (name: string): ApiError =>
  invalidRequest(`Unrecognized request argument supplied: ${name}`, null);

const POLICY_IDS = { token: "DeploymentRatelimit-Token", call: "DeploymentRatelimit-Call" };

/** 429: a limit is exceeded. A wait of 86,400 seconds means that the request can never fit. */
export const tooManyRequests = (
  limit: "token" | "call",
  version: string,
  retryAfterMs: number,
  headers: Record<string, string>,
): ApiError => {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new ApiError(
    429,
    "429",
    `Requests to the ChatCompletions_Create Operation under Azure OpenAI API version ${version} have exceeded ${limit} rate limit of your current ` +
      `OpenAI S0 pricing tier. Please retry after ${seconds} second${seconds === 1 ? "" : "s"}. Please go here: ` +
      "https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.",
    {
      headers: {
        ...headers,
        "retry-after-ms": String(retryAfterMs),
        "retry-after": String(seconds),
        "policy-id": POLICY_IDS[limit],
      },
    },
  );
};
