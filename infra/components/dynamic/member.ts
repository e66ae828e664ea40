import * as pulumi from "@pulumi/pulumi";
import { readJsonAnswer } from "../../azure/json-answer";
import { describeFailure, type Session, signIn } from "../../azure/session";
import { requestWorkspaceWithRetry } from "../../azure/workspace-api";
import { createLabError } from "../../serialisable-error";
import { type ArgsOf, noopUpdate, replaceWhenChanged, treatUnknownAsUnchanged } from "./index";

/** The inputs of a `Member`, in plain values. */
export interface MemberInputs {
  /** ARM id of the Databricks workspace. */
  resourceId: string;
  /** `https://…` without a trailing slash. */
  host: string;
  /** Sign-in name. */
  userName: string;
}

const USERS = "/api/2.0/preview/scim/v2/Users";

/**
 * Adds a user to a workspace, unless the user is in it: an existing one is not changed.
 * @throws LabError `cloud` | `sign-in`
 */
export async function addMember(
  session: Session,
  { resourceId, host, userName }: MemberInputs,
): Promise<void> {
  const address = { resourceId, host };
  const filter = encodeURIComponent(`userName eq "${userName}"`);
  const found = await requestWorkspaceWithRetry(
    session,
    address,
    "GET",
    `${USERS}?filter=${filter}`,
  );
  if (!found.ok)
    throw createLabError(
      "cloud",
      `Looking for ${userName} failed: ${await describeFailure(found)}`,
      {
        where: host,
      },
    );
  const { Resources: users = [] } = await readJsonAnswer<{ Resources?: unknown[] }>(found);
  if (users.length > 0) return;
  const user = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName, active: true };
  const answer = await requestWorkspaceWithRetry(session, address, "POST", USERS, user);
  // 409: another stack has added the user meanwhile.
  if (answer.ok || answer.status === 409) return;
  throw createLabError("cloud", `Adding ${userName} failed: ${await describeFailure(answer)}`, {
    where: host,
  });
}

const provider: pulumi.dynamic.ResourceProvider<MemberInputs, MemberInputs> = {
  create: async (inputs) => {
    await addMember(await signIn(), inputs);
    return { id: `${inputs.resourceId}/users/${inputs.userName}`, outs: inputs };
  },
  // The host of a workspace never changes.
  diff: (id, olds, news) =>
    replaceWhenChanged<MemberInputs>("resourceId", "host", "userName")(
      id,
      olds,
      treatUnknownAsUnchanged(olds, news, "host"),
    ),
  update: noopUpdate,
};

/**
 * A user of a workspace that has other users too. `databricks.User` would take over one that exists,
 * and overwrite the user's entitlements. No destroy removes the user, who may have been there
 * before.
 */
export class Member extends pulumi.dynamic.Resource {
  declare readonly userName: pulumi.Output<string>;

  constructor(name: string, args: ArgsOf<MemberInputs>, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, args, opts, "rai-lab", "Member");
  }
}
