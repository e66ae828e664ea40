import { provesAbsent } from "../../../infra/azure/gone";
import type { Reply } from "../http";
import { asProps, asString } from "../values";

/**
 * An error answer of a Databricks API; `code` is its `error_code`, or for SCIM `SCIM_` and the
 * status.
 */
export class DatabricksError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The error of an answer, with the message of databricks-sdk-go (apierr/errors.go). */
export function databricksError(reply: Reply): DatabricksError {
  const body = asProps(reply.json);
  const detail = asString(body.detail);
  if (detail !== undefined)
    return new DatabricksError(
      reply.status,
      `SCIM_${reply.status}`,
      `${asString(body.scimType) ?? ""} ${detail}`.trim(),
    );
  const html = /<pre>([\s\S]*?)<\/pre>/.exec(reply.text)?.[1];
  const message = asString(body.message) ?? asString(body.error) ?? html ?? reply.text;
  return new DatabricksError(reply.status, asString(body.error_code) ?? "", message);
}

/** Messages of workspaces and clusters that are not ready yet, with any status. */
const TRANSIENT =
  /UnknownWorkerEnvironmentException|does not have any associated worker environments|There is no worker environment with id|Unknown worker environment|ClusterNotReadyException|worker env .* not found|Timed out after |deadline exceeded/i;

/** Whether a retry may help. */
export const isTransient = (error: DatabricksError): boolean =>
  error.status === 429 || error.status === 503 || TRANSIENT.test(error.message);

/** Whether the API answered that the object does not exist. */
export const isNotFound = (error: unknown): error is DatabricksError =>
  error instanceof DatabricksError && provesAbsent(error.status, error.code);

/** Resolves with undefined when the API answers that the object does not exist. */
export async function ignoreNotFound<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
