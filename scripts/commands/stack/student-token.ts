import { DATABRICKS_AUDIENCE } from "../../../infra/azure/resource-types";
import { readJsonAnswer } from "../../../infra/azure/json-answer";
import { LabError } from "../../../infra/errors";
import type { CloudConnection } from "../../cloud/connection";

/** Requests the student's token from the local cloud; a real student signs in interactively. */
export async function studentToken(
  cloud: CloudConnection,
): Promise<{ token: string; expires: number }> {
  const response = await fetch(`${cloud.control}/tokens`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${cloud.controlToken}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ userName: cloud.student.userName, resource: DATABRICKS_AUDIENCE }),
  });
  const answer = await readJsonAnswer<{ token?: string; expiresIn?: number }>(response);
  if (answer.token === undefined)
    throw new LabError(
      "cloud",
      `the local cloud gave the student no token: HTTP ${response.status}`,
      { where: cloud.control },
    );
  return { token: answer.token, expires: Date.now() + (answer.expiresIn ?? 0) * 1000 };
}
