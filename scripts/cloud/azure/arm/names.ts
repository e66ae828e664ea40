import { own } from "../../../../infra/json-object";
import { ApiError } from "../../core/errors";

/*
 * @parity
 * - Names of groups, accounts, deployments, workspaces: lengths and characters; 400 — spec,
 *   documented; those of deployments and codes guessed
 * - Tags: 50, names of 512 and values of 256 characters, no two that differ by case; 400
 *   `InvalidTagValueLength` and others — documented; code and text of the value reported
 *   (azure-search-openai-demo 1997), other codes guessed
 */

interface NameRule {
  pattern: RegExp;
  /** The rule in words. */
  says: string;
}

/**
 * What Azure allows in a name, by type. Lengths and characters are those of the REST specifications
 * (`accountName`, `workspaceName`, `resourceGroupName`) and of Microsoft's list of naming rules
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules).
 */
const RULES: Record<string, NameRule> = {
  "Microsoft.Resources/resourceGroups": {
    pattern: /^[-\w.()\p{L}\p{N}]{0,89}[-\w()\p{L}\p{N}]$/u,
    says: "1 to 90 letters, digits, underscores, hyphens, periods and parentheses, no period at the end",
  },
  "Microsoft.Resources/deployments": {
    pattern: /^[-\w.()]{1,64}$/,
    says: "1 to 64 letters, digits, underscores, hyphens, periods and parentheses",
  },
  "Microsoft.CognitiveServices/accounts": {
    pattern: /^[a-zA-Z0-9][\w.-]{1,63}$/,
    says: "2 to 64 letters, digits, underscores, periods and hyphens, the first a letter or digit",
  },
  "Microsoft.CognitiveServices/accounts/deployments": {
    pattern: /^[a-zA-Z0-9][\w.-]{0,63}$/,
    says: "1 to 64 letters, digits, underscores, periods and hyphens, the first a letter or digit",
  },
  "Microsoft.Databricks/workspaces": {
    pattern: /^[\w-]{3,64}$/,
    says: "3 to 64 letters, digits, underscores and hyphens",
  },
  "Microsoft.OperationalInsights/workspaces": {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$/,
    says: "4 to 63 letters, digits and hyphens, no hyphen at either end",
  },
};

/** @throws ApiError 400 for a name that the resource type does not allow */
export function requireValidName(type: string, name: string): void {
  const rule = own(RULES, type);
  if (!rule || rule.pattern.test(name)) return;
  throw new ApiError(
    400,
    type.endsWith("resourceGroups") ? "InvalidResourceGroup" : "InvalidResourceName",
    `The name '${name}' of the resource of type '${type}' is invalid. It must have ${rule.says}.`,
  );
}

const MOST_TAGS = 50;
const LONGEST_TAG_NAME = 512;
const LONGEST_TAG_VALUE = 256;

/**
 * Azure's limits of tags
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations).
 * @throws ApiError 400
 */
export function requireValidTags(tags: Record<string, string> = {}): void {
  const names = Object.keys(tags);
  const refuse = (code: string, message: string): ApiError => new ApiError(400, code, message);
  if (names.length > MOST_TAGS)
    throw refuse(
      "InvalidTagCount",
      `The resource has ${names.length} tags. It can have at most ${MOST_TAGS}.`,
    );
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length)
    throw refuse("DuplicateTag", "Names of tags must differ by more than upper and lower case.");
  for (const [name, value] of Object.entries(tags)) {
    if (name === "" || name.length > LONGEST_TAG_NAME || /[<>%&\\?/]/.test(name))
      throw refuse(
        "InvalidTagName",
        `The name '${name.slice(0, 80)}' of a tag is invalid. It must have 1 to ${LONGEST_TAG_NAME} characters, none of <>%&\\?/.`,
      );
    if (value.length > LONGEST_TAG_VALUE)
      throw refuse(
        "InvalidTagValueLength",
        `Tag value too large. Following tag value '${value}' exceeded the maximum length. ` +
          `Maximum allowed length for tag value - '${LONGEST_TAG_VALUE}' characters.`,
      );
  }
}
