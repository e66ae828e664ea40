import { DATABRICKS_AUDIENCE } from "../../../infra/azure/resource-types";
import { readJsonAnswer } from "../../../infra/azure/json-answer";
import { LabError } from "../../../infra/errors";
import type { CloudConnection } from "../../cloud/connection";

/**
 * Requests a student's token from the local cloud; a real student signs in interactively.
 * @param userName by default the student of a lab whose settings name none
 */
export async function studentToken(
  cloud: CloudConnection,
  userName = cloud.student.userName,
): Promise<{ token: string; expires: number }> {
  const response = await postControl(cloud, "/tokens", { userName, resource: DATABRICKS_AUDIENCE });
  const answer = await readJsonAnswer<{ token?: string; expiresIn?: number }>(response);
  if (answer.token === undefined)
    throw new LabError(
      "cloud",
      `the local cloud gave the student no token: HTTP ${response.status}`,
      { where: cloud.control },
    );
  return { token: answer.token, expires: Date.now() + (answer.expiresIn ?? 0) * 1000 };
}

/** Adds a person to the local directory; a school's own has its students. @throws LabError `cloud` */
export async function addToDirectory(cloud: CloudConnection, userName: string): Promise<void> {
  const { ok, status } = await postControl(cloud, "/users", { userName });
  if (ok) return;
  throw new LabError("cloud", `the local cloud did not add ${userName}: HTTP ${status}`, {
    where: cloud.control,
  });
}

const postControl = (
  { control, controlToken }: CloudConnection,
  path: string,
  body: object,
): Promise<Response> =>
  fetch(`${control}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${controlToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
