/**
 * The one answer to which refusals prove that a resource does not exist. Only its service's own
 * words do. A 404 may also mean that the subscription belongs to another tenant or is not visible,
 * that a resource provider is not there, or that a proxy answered: then nothing is known, and
 * nothing may be forgotten or skipped for it. Plain functions, because Pulumi serialises them with
 * the dynamic resources.
 */

/** Codes of Resource Manager and its providers that name a missing resource, or its missing parent. */
const GONE_CODES = [
  "ResourceNotFound",
  "ResourceGroupNotFound",
  "ParentResourceNotFound",
  "RoleAssignmentNotFound",
  "LockNotFound",
];
/** Codes of services that have no word of their own, by a part of the resource's id. */
const GENERAL_CODES = [
  // Cost Management uses the status, or a general word.
  { service: "/microsoft.consumption/budgets/", codes: ["404", "NotFound"] },
];

/** Whether a status and an error code prove that the resource at an id or URL does not exist. */
export function provesGone(status: number | undefined, code: string | undefined, at = ""): boolean {
  if (status !== 404 || code === undefined) return false;
  if (GONE_CODES.includes(code)) return true;
  const url = at.toLowerCase();
  return GENERAL_CODES.some(({ service, codes }) => url.includes(service) && codes.includes(code));
}

/** The code in an ARM error body; undefined for any other text. */
function armErrorCode(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: { code?: string } };
    return typeof error?.code === "string" ? error.code : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an answer of Resource Manager proves the resource gone. Its body can be read again. */
export async function isGone(answer: Response): Promise<boolean> {
  if (answer.status !== 404) return false;
  return provesGone(answer.status, armErrorCode(await answer.clone().text()), answer.url);
}

/** Codes of a workspace's own API for an object that does not exist. */
const ABSENT_CODES = ["RESOURCE_DOES_NOT_EXIST", "NOT_FOUND"];

/**
 * Whether a status and an error code of a workspace's own API prove that an object is not in it. A
 * 404 `ENDPOINT_NOT_FOUND`, or the page of a proxy, proves nothing. SCIM has the status in place of
 * a code.
 */
export const provesAbsent = (status: number, code: string): boolean =>
  status === 404 && (ABSENT_CODES.includes(code) || code === "SCIM_404");
