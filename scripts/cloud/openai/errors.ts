import { ApiError } from "../core/errors";

/**
 * The data plane's refusals, worded as documented or reported (PARITY.md has the marks). Two shapes of body: the
 * gateway's has `code` and `message`; the model's adds `type` and `param`.
 */
export const errorBody = (error: ApiError): Record<string, unknown> => ({
  error: { code: error.code, message: error.message, ...error.extra.body },
});

export const invalidKey = (): ApiError =>
  new ApiError(
    401,
    "401",
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription " +
      "and use a correct regional API endpoint for your resource.",
  );

export const invalidToken = (): ApiError =>
  new ApiError(
    401,
    "401",
    "Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.",
  );

export const missingDataRole = (objectId: string): ApiError =>
  new ApiError(
    401,
    "PermissionDenied",
    `The principal \`${objectId}\` lacks the required data action \`Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action\` ` +
      "to perform `POST /openai/deployments/{deployment-id}/chat/completions` operation.",
  );

export const keysDisabled = (): ApiError =>
  new ApiError(
    403,
    "AuthenticationTypeDisabled",
    "Key based authentication is disabled for this resource.",
  );

export const networkDenied = (): ApiError =>
  new ApiError(403, "403", "Access denied due to Virtual Network/Firewall rules.");

export const subdomainRequired = (): ApiError =>
  new ApiError(
    400,
    "BadRequest",
    "Please provide a custom subdomain for token authentication, otherwise API key is required.",
  );

export const deploymentNotFound = (): ApiError =>
  new ApiError(
    404,
    "DeploymentNotFound",
    "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.",
  );

/** Unknown path, and unknown, missing or retired api-version. */
export const resourceNotFound = (): ApiError => new ApiError(404, "404", "Resource not found");

export const versionNotAllowed = (): ApiError =>
  new ApiError(400, "BadRequest", "api-version query parameter is not allowed when using /v1 path");

/** Nobody is there to read it; it keeps an end that was wished for out of the simulator's own failures. */
export const clientClosedRequest = (): ApiError =>
  new ApiError(499, "ClientClosedRequest", "The caller went away.");

/** Status as documented, body guessed: no recording was found. */
export const modelRetired = (model: { name: string; version: string }, date: string): ApiError =>
  new ApiError(
    410,
    "ModelRetired",
    `The model ${model.name} (${model.version}) was retired on ${date} and no longer answers. Deploy its replacement.`,
  );

export const notAChatModel = (model: string): ApiError =>
  new ApiError(
    400,
    "OperationNotSupported",
    `The chatCompletion operation does not work with the specified model, ${model}. Please choose different model and try again. ` +
      "You can learn more about which models can be used with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.",
  );

/** The model's own kind of refusal. `code` is null for most. */
export const invalidRequest = (
  message: string,
  param: string | null,
  code: string | null = null,
): ApiError =>
  new ApiError(400, code ?? "BadRequest", message, {
    body: { message, type: "invalid_request_error", param, code },
  });

export const unsupportedParameter = (name: string, instead?: string): ApiError =>
  invalidRequest(
    `Unsupported parameter: '${name}' is not supported with this model.${instead === undefined ? "" : ` Use '${instead}' instead.`}`,
    name,
    "unsupported_parameter",
  );

export const unsupportedValue = (name: string, value: unknown, rule: string): ApiError =>
  invalidRequest(
    `Unsupported value: '${name}' does not support ${JSON.stringify(value)} with this model. ${rule}`,
    name,
    "unsupported_value",
  );

export const unrecognizedArgument = (name: string): ApiError =>
  invalidRequest(`Unrecognized request argument supplied: ${name}`, null);

/** `seconds` may be 86,400: the request can never fit. */
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
        "policy-id": limit === "token" ? "DeploymentRatelimit-Token" : "DeploymentRatelimit-Call",
      },
    },
  );
};
