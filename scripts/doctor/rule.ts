import type { AzureView } from "./azure-view";
import type { RuleResult } from "./finding";
import type { LabConfig } from "../../infra/config";
import type { Names } from "../../infra/names/physical-names";

/** What can be asked of Azure. */
export type AzureQueries = Pick<AzureView, keyof AzureView>;

/** What is judged. */
export interface RuleContext {
  config: LabConfig;
  names: Names;
  now: Date;
  azure: AzureQueries;
}

/** One question about a configuration. It throws what Azure's client throws when the question cannot be asked. */
export interface Rule {
  /** Name of its file. */
  name: string;
  /** Which half of a lab it judges: what a class shares, or what each student has. A whole lab has both. */
  half: "shared" | "personal";
  check(context: RuleContext): RuleResult | Promise<RuleResult>;
}
