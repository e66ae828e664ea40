import { resourceRule } from "../rule";
import { listSetting } from "../settings";
import { ACCOUNT, LOG_WORKSPACE, RESOURCE_GROUP, WORKSPACE } from "../types";
import { valueAt, UNKNOWN } from "../value";

/** Groups, accounts and workspaces that lack a required tag. */
export const tags = resourceRule({
  name: "tags",
  description: "Groups, accounts and workspaces say what they belong to.",
  cure: "Pass tagsOf(config) as its tags.",
  severity: "medium",
  appliesTo: [RESOURCE_GROUP, ACCOUNT, WORKSPACE, LOG_WORKSPACE],
  settings: {
    required: listSetting(
      ["project", "stack", "managed-by"],
      "Tags that must be there and not be empty.",
    ),
  },
  check({ props }, { required }) {
    if (valueAt(props, "tags") === UNKNOWN) return [];
    return required
      .filter((tag) =>
        [undefined, ""].includes(valueAt(props, `tags.${tag}`) as string | undefined),
      )
      .map((tag) => `the tag ${tag} is missing`);
  },
});
