import { resourceRule } from "../rule";
import { list } from "../settings";
import { ACCOUNT, LOG_WORKSPACE, RESOURCE_GROUP, WORKSPACE } from "../types";
import { at, UNKNOWN } from "../value";

export const tags = resourceRule({
  name: "tags",
  description: "Groups, accounts and workspaces say what they belong to.",
  cure: "Pass tagsOf(config) as its tags.",
  severity: "medium",
  on: [RESOURCE_GROUP, ACCOUNT, WORKSPACE, LOG_WORKSPACE],
  settings: {
    required: list(["project", "stack", "managed-by"], "Tags that must be there and not be empty."),
  },
  check({ props }, { required }) {
    if (at(props, "tags") === UNKNOWN) return [];
    return required
      .filter((tag) => [undefined, ""].includes(at(props, `tags.${tag}`) as string | undefined))
      .map((tag) => `the tag ${tag} is missing`);
  },
});
