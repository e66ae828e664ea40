import type { AzureView } from "./azure-view";
import type { RuleResult } from "./finding";
import type { LabConfig } from "../../infra/config";
import type { Names } from "../../infra/names/physical-names";

/** What a rule checks, and with what. */
export interface RuleContext {
  config: LabConfig;
  names: Names;
  now: Date;
  azure: AzureView;
}

/**
 * One check of a configuration. It throws the error of Azure's client when Azure does not answer.
 */
export interface Rule {
  /** Name of its file. */
  name: string;
  /** The half of a lab that it checks: what a class shares, or what each student has. */
  half: "shared" | "personal";
  check(context: RuleContext): RuleResult | Promise<RuleResult>;
}
