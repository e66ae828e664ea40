import { createHash } from "node:crypto";

/** What makes a stack's names its own. */
export interface NameScope {
  subscriptionId: string;
  project: string;
  stack: string;
}

interface NamingRule {
  /** Text before `<project>-<stack>`. */
  prefix: string;
  suffix: string;
  max: number;
  /** Characters that the service does not take; each becomes a hyphen. */
  forbidden: RegExp;
  /** The service ignores case (or writes lower case only): names are lower-cased. */
  foldsCase: boolean;
  /** Unique in all of Azure: always ends in the hash. */
  global: boolean;
}

/** One row per kind of name. Lengths and characters as the services document them; a path is a name of its last part. */
const NAMING_RULES = {
  resourceGroup: {
    prefix: "rg-",
    suffix: "",
    max: 90,
    forbidden: /[^\w.-]/g,
    foldsCase: true,
    global: false,
  },
  /** Not ours to create: Databricks makes it. */
  managedResourceGroup: {
    prefix: "rg-",
    suffix: "-databricks",
    max: 90,
    forbidden: /[^\w.-]/g,
    foldsCase: true,
    global: false,
  },
  /** The account's custom subdomain is its name, and is unique in all of Azure. */
  openaiAccount: {
    prefix: "oai-",
    suffix: "",
    max: 64,
    forbidden: /[^a-z0-9-]/g,
    foldsCase: true,
    global: true,
  },
  databricksWorkspace: {
    prefix: "dbw-",
    suffix: "",
    max: 64,
    forbidden: /[^\w-]/g,
    foldsCase: true,
    global: false,
  },
  secretScope: {
    prefix: "",
    suffix: "",
    max: 128,
    forbidden: /[^\w.@/-]/g,
    foldsCase: true,
    global: false,
  },
  cluster: {
    prefix: "",
    suffix: "",
    max: 100,
    forbidden: /[^\w.-]/g,
    foldsCase: false,
    global: false,
  },
  clusterPolicy: {
    prefix: "",
    suffix: "",
    max: 100,
    forbidden: /[^\w.-]/g,
    foldsCase: false,
    global: false,
  },
  logWorkspace: {
    prefix: "log-",
    suffix: "",
    max: 63,
    forbidden: /[^a-z0-9-]/g,
    foldsCase: true,
    global: false,
  },
  budget: { prefix: "", suffix: "", max: 63, forbidden: /[^\w-]/g, foldsCase: true, global: false },
} as const satisfies Record<string, NamingRule>;

export type NameKind = keyof typeof NAMING_RULES;

/** Six hex digits of sha256(subscription/project/stack): the same for ever, different for every stack. */
const hashOf = (scope: NameScope): string =>
  createHash("sha256")
    .update(`${scope.subscriptionId.toLowerCase()}/${scope.project}/${scope.stack}`)
    .digest("hex")
    .slice(0, 6);

/** Ends as another stack's name may: in a hash, or as the group that Databricks makes. */
const AMBIGUOUS_ENDING = /-([0-9a-f]{6}|databricks)$/;

/**
 * The physical name of one kind of thing in one stack: `<prefix><project>-<stack><suffix>`. It ends in the stack's hash
 * when it must be unique in all of Azure, or when the service's rules made two stacks' names able to meet (a character
 * replaced, case folded, too long, or an ending that another name has). @throws Error on a kind without a rule.
 */
export function physicalName(kind: NameKind, scope: NameScope): string {
  const rule = (NAMING_RULES as Partial<Record<string, NamingRule>>)[kind];
  if (!rule)
    throw new Error(
      `no naming rule for ${JSON.stringify(kind)}: add one to infra/names/physical-names.ts`,
    );
  const wanted = `${scope.project}-${scope.stack}`;
  const folded = rule.foldsCase ? wanted.toLowerCase() : wanted;
  // No service takes a name that ends in a full stop, and few one that ends in a hyphen.
  const base = folded.replace(rule.forbidden, "-").replace(/[-.]+$/, "");
  const fixed = rule.prefix.length + rule.suffix.length;
  const lossy = base !== wanted || fixed + base.length > rule.max || AMBIGUOUS_ENDING.test(base);
  if (!rule.global && !lossy) return rule.prefix + base + rule.suffix;
  const kept = base.slice(0, rule.max - fixed - "-123456".length).replace(/[-.]+$/, "");
  return `${rule.prefix}${kept}${rule.suffix}-${hashOf(scope)}`;
}

/** Every physical name of a stack. */
export type Names = Record<NameKind, string>;

/** All of a stack's names at once. */
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

/** The stack's folder in the workspace: at the root, so that no user's own folder holds the original. */
export const folderOf = ({ project, stack }: Pick<NameScope, "project" | "stack">): string =>
  `/${project}/${stack}`;

/** The deployment of one seat, beside those of the other seats in the class's account. */
export const deploymentOf = (deploymentName: string, seat: string): string =>
  `${deploymentName}-${seat}`;

/** The name of the Azure OpenAI key in the stack's secret scope, as the notebook asks for it. */
export const SECRET_KEY = "openai-key";

/** The lock on the stack's resource group. */
export const LOCK_NAME = "rai-lab-keep";
