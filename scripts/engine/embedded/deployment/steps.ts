/** Executes steps: writes the pending operation, calls the provider, writes the result. */
import { InitFailed, type Props } from "../../plugin";
import type { Client } from "../providers/client";
import type { Context } from "./context";
import { Refused } from "./failure";
import type { Change } from "../../state/journal";
import type { Deferred, PlannedStep } from "./planned-step";
import type { Step } from "./progress";
import { markSecretOutputs, type PendingOperation, type Resource } from "../../state/resource";
import { isProviderType, targetOf } from "../../state/urn";
import { isEqual, reuseEqual } from "../../state/wire";

const now = (): string => new Date().toISOString();
const INTENT: Partial<Record<Step["operation"], PendingOperation["type"]>> = {
  create: "creating",
  replace: "creating",
  update: "updating",
  import: "importing",
};

/** Whether nothing in the cloud belongs to a resource: a run that is repeated makes its entry again. */
const isInStateOnly = (r: Resource): boolean => !r.custom || isProviderType(r.type);

/** Whether two states are equal in a state file, apart from `modified`. */
const isUnchanged = (old: Resource, fresh: Resource): boolean =>
  isEqual({ ...old, modified: "" }, JSON.parse(JSON.stringify({ ...fresh, modified: "" })));

/** Executes the steps of one deployment. */
export class Steps {
  constructor(private readonly context: Context) {}

  /** Executes a planned step. Resolves with the new state. */
  async execute({
    decision,
    fresh,
    old,
    client,
    toDelete,
    dependentsDeleted,
  }: PlannedStep): Promise<Resource> {
    if (decision.do === "refuse") throw new Refused(decision.reason);
    if (decision.do === "leave out") return fresh;
    if (!client || !fresh.custom) return this.component(decision.do, fresh, old);
    switch (decision.do) {
      case "create":
        return this.applyStep({ operation: "create" }, fresh, undefined, () =>
          this.create(client, fresh),
        );
      case "recreate":
        return this.applyStep({ operation: "replace", part: "create" }, fresh, old, () =>
          this.create(client, fresh),
        );
      case "same":
        return this.applyStep({ operation: "same" }, fresh, old, () => this.keep(fresh, old));
      case "update":
        return this.update(client, fresh, old ?? fresh, decision.keys);
      case "import":
        return this.import(client, fresh, old, decision.live, decision.keys);
      case "replace": {
        const step: Step = { operation: "replace", part: "create", keys: decision.keys };
        await this.deleteAll(toDelete, dependentsDeleted);
        if (decision.first === "delete")
          return this.applyStep(step, fresh, old, () => this.create(client, fresh));
        return this.applyStep(step, fresh, undefined, () => this.create(client, fresh, old));
      }
    }
  }

  private async deleteAll(resources: Resource[], done: Deferred): Promise<void> {
    try {
      for (const resource of resources)
        await this.deleteResource(resource, { operation: "replace", part: "delete" });
      done.resolve();
    } catch (e) {
      done.reject(e);
      throw e;
    }
  }

  private component(
    operation: PlannedStep["decision"]["do"],
    fresh: Resource,
    old: Resource | undefined,
  ): Promise<Resource> {
    const known = operation === "create" || operation === "update" ? operation : "same";
    fresh.outputs = old?.outputs;
    return this.applyStep({ operation: known }, fresh, old, () => Promise.resolve());
  }

  /**
   * Runs one step between its two writes; without an intent it calls no provider, and needs none. A
   * failure is reported for `subject` and undoes nothing; a resource that was created but is not ready
   * replaces `old` in the state.
   */
  async step(
    step: Step,
    subject: Resource,
    old: Resource | undefined,
    act: () => Promise<Change>,
    intent?: PendingOperation["type"],
  ): Promise<void> {
    const { journal, progress } = this.context;
    progress.started(step, subject);
    if (intent) await this.context.awaitWrite(journal.begin(subject, intent));
    let change: Change;
    try {
      change = await act();
    } catch (e) {
      if (e instanceof InitFailed) {
        markSecretOutputs(subject);
        await this.context.awaitWrite(journal.end(subject, { add: subject, remove: old }));
      } else if (intent) await this.context.awaitWrite(journal.end(subject, {}));
      this.context.reportFailure(step, subject, e);
      throw e;
    }
    // Not waited for: the write that the next step waits for has it, and a failed one halts all.
    this.context.awaitWrite(journal.end(subject, change)).catch(() => undefined);
    progress.done(step, subject);
  }

  /** Runs a step that ends with the new state of a resource. */
  async applyStep(
    step: Step,
    fresh: Resource,
    old: Resource | undefined,
    act: () => Promise<void>,
  ): Promise<Resource> {
    const inStateOnly = isInStateOnly(fresh);
    const make = async (): Promise<Change> => {
      await act();
      markSecretOutputs(fresh);
      if (isEqual(old?.replacementTrigger, fresh.replacementTrigger))
        fresh.replacementTrigger = old?.replacementTrigger;
      if (fresh.outputs && old?.outputs) fresh.outputs = reuseEqual(old.outputs, fresh.outputs);
      const isSame = step.operation === "same" && !!old && isUnchanged(old, fresh);
      return { add: fresh, remove: old, quiet: inStateOnly || isSame };
    };
    await this.step(step, fresh, old, make, inStateOnly ? undefined : INTENT[step.operation]);
    this.context.news.set(fresh.urn, fresh);
    return fresh;
  }

  /** `outdated` is deleted at the end of the deployment, after the new resource exists. */
  private async create(client: Client, fresh: Resource, outdated?: Resource): Promise<void> {
    try {
      const live = await client.create(
        targetOf(fresh),
        fresh.inputs ?? {},
        fresh.customTimeouts?.create,
      );
      Object.assign(fresh, { id: live.id, outputs: live.outputs, created: now(), modified: now() });
    } catch (e) {
      if (!(e instanceof InitFailed)) throw e;
      Object.assign(fresh, {
        id: e.id,
        outputs: e.outputs,
        initErrors: e.reasons,
        created: now(),
        modified: now(),
      });
      if (outdated) outdated.delete = true;
      throw e;
    }
    if (outdated) outdated.delete = true;
  }

  private async keep(fresh: Resource, old: Resource | undefined): Promise<void> {
    if (!old) return;
    const { id, outputs, created, modified } = old;
    const inputs = fresh.inputs && reuseEqual(old.inputs, fresh.inputs);
    Object.assign(fresh, { id, inputs, outputs, created, modified });
    if (isProviderType(fresh.type))
      await this.context.registry.load(targetOf(fresh), id ?? "", fresh.inputs ?? {});
  }

  private update(
    client: Client,
    fresh: Resource,
    old: Resource,
    keys: string[],
  ): Promise<Resource> {
    const inputs: Props = reuseEqual(old.inputs, fresh.inputs ?? {});
    Object.assign(fresh, {
      id: old.id,
      inputs,
      outputs: old.outputs,
      created: old.created,
      modified: now(),
    });
    return this.applyStep({ operation: "update", keys }, fresh, old, async () => {
      try {
        fresh.outputs = await client.update(
          targetOf(fresh),
          old,
          inputs,
          fresh.customTimeouts?.update,
        );
      } catch (e) {
        if (e instanceof InitFailed)
          Object.assign(fresh, { outputs: e.outputs, initErrors: e.reasons });
        throw e;
      }
    });
  }

  private async import(
    client: Client,
    fresh: Resource,
    old: Resource | undefined,
    live: { id: string; inputs?: Props; outputs: Props },
    keys: string[],
  ): Promise<Resource> {
    const wanted = fresh.inputs;
    const found = {
      ...fresh,
      inputs: live.inputs ?? wanted,
      id: live.id,
      outputs: live.outputs,
      created: now(),
    };
    const imported = await this.applyStep(
      { operation: "import" },
      { ...found, modified: now() },
      undefined,
      () => {
        if (old) old.delete = true;
        return Promise.resolve();
      },
    );
    if (keys.length === 0) return imported;
    return this.update(client, fresh, imported, keys);
  }

  /** Deletes one resource. One without a counterpart in the cloud is only removed from the state. */
  async deleteResource(old: Resource, step: Step): Promise<void> {
    const { context } = this;
    const replacing = step.operation === "replace" && !old.delete;
    if (old.pendingReplacement)
      return context.awaitWrite(
        context.journal.end(old, replacing ? { quiet: true } : { remove: old }),
      );
    const quiet = this.skipsProviderDelete(old);
    const act = async (): Promise<Change> => {
      if (old.protect && !replacing && !old.delete)
        throw new Refused(`${old.urn} is protected and cannot be deleted: remove protect first`);
      if (!quiet) {
        const client = await context.registry.clientOf(old);
        await client.delete(targetOf(old), old, old.customTimeouts?.delete);
      }
      if (replacing) old.pendingReplacement = true;
      return replacing ? { quiet } : { remove: old, quiet };
    };
    // An external resource is only removed from the state (the CLI's "discard").
    const reported: Step = old.external && !replacing ? { operation: "read" } : step;
    await this.step(reported, old, undefined, act, quiet ? undefined : "deleting");
  }

  /** Whether the delete does not reach a provider. */
  private skipsProviderDelete(old: Resource): boolean {
    const goneWith = old.deletedWith !== undefined && this.context.deletedUrns.has(old.deletedWith);
    const notOurs = isInStateOnly(old) || old.external === true;
    return notOurs || old.retainOnDelete === true || goneWith || this.context.options.dryRun;
  }
}
