import { createHash } from "node:crypto";

/** The stack whose names are built. */
export interface NameScope {
  subscriptionId: string;
  project: string;
  stack: string;
}

/** How the names of one kind are built. */
interface NamingRule {
  /** Text before `<project>-<stack>`. Default: none. */
  prefix?: string;
  /** Text after it. Default: none. */
  suffix?: string;
  /** The longest name, in characters. */
  max: number;
  /** Characters that the service refuses; each becomes a hyphen. */
  forbidden: RegExp;
  /**
   * False where the service ignores case or has lower case only: names are lower-cased. Default:
   * false.
   */
  keepsCase?: boolean;
  /** Unique in all of Azure: the name always ends in the hash. Default: false. */
  global?: boolean;
}

/** One row per kind of name, with lengths and characters as the services document them. */
const NAMING_RULES = {
  resourceGroup: { prefix: "rg-", max: 90, forbidden: /[^\w.-]/g },
  /** Created by Databricks. */
  managedResourceGroup: { prefix: "rg-", suffix: "-databricks", max: 90, forbidden: /[^\w.-]/g },
  /** The account's custom subdomain is its name, and is unique in all of Azure. */
  openaiAccount: { prefix: "oai-", max: 64, forbidden: /[^a-z0-9-]/g, global: true },
  databricksWorkspace: { prefix: "dbw-", max: 64, forbidden: /[^\w-]/g },
  secretScope: { max: 128, forbidden: /[^\w.@/-]/g },
  cluster: { max: 100, forbidden: /[^\w.-]/g, keepsCase: true },
  clusterPolicy: { max: 100, forbidden: /[^\w.-]/g, keepsCase: true },
  logWorkspace: { prefix: "log-", max: 63, forbidden: /[^a-z0-9-]/g },
  budget: { max: 63, forbidden: /[^\w-]/g },
} satisfies Record<string, NamingRule>;

/** A kind of physical name. */
export type NameKind = keyof typeof NAMING_RULES;

/** Six hex digits of sha256(subscription/project/stack). */
const hashOf = (scope: NameScope): string =>
  createHash("sha256")
    .update(`${scope.subscriptionId.toLowerCase()}/${scope.project}/${scope.stack}`)
    .digest("hex")
    .slice(0, 6);

/**
 * An ending that the name of another stack may have: a hash, or that of a managed resource group.
 */
const AMBIGUOUS_ENDING = /-([0-9a-f]{6}|databricks)$/;

/**
 * The physical name of one kind in one stack: `<prefix><project>-<stack><suffix>`. It ends in the
 * stack's hash when it must be unique in all of Azure, or when another stack could get the same
 * name (a character replaced, case folded, name cut, or an ambiguous ending).
 * @throws Error on a kind without a rule.
 */
export function physicalName(kind: NameKind, scope: NameScope): string {
  const rule = (NAMING_RULES as Partial<Record<string, NamingRule>>)[kind];
  if (!rule)
    throw new Error(
      `no naming rule for ${JSON.stringify(kind)}: add one to infra/names/physical-names.ts`,
    );
  const original = `${scope.project}-${scope.stack}`;
  const { prefix = "", suffix = "", max, forbidden, keepsCase = false, global = false } = rule;
  const folded = keepsCase ? original : original.toLowerCase();
  // No service accepts a full stop at the end, and few a hyphen.
  const base = folded.replace(forbidden, "-").replace(/[-.]+$/, "");
  const fixed = prefix.length + suffix.length;
  const lossy = base !== original || fixed + base.length > max || AMBIGUOUS_ENDING.test(base);
  if (!global && !lossy) return prefix + base + suffix;
  const kept = base.slice(0, max - fixed - "-123456".length).replace(/[-.]+$/, "");
  return `${prefix}${kept}${suffix}-${hashOf(scope)}`;
}

/** Every physical name of a stack. */
export type Names = Record<NameKind, string>;

/** Builds all names of a stack. */
export function namesOf(scope: NameScope): Names {
  return {
    resourceGroup: physicalName("resourceGroup", scope),
    managedResourceGroup: physicalName("managedResourceGroup", scope),
    openaiAccount: physicalName("openaiAccount", scope),
    databricksWorkspace: physicalName("databricksWorkspace", scope),
    secretScope: physicalName("secretScope", scope),
    cluster: physicalName("cluster", scope),
    clusterPolicy: physicalName("clusterPolicy", scope),
    logWorkspace: physicalName("logWorkspace", scope),
    budget: physicalName("budget", scope),
  };
}

/**
 * The stack's folder in the workspace: at the root, so that the original is in no user's own
 * folder.
 */
export const folderOf = ({ project, stack }: Pick<NameScope, "project" | "stack">): string =>
  `/${project}/${stack}`;

/** The student's own folder, within the folder of the original. */
export const workFolderIn = (folder: string): string => `${folder}/work`;

/** The name of one seat's own deployment in the class's account. */
export const deploymentOf = (deploymentName: string, seat: string): string =>
  `${deploymentName}-${seat}`;

/** The key of the Azure OpenAI key in the stack's secret scope. */
export const SECRET_KEY = "openai-key";

/** The name of the diagnostic settings of the account and of the workspace. */
export const DIAGNOSTIC_SETTING_NAME = "rai-lab";

/** The name of the lock on the stack's resource group. */
export const LOCK_NAME = "rai-lab-keep";
