/** One update, preview, refresh or destroy of one stack. */
import { asError } from "../../../base/as-error";
import { UNKNOWN, type CheckFailure, type Props } from "../../plugin";
import type { StateFile } from "../../state/checkpoint";
import { withoutUnknown } from "./adoption";
import { configName } from "./config-name";
import { Context, type DeploymentOptions } from "./context";
import { Refused, Stopped, unsupported } from "./failure";
import { bareGoal, resourceOf, type Goal } from "./goal";
import { deleteUnregistered } from "./delete-unregistered";
import { Planner } from "./planner";
import { refresh } from "./refresh";
import { STACK_REFERENCE } from "../providers/stack-reference";
import type { PendingOperation, Resource, Snapshot } from "../../state/resource";
import { Steps } from "./steps";
import {
  isProviderType,
  nameOf,
  packageOf,
  providerType,
  referenceOf,
  STACK_TYPE,
  targetOf,
  typeOf,
  urnOf,
} from "../../state/urn";
import {
  hasAsset,
  hasUnknown,
  lowerOutputs,
  isEqual,
  secret,
  reuseEqual,
  textOf,
} from "../../state/wire";

/** Handles the requests of one program, and owns the state until `finish`. */
export class Deployment {
  private readonly context: Context;
  private readonly planner: Planner;
  private readonly steps: Steps;
  private readonly defaults = new Map<string, Promise<string>>();
  private stackOutputs: Props | undefined;

  constructor(
    private readonly options: DeploymentOptions,
    before: Snapshot,
    file: StateFile,
  ) {
    this.context = new Context(options, before, file);
    this.planner = new Planner(this.context);
    this.steps = new Steps(this.context);
  }

  get progress() {
    return this.context.progress;
  }
  get stopped(): Promise<never> {
    return this.context.stopped;
  }
  /** Ends the deployment on the user's request. */
  cancel(reason: string): void {
    this.context.halt(new Stopped(reason));
  }

  /** Ends the deployment because of an error: no new step starts, and nothing is deleted. */
  abort(error: Error): void {
    this.context.halt(error);
  }

  /** Reports an interrupted operation of an earlier run, unless it has been resolved since. */
  reportUnrecovered(interrupted: PendingOperation, error: Error): void {
    this.context.reportUnrecovered(interrupted, error);
  }

  /** Whether the program's error only repeats a failure that was reported for a resource. */
  isReported(error: Error): boolean {
    if (this.progress.failures.length === 0) return false;
    if (error instanceof Stopped || this.progress.hasReported(error)) return true;
    return (
      this.progress.failures.some(({ message }) => error.message.includes(message)) ||
      [...this.context.failedRegistrations].some((urn) =>
        error.message.includes(`resource ${nameOf(urn)} [${typeOf(urn)}] failed to register`),
      )
    );
  }

  /** Whether the program may continue after this failed registration. @throws Stopped when halted */
  canContinueAfter(error: unknown): boolean {
    this.context.assertRunning();
    return this.options.continueOnError && this.context.progress.hasReported(error);
  }

  /** Reports every error of a registration for its resource. */
  private async reportFailures<T>(
    r: { urn: string; type: string },
    work: () => Promise<T>,
  ): Promise<T> {
    this.context.assertRunning();
    try {
      return await work();
    } catch (e) {
      const error = asError(e);
      this.context.failedRegistrations.add(r.urn);
      this.context.reportFailure(
        { operation: this.context.olds.has(r.urn) ? "update" : "create" },
        r,
        error,
      );
      throw error;
    }
  }

  /** Registers a goal and executes its step. Resolves with the new state. */
  register(goal: Goal): Promise<Resource> {
    return this.reportFailures(
      { urn: urnOf({ ...this.options, ...goal }), type: goal.type },
      async () => {
        if (goal.unsupported) throw unsupported(goal.unsupported);
        const provider =
          goal.custom && !isProviderType(goal.type) ? await this.providerOf(goal) : undefined;
        const replacementTrigger =
          lowerOutputs({ value: goal.replacementTrigger ?? null }).value ?? undefined;
        if (hasUnknown(replacementTrigger) && !this.options.dryRun)
          throw new Refused(`${goal.type} ${goal.name}: its replacementTrigger is not known`);
        if (hasAsset(goal.props) || hasAsset(replacementTrigger))
          throw unsupported("assets and archives");
        const inherited = this.context.news.get(goal.parent ?? "");
        const protect =
          goal.protect ?? (inherited?.type === STACK_TYPE ? undefined : inherited?.protect);
        const own: Props =
          isProviderType(goal.type) && goal.version
            ? { __internal: {}, version: goal.version }
            : {};
        const props = { ...lowerOutputs(goal.props), ...own };
        const plan = await this.context.scheduler.inOrder(() =>
          this.planner.plan({ ...goal, provider, protect, props, replacementTrigger }),
        );
        const deletion = this.context.pendingDeletes.get(plan.fresh.urn);
        if (deletion && plan.decision.do === "recreate")
          await Promise.race([deletion, this.stopped]);
        const state = await this.context.scheduler.slot(() => this.steps.execute(plan));
        return this.planner.adoption?.seenByProgram(state, props) ?? state;
      },
    );
  }

  private async providerOf(r: {
    type: string;
    provider?: string;
    version?: string;
  }): Promise<string> {
    if (packageOf(r.type) === "pulumi" && r.type !== STACK_REFERENCE)
      throw unsupported(r.type.split(":").at(-1) ?? r.type);
    return r.provider ?? this.defaultProvider(packageOf(r.type), r.version);
  }

  /** Reference to the default provider of a package and version, configured by `package:key`. */
  private defaultProvider(pkg: string, version: string | undefined): Promise<string> {
    const name = version ? `default_${version.replace(/[.+-]/g, "_")}` : "default";
    const key = `${pkg}@${name}`;
    const found = this.defaults.get(key);
    if (found) return found;
    const goal = { ...bareGoal(providerType(pkg), name, this.defaultConfig(pkg)), version };
    const reference = this.register(goal).then((r) =>
      referenceOf({ urn: r.urn, id: r.id ?? UNKNOWN }),
    );
    this.defaults.set(key, reference);
    return reference;
  }

  /** As in the CLI, the provider of dynamic resources gets the configuration of every namespace. */
  private defaultConfig(pkg: string): Props {
    const props: Props = {};
    for (const [key, value] of Object.entries(this.options.config)) {
      const name = configName(pkg, key);
      if (name) props[name] = this.options.secretKeys.includes(key) ? secret(value) : value;
    }
    return props;
  }

  /** Reads a resource (`Resource.get`). It is external: never changed or deleted. */
  read(goal: Goal, id: string): Promise<Resource> {
    const urn = urnOf({ ...this.options, ...goal });
    return this.reportFailures({ urn, type: goal.type }, async () => {
      const provider = await this.providerOf(goal);
      if (this.context.registered.has(urn))
        throw new Refused(`two resources have the URN ${urn}: give one another name`);
      this.context.registered.add(urn);
      const fresh: Resource = { ...resourceOf({ ...goal, provider }, urn), external: true, id };
      const old = this.planner.findOld(goal, urn);
      // A managed resource with this id becomes external; one with another id is deleted.
      const outdated = old && !old.external && old.id !== id ? old : undefined;
      return this.context.scheduler.slot(() =>
        this.steps.applyStep({ operation: "read" }, fresh, outdated ? undefined : old, async () => {
          if (outdated) outdated.delete = true;
          const client = await this.context.registry.clientOf(fresh);
          // As in the CLI, the program's properties are both the inputs and the outputs of the request.
          const live = id
            ? await client.read(targetOf(fresh), id, goal.props, goal.props)
            : { outputs: {} };
          if (!live) throw new Refused(`there is no ${goal.type} with the id ${id}`);
          fresh.outputs = live.outputs;
          if (!old) return;
          const isNews =
            !isEqual(old.inputs ?? {}, goal.props) || !isEqual(old.outputs ?? {}, live.outputs);
          Object.assign(fresh, {
            created: old.created,
            modified: isNews ? new Date().toISOString() : old.modified,
          });
        }),
      );
    });
  }

  /** Calls a function of a provider. */
  async invoke(
    token: string,
    args: Props,
    provider: string | undefined,
    version: string | undefined,
  ): Promise<{ result?: Props; failures?: CheckFailure[] }> {
    this.context.assertRunning();
    if (token === "pulumi:pulumi:getResource") {
      const urn = textOf(args.urn);
      const r = this.context.news.get(urn);
      if (!r) throw new Refused(`there is no resource with the URN ${urn}`);
      return { result: { urn: r.urn, id: r.id ?? "", state: r.outputs ?? {} } };
    }
    const reference = await this.providerOf({ type: token, provider, version });
    const client = await this.context.registry.clientOf({ type: token, provider: reference });
    return client.invoke(token, args);
  }

  /** Sets the outputs of a component, or of the stack at `finish`. */
  async registerOutputs(urn: string, outputs: Props): Promise<void> {
    this.context.assertRunning();
    const r = this.context.news.get(urn);
    if (!r) throw new Refused(`outputs for ${urn}, which was never registered`);
    const known = this.planner.adoption ? withoutUnknown(outputs) : outputs;
    const lowered = reuseEqual(r.outputs, lowerOutputs(known));
    if (r.type === STACK_TYPE) {
      this.stackOutputs = lowered;
      return;
    }
    const changed = !isEqual(r.outputs ?? {}, lowered);
    r.outputs = lowered;
    if (changed) await this.context.awaitWrite(this.context.journal.note());
  }

  deleteUnregistered(): Promise<void> {
    return deleteUnregistered(this.context, this.steps);
  }
  refresh(): Promise<void> {
    return refresh(this.context, this.steps);
  }

  private get stackResource(): Resource | undefined {
    const isLive = (r: Resource): boolean => r.type === STACK_TYPE && !r.delete;
    return (
      [...this.context.news.values()].find(isLive) ??
      this.context.journal.snapshot().resources.find(isLive)
    );
  }

  /**
   * Waits for running steps, sets the stack's outputs, and closes the journal. After a failure, outputs
   * that the program did not set keep their old values.
   * @returns the state as it is then
   * @throws LabError `state-unwritable`
   */
  async finish(ok: boolean): Promise<Snapshot> {
    await this.context.scheduler.idle();
    if (this.context.writeError) throw this.context.writeError;
    const stack = this.stackResource;
    if (stack && this.stackOutputs) {
      const isWhole = ok && (this.planner.adoption?.isWhole ?? true);
      const kept = isWhole ? {} : stack.outputs;
      const outputs = reuseEqual(stack.outputs, { ...kept, ...this.stackOutputs });
      const changed = !isEqual(stack.outputs ?? {}, outputs);
      stack.outputs = outputs;
      if (changed) await this.context.journal.note();
    }
    await this.context.journal.close();
    return this.context.journal.snapshot();
  }

  /** The stack's outputs, secrets still marked. */
  outputs(): Props {
    return this.stackResource?.outputs ?? {};
  }
}
