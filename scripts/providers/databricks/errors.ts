import type { Reply } from "../http";
import { asProps, asString } from "../values";

/** A Databricks API's refusal; `code` is `error_code`, or `SCIM_404` and the like. */
export class DatabricksError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function databricksError(reply: Reply): DatabricksError {
  const body = asProps(reply.json);
  const detail = asString(body.detail);
  // As the vendor's SDK words it (databricks-sdk-go, apierr/errors.go).
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

/** Said by workspaces and clusters that are not up yet, whatever the status. */
const TRANSIENT =
  /UnknownWorkerEnvironmentException|does not have any associated worker environments|There is no worker environment with id|Unknown worker environment|ClusterNotReadyException|worker env .* not found|Timed out after |deadline exceeded/i;

export const isTransient = (error: DatabricksError): boolean =>
  error.status === 429 || error.status === 503 || TRANSIENT.test(error.message);

export const isNotFound = (error: unknown): error is DatabricksError =>
  error instanceof DatabricksError && error.status === 404;

/** Resolves with undefined where the API says that the thing is not there. */
export async function ignoreNotFound<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
