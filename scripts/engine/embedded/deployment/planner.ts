/** Plans the step of one goal with the help of its provider. Changes nothing outside the engine. */
import { LabError } from "../../../../infra/errors";
import { UNKNOWN, type Diff, type Props } from "../../plugin";
import { formerUrns, renameResource } from "../../state/aliases";
import type { Client } from "../providers/client";
import { Adoption } from "./adoption";
import type { Context } from "./context";
import { changedInputs, decide, forcedReplaceKeys, replaceKeys } from "./decide";
import { Refused } from "./failure";
import { resourceOf, type Goal } from "./goal";
import { Deferred, type PlannedStep } from "./planned-step";
import { restore } from "../../state/paths";
import type { Resource } from "../../state/resource";
import { referenceOf, targetOf, urnOf, urnOfReference } from "../../state/urn";

/** Plans steps in the order of registration. */
export class Planner {
  /** Old URN by new URN, for resources found by an alias. */
  private readonly formerUrnOf = new Map<string, string>();
  /** New URN by old URN, for the same resources. */
  private readonly newUrnOf = new Map<string, string>();

  /** Only while the deployment adopts. */
  readonly adoption: Adoption | undefined;

  constructor(private readonly context: Context) {
    if (context.options.adopting)
      this.adoption = new Adoption(context.registry, (client, fresh, news) =>
        this.checkInputs(client, fresh, undefined, news),
      );
  }

  /**
   * The old state of a goal: by its URN, else by the first alias in the state.
   * @throws Refused when another goal has it
   */
  findOld(goal: Goal, urn: string): Resource | undefined {
    const { olds, registered, options } = this.context;
    const by = this.newUrnOf.get(urn);
    if (by !== undefined)
      throw new Refused(`${urn} was taken over by ${by} through an alias: give one another name`);
    const exact = olds.get(urn);
    if (exact) return exact;
    const known = (u: string): boolean => olds.has(u) || this.newUrnOf.has(u);
    const former = formerUrns(goal, options, this.formerUrnOf).find(known);
    if (former === undefined) return undefined;
    const holder = this.newUrnOf.get(former) ?? (registered.has(former) ? former : undefined);
    if (holder !== undefined)
      throw new Refused(`the alias ${former} of ${urn} belongs to ${holder} already`);
    const old = olds.get(former);
    if (!old) return undefined;
    renameResource(this.context.base, former, urn);
    olds.delete(former);
    olds.set(urn, old);
    this.formerUrnOf.set(urn, former);
    this.newUrnOf.set(former, urn);
    return old;
  }

  async plan(goal: Goal): Promise<PlannedStep> {
    this.context.assertRunning();
    const urn = urnOf({ ...this.context.options, ...goal });
    if (this.context.registered.has(urn))
      throw new Refused(`two resources have the URN ${urn}: give one another name`);
    this.context.registered.add(urn);
    const old = this.findOld(goal, urn);
    const fresh = resourceOf(goal, urn);
    const { replaced } = this.context;
    const adopted = await this.adoption?.plan(goal, fresh, old);
    if (adopted) return adopted;
    if (!goal.custom)
      return this.completePlan({ decision: decide({ goal, old, replaced }), fresh, old });

    const client = await this.context.registry.clientOf(fresh);
    if (goal.importId && old?.id !== goal.importId && old?.importID !== goal.importId)
      return this.planImport(goal, goal.importId, fresh, old, client);
    const answers = await this.compare(goal, fresh, old, client);
    return this.completePlan({
      decision: decide({ goal, old, replaced, ...answers }),
      fresh,
      old,
      client,
      goal,
    });
  }

  /** Sets the checked inputs of `fresh` and, if it replaces nothing yet, gets the provider's diff. */
  private async compare(
    goal: Goal,
    fresh: Resource,
    old: Resource | undefined,
    client: Client,
  ): Promise<Comparison> {
    const recreating =
      old?.pendingReplacement === true ||
      old?.external === true ||
      this.context.replaced.has(fresh.urn);
    const news = old ? restore(goal.props, old.inputs ?? {}, goal.ignoreChanges) : goal.props;
    fresh.inputs = await this.checkInputs(
      client,
      fresh,
      recreating ? undefined : old?.inputs,
      news,
    );
    if (!old || recreating || forcedReplaceKeys(goal, old, this.context.replaced).length > 0)
      return {};
    if (old.provider !== fresh.provider && (await this.providerReplaced(old, fresh)))
      return { providerReplaced: true };
    return { diff: await client.diff(targetOf(fresh), old, fresh.inputs, goal.ignoreChanges) };
  }

  private async completePlan(
    p: Omit<PlannedStep, "toDelete" | "client" | "dependentsDeleted"> & {
      client?: Client;
      goal?: Goal;
    },
  ): Promise<PlannedStep> {
    const { decision, fresh, old, client, goal } = p;
    if (decision.do === "refuse") throw new Refused(decision.reason);
    let toDelete: Resource[] = [];
    const dependentsDeleted = new Deferred();
    if (decision.do === "replace" && old && client && goal) {
      // A replacement gets the program's inputs alone, without defaults of the old resource.
      fresh.inputs = await this.checkInputs(client, fresh, undefined, goal.props);
      const dependents = decision.first === "delete" ? await this.dependentsOf(old) : [];
      for (const r of dependents) this.context.pendingDeletes.set(r.urn, dependentsDeleted.promise);
      if (decision.first === "delete") toDelete = [...dependents, old];
      for (const r of [...toDelete, old]) {
        this.context.replaced.add(r.urn);
        if (!r.retainOnDelete) this.context.deletedUrns.add(r.urn);
      }
    }
    // It was deleted in an earlier run; resources that are replaced with it were not.
    if (decision.do === "recreate" && !old?.external) this.context.replaced.add(fresh.urn);
    return { decision, fresh, old, client, toDelete, dependentsDeleted };
  }

  private async checkInputs(
    client: Client,
    fresh: Resource,
    olds: Props | undefined,
    news: Props,
  ): Promise<Props> {
    const { inputs, failures } = await client.check(targetOf(fresh), olds, news);
    if (failures.length === 0) return inputs;
    throw new Error(
      failures.map((f) => (f.property ? `${f.property}: ${f.reason}` : f.reason)).join("; "),
    );
  }

  /** Another provider replaces a resource only if its DiffConfig says so. */
  private async providerReplaced(old: Resource, fresh: Resource): Promise<boolean> {
    if (!old.provider || !fresh.provider) return true;
    const from = this.context.base.find((r) => referenceOf(r) === old.provider);
    const to = this.context.news.get(urnOfReference(fresh.provider));
    if (!from || !to) return true;
    const manager = await this.context.registry.clientOf(to);
    return ((await manager.diff(targetOf(to), from, to.inputs ?? {})).replaces?.length ?? 0) > 0;
  }

  /** Unregistered dependents that must be replaced when the outputs of `root` change. */
  private async dependentsOf(root: Resource): Promise<Resource[]> {
    const { base, registered, replaced } = this.context;
    const deleted = new Set([root.urn]);
    const found: Resource[] = [];
    for (const r of base) {
      if (
        r.delete ||
        !r.custom ||
        r.external ||
        r.pendingReplacement ||
        registered.has(r.urn) ||
        replaced.has(r.urn)
      )
        continue;
      if (!(await this.isReplacedWith(r, deleted))) continue;
      if (r.protect)
        throw new Refused(
          `${r.urn} is protected, but cannot outlive ${root.urn}, which must be replaced`,
        );
      deleted.add(r.urn);
      found.unshift(r);
    }
    return found;
  }

  private async isReplacedWith(r: Resource, deleted: ReadonlySet<string>): Promise<boolean> {
    if (r.provider && deleted.has(urnOfReference(r.provider))) return true;
    if (r.deletedWith && deleted.has(r.deletedWith)) return true;
    if (r.replaceWith?.some((urn) => deleted.has(urn))) return true;
    const touched = Object.entries(r.propertyDependencies ?? {}).filter(([, urns]) =>
      urns.some((u) => deleted.has(u)),
    );
    if (touched.length === 0) return false;
    const inputs = { ...r.inputs };
    for (const [key] of touched) if (key in inputs) inputs[key] = UNKNOWN;
    const client = await this.context.registry.clientOf(r);
    const diff = await client.diff(targetOf(r), r, inputs, r.ignoreChanges);
    return replaceKeys(diff, r.replaceOnChanges ?? []).length > 0;
  }

  /** Imports an existing resource. Inputs that differ are updated in the same step. */
  private async planImport(
    goal: Goal,
    id: string,
    fresh: Resource,
    old: Resource | undefined,
    client: Client,
  ): Promise<PlannedStep> {
    const live = await client.read(targetOf(fresh), id, {}, {});
    if (!live)
      throw new LabError("not-found", `there is no ${fresh.type} with the id ${id} to import`);
    fresh.inputs = await this.checkInputs(client, fresh, live.inputs, goal.props);
    const diff = await client.diff(targetOf(fresh), live, fresh.inputs, goal.ignoreChanges);
    if (diff.replaces?.length)
      throw new Refused(
        `${fresh.urn} cannot be imported as it is: ${diff.replaces.join(", ")} would replace it`,
      );
    return {
      decision: { do: "import", live, keys: changedInputs(diff) },
      fresh,
      old,
      client,
      toDelete: [],
      dependentsDeleted: new Deferred(),
    };
  }
}

interface Comparison {
  diff?: Diff;
  providerReplaced?: boolean;
}
