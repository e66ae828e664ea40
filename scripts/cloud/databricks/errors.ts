import { own } from "../../../infra/json-object";
import { ApiError } from "../core/errors";
import type { ErrorFormatter } from "../core/app";

/*
 * @parity
 * - error bodies, SCIM error bodies, codes → classes — spec
 * - RESOURCE_ALREADY_EXISTS is HTTP 400 (import, scopes) — spec; for import guessed
 */

/**
 * The body of an error answer (source: databricks-sdk-go, `apierr`). SCIM has a body of its own.
 */
export const formatError: ErrorFormatter = (error, request) => {
  const { code, message, status, extra } = error;
  if (!request.url.includes("/scim/"))
    return { error_code: own(ERROR_CODES, code) ?? code, message, ...extra.body };
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    detail: message,
    status: String(status),
    ...extra.body,
  };
};

/** This service's codes for those that the simulators share. */
const ERROR_CODES: Record<string, string> = {
  InvalidRequestContent: "MALFORMED_REQUEST",
  BadRequest: "BAD_REQUEST",
  InternalServerError: "INTERNAL_ERROR",
};

/**
 * 400 INVALID_PARAMETER_VALUE: a field is missing or wrong; clusters, jobs and runs also answer it
 * for an unknown id.
 */
export const invalidParameter = (message: string): ApiError =>
  new ApiError(400, "INVALID_PARAMETER_VALUE", message);
/** 400 INVALID_STATE: the object exists, but its state does not allow the call. */
export const invalidState = (message: string): ApiError =>
  new ApiError(400, "INVALID_STATE", message);
/** 400 RESOURCE_ALREADY_EXISTS. */
export const alreadyExists = (message: string): ApiError =>
  new ApiError(400, "RESOURCE_ALREADY_EXISTS", message);
/** 404 RESOURCE_DOES_NOT_EXIST. */
export const doesNotExist = (message: string): ApiError =>
  new ApiError(404, "RESOURCE_DOES_NOT_EXIST", message);
/** 403 PERMISSION_DENIED. */
export const permissionDenied = (message: string): ApiError =>
  new ApiError(403, "PERMISSION_DENIED", message);
