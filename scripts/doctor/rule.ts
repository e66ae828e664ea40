import type { AzureView } from "./azure-view";
import type { FoundResource, Outside, RecordedStack } from "../proof";
import type { RuleResult } from "./finding";
import type { RuleId } from "./rule-ids";
import type { LabConfig } from "../../infra/config";
import type { LabError } from "../../infra/errors";
import type { Names } from "../../infra/names/physical-names";

/** What a rule checks, and with what. */
export interface RuleContext {
  config: LabConfig;
  names: Names;
  now: Date;
  azure: AzureView;
  /** Why the state could not be read; undefined when it was, or when there is none. */
  unreadState: string | undefined;
  /** The command that takes into the state what exists without it. */
  recover: string;
  /** Why the stack must not be changed with this sign-in; undefined when it may. */
  elsewhere: LabError | undefined;
  /** Why a seat's class cannot be read; undefined when it can. */
  lostClass: LabError | undefined;
  /** What the stack's state records; undefined without one. */
  recorded: RecordedStack | undefined;
  /** Looks for what exists outside the state. */
  outside: () => Promise<Outside>;
  /** Whether a resource is provably the stack's own. */
  isOwn: (one: Pick<FoundResource, "tags" | "managedBy">) => boolean;
}

/**
 * One check of a configuration. It throws the error of Azure's client when Azure does not answer.
 */
export interface Rule {
  /** Its id in rule-ids.ts, and the name of its file. */
  name: RuleId;
  /**
   * What it checks: what a class shares, what each student has, seats alone, or any stack; or one
   * half of what is shared: a new account or one that existed, a workspace that existed, the group.
   */
  part:
    | "shared"
    | "personal"
    | "seat"
    | "any"
    | "new account"
    | "existing account"
    | "existing workspace"
    | "group";
  /** The service in whose region and subscription it asks. Default: the stack's own. */
  at?: "account" | "workspace";
  check(context: RuleContext): RuleResult | Promise<RuleResult>;
}
