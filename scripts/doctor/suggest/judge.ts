import type { LabConfig } from "../../../infra/config";
import type { AzureView } from "../azure-view";
import type { Finding } from "../finding";
import type { Rule } from "../rule";
import { contextAt, contextOf, type DoctorInput, viewsOf } from "../rule-context";
import { resultOf, rulesFor } from "../run-rule";
import type { Setting, Values } from "./axes";
import { inRegion, noteReads, noteRegion, type Reads, valueOf, withValues } from "./reads";

/** What a rule found, and the settings that it read for that. */
export interface Judged {
  finding: Finding;
  reads: Reads;
}

/**
 * Judges configurations near one by the doctor's own rules. A rule runs again only where a setting
 * that it read has another value.
 */
export class Judge {
  private readonly views;
  private readonly rules: Rule[];
  private readonly known = new Map<Rule, Judged[]>();
  private readonly outside: () => ReturnType<ReturnType<typeof contextOf>["outside"]>;

  constructor(private readonly input: DoctorInput) {
    this.views = viewsOf(input.session);
    this.rules = rulesFor(input.config);
    const { outside } = contextOf(input, this.views);
    let found: ReturnType<typeof outside> | undefined;
    this.outside = () => (found ??= outside());
  }

  /** The configuration with other values. */
  configWith = (values: Values): LabConfig => withValues(this.input.config, values);

  /** What every rule finds. */
  findings(values: Values): Promise<Judged[]> {
    const config = this.configWith(values);
    return Promise.all(this.rules.map((rule) => this.judge(rule, config)));
  }

  /** Why a configuration would not work; empty when nothing is known against it. */
  async conflicts(values: Values): Promise<Judged[]> {
    const judged = await this.findings(values);
    return judged.filter((one) => this.isInTheWay(one));
  }

  /** Whether a rule that reads the capacity refuses another one. */
  async refusesCapacity(values: Values): Promise<boolean> {
    const conflicts = await this.conflicts(values);
    return conflicts.some(({ reads }) => reads.has("model.capacity"));
  }

  /** The region that the models, or the machines, of a configuration are in. */
  async regionOf(at: NonNullable<Rule["at"]>, values: Values): Promise<AzureView> {
    const context = this.contextOf(this.configWith(values));
    return (await contextAt({ at }, context, this.views)).azure;
  }

  /** Regions that the subscription may have accounts in, as far as it says so. */
  async regions(): Promise<string[]> {
    const { azure } = this.contextOf(this.input.config);
    const skus = await azure.accountSkus();
    const ours = skus.filter(({ kind, name }) => kind === "OpenAI" && name === "S0");
    const locations = ours.flatMap((sku) => sku.locations ?? []).map((one) => one.toLowerCase());
    return [...new Set(locations)].sort();
  }

  /**
   * A refusal, or an unknown answer about something that was changed. What is unknown of the
   * configuration as it is stays as it was.
   */
  private isInTheWay({ finding: { status }, reads }: Judged): boolean {
    if (status === "refused") return true;
    const isOurs = [...reads].some(
      ([setting, value]) => valueOf(this.input.config, setting) !== value,
    );
    return status === "unknown" && isOurs;
  }

  private async judge(rule: Rule, config: LabConfig): Promise<Judged> {
    const earlier = this.known.get(rule) ?? [];
    this.known.set(rule, earlier);
    const same = earlier.find(({ reads }) => agrees(reads, config));
    if (same) return same;
    const reads: Reads = new Map();
    const { fix: _, ...finding } = await resultOf(rule, async () => {
      const context = await contextAt(rule, this.contextOf(config), this.views);
      const { location } = context.config;
      const azure = noteRegion(context.azure, location, reads);
      return { ...context, config: noteReads(context.config, reads), azure };
    });
    // What exists already has a region of its own, whatever that of the stack is.
    if (isBound(rule, config)) reads.delete("location");
    const judged = { finding: { rule: rule.name, ...finding }, reads };
    earlier.push(judged);
    return judged;
  }

  private contextOf(config: LabConfig) {
    const context = contextOf({ ...this.input, config }, this.views);
    const shared = contextOf(this.input, this.views).azure;
    const azure = inRegion(shared, context.azure);
    return { ...context, azure, outside: this.outside };
  }
}

const isBound = ({ at }: Rule, { existing = {} }: LabConfig): boolean =>
  (at === "account" && existing.openaiAccountId !== undefined) ||
  (at === "workspace" && existing.workspaceId !== undefined);

const agrees = (reads: Reads, config: LabConfig): boolean =>
  [...reads].every(([setting, value]) => valueOf(config, setting) === value);

/** Whether a finding holds for a configuration, whatever its undecided settings become. */
export const isDecided = (
  { reads }: Judged,
  config: LabConfig,
  undecided: ReadonlySet<Setting>,
): boolean =>
  [...reads].every(
    ([setting, value]) => !undecided.has(setting) && valueOf(config, setting) === value,
  );
