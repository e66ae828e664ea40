import { ApiError } from "../core/errors";
import type { ErrorFormatter } from "../core/app";

/** Refusals in the wording of the service (facts: databricks-sdk-go, `apierr`). SCIM has a body of its own. */
export const formatError: ErrorFormatter = (error, request) =>
  request.url.includes("/scim/")
    ? {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
        detail: error.message,
        status: String(error.status),
        ...error.extra.body,
      }
    : {
        error_code: ERROR_CODES[error.code] ?? error.code,
        message: error.message,
        ...error.extra.body,
      };

/** Codes that the shared application core uses, in this service's own words. */
const ERROR_CODES: Record<string, string> = {
  InvalidRequestContent: "MALFORMED_REQUEST",
  BadRequest: "BAD_REQUEST",
  InternalServerError: "INTERNAL_ERROR",
};

export const invalidParameter = (message: string): ApiError =>
  new ApiError(400, "INVALID_PARAMETER_VALUE", message);
export const invalidState = (message: string): ApiError =>
  new ApiError(400, "INVALID_STATE", message);
export const alreadyExists = (message: string): ApiError =>
  new ApiError(400, "RESOURCE_ALREADY_EXISTS", message);
export const doesNotExist = (message: string): ApiError =>
  new ApiError(404, "RESOURCE_DOES_NOT_EXIST", message);
export const permissionDenied = (message: string): ApiError =>
  new ApiError(403, "PERMISSION_DENIED", message);
