/** What an adoption takes into the state, and what it leaves out. */
import { isPropertyMap, UNKNOWN, type Props } from "../../plugin";
import { dependenciesOf, rewriteReferences, type Resource } from "../../state/resource";
import { isProviderType, packageOf, targetOf, urnOfReference } from "../../state/urn";
import { asFarAsWanted } from "../../state/wanted-inputs";
import { hasUnknown, isSecret, secret } from "../../state/wire";
import type { Client } from "../providers/client";
import type { Registry } from "../providers/registry";
import type { Goal } from "./goal";
import { Deferred, type PlannedStep } from "./planned-step";

type CheckInputs = (client: Client, fresh: Resource, news: Props) => Promise<Props | undefined>;

/**
 * Plans the steps of an adoption. What exists is taken over, and what is recorded stays as it is. What
 * does not exist is left out: the program gets unknown outputs for it, as in a preview, and what
 * depends on it is looked for all the same.
 */
export class Adoption {
  /** URNs of what does not exist. */
  private readonly absent = new Set<string>();
  /** URNs of recorded providers and dynamic resources whose inputs are unknown now. */
  private readonly outdated = new Set<string>();

  constructor(
    private readonly registry: Registry,
    private readonly checkInputs: CheckInputs,
  ) {}

  /** Whether everything of the program exists. */
  get isWhole(): boolean {
    return this.absent.size === 0;
  }

  /** What the program gets of a resource: the values of what is outdated are unknown. */
  seenByProgram(state: Resource, props: Props): Resource {
    return this.outdated.has(state.urn) ? { ...state, outputs: props } : state;
  }

  /** The step of a goal; undefined where it is planned as in any other deployment. */
  async plan(
    goal: Goal,
    fresh: Resource,
    old: Resource | undefined,
  ): Promise<PlannedStep | undefined> {
    const needsAbsent = this.forgetAbsent(fresh);
    if (!goal.custom) return undefined;
    const inCloud = isInCloud(goal.type);
    // What was deleted for its replacement does not exist either.
    const exists = old !== undefined && old.pendingReplacement !== true;
    if (!exists && this.isUnknowable(goal, needsAbsent && !inCloud))
      return this.leaveOut(goal, fresh);
    if (!inCloud && !(old && hasUnknown(goal.props))) return undefined;
    const client = await this.registry.clientOf(fresh);
    const plan = { fresh, old, client, toDelete: [], dependentsDeleted: new Deferred() };
    if (old && !inCloud) this.outdated.add(fresh.urn);
    if (old && !old.pendingReplacement) {
      // With the new trigger, a replacement that has to come would never come.
      const { inputs, initErrors, replacementTrigger } = old;
      Object.assign(fresh, { inputs, initErrors, replacementTrigger });
      return { ...plan, decision: { do: "same" } };
    }
    fresh.inputs = await this.checkInputs(client, fresh, goal.props);
    const wanted = fresh.inputs ?? {};
    const id = await client.identify(targetOf(fresh), wanted);
    if (id === undefined || id.includes(UNKNOWN)) return this.leaveOut(goal, fresh);
    const live = await client.read(targetOf(fresh), id, wanted, wanted, true);
    if (!live) return this.leaveOut(goal, fresh);
    const inputs = withoutUnknown(asFarAsWanted(wanted, live.inputs ?? {}));
    const outputs = withoutUnknown(live.outputs);
    return { ...plan, decision: { do: "import", live: { ...live, inputs, outputs }, keys: [] } };
  }

  /**
   * Removes references to what was left out, which no state may contain.
   * @returns whether there were any
   */
  private forgetAbsent(fresh: Resource): boolean {
    const needsAbsent = dependenciesOf(fresh).some((urn) => this.absent.has(urn));
    if (needsAbsent) rewriteReferences(fresh, (urn) => (this.absent.has(urn) ? undefined : urn));
    return needsAbsent;
  }

  /**
   * Whether a resource cannot be looked for or made: its provider, or what is made without a cloud,
   * lacks something.
   */
  private isUnknowable({ type, provider, props }: Goal, lacksSomething: boolean): boolean {
    const urn = provider && urnOfReference(provider);
    if (urn !== undefined && (this.absent.has(urn) || this.outdated.has(urn))) return true;
    return lacksSomething || (!isInCloud(type) && hasUnknown(props));
  }

  private leaveOut({ props, additionalSecretOutputs }: Goal, fresh: Resource): PlannedStep {
    this.absent.add(fresh.urn);
    // Unknown, but still secrets: what exists and was made from them keeps them so.
    const secrets = additionalSecretOutputs.map((key) => [key, secret(UNKNOWN)] as const);
    return {
      decision: { do: "leave out" },
      fresh: { ...fresh, outputs: { ...(fresh.inputs ?? props), ...Object.fromEntries(secrets) } },
      old: undefined,
      client: undefined,
      toDelete: [],
      dependentsDeleted: new Deferred(),
    };
  }
}

/** Providers are in no cloud, and our dynamic resources only act when they are deleted or read. */
const isInCloud = (type: string): boolean =>
  !isProviderType(type) && packageOf(type) !== "pulumi-nodejs";

/** The known part of properties. A list that contains something unknown is unknown. */
export const withoutUnknown = (props: Props): Props =>
  Object.fromEntries(
    Object.entries(props).flatMap(([name, value]) => {
      if (!hasUnknown(value)) return [[name, value]];
      return isPropertyMap(value) && !isSecret(value) ? [[name, withoutUnknown(value)]] : [];
    }),
  );
