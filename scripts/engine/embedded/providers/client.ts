/** The engine's client of a provider. */
import {
  InitFailed,
  type CheckFailure,
  type Diff,
  type LiveState,
  type Props,
  type Provider,
  type Target,
} from "../../plugin";
import { changedKeys, keepSecrets, plain } from "../../state/wire";

/** Removes undefined members, as the wire of a provider process does. */
const throughJson = (props: Props): Props => JSON.parse(JSON.stringify(props)) as Props;

/**
 * What is not ready has outputs, too.
 * @throws InitFailed with the secret marks of the inputs in its outputs
 */
const withMarks = <T>(call: Promise<T>, inputs: Props): Promise<T> =>
  call.catch((error: unknown) => {
    if (!(error instanceof InitFailed)) throw error;
    const outputs = keepSecrets(throughJson(error.outputs), inputs);
    throw new InitFailed(error.id, outputs, error.reasons);
  });

/** Removes secret marks from requests, restores them in responses, and applies the rules of previews. */
export class Client {
  constructor(
    /** Undefined in a preview whose provider configuration has unknown values. */
    private readonly provider: Provider | undefined,
    private readonly dryRun: boolean,
  ) {}

  private get configured(): Provider {
    if (!this.provider) throw new Error("the configuration of the provider is not known");
    return this.provider;
  }

  async check(
    t: Target,
    olds: Props | undefined,
    news: Props,
  ): Promise<{ inputs: Props; failures: CheckFailure[] }> {
    if (!this.provider?.check) return { inputs: news, failures: [] };
    const r = await this.provider.check({ ...t, olds: plain(olds ?? {}), news: plain(news) });
    return { inputs: keepSecrets(throughJson(r.inputs), news), failures: r.failures ?? [] };
  }

  async diff(
    t: Target,
    old: { id?: string; inputs?: Props; outputs?: Props },
    news: Props,
    ignoreChanges: readonly string[] = [],
  ): Promise<Diff> {
    const [olds, oldInputs] = [plain(old.outputs ?? {}), plain(old.inputs ?? {})];
    const request = { ...t, id: old.id ?? "", olds, oldInputs, news: plain(news), ignoreChanges };
    const diff = (await this.provider?.diff?.(request)) ?? {};
    const changed = diff.changed ?? changedKeys(oldInputs, request.news);
    const replaces = (diff.replaces?.length ?? 0) > 0;
    return { ...diff, changed, changes: diff.changes ?? (replaces || changed.length > 0) };
  }

  async create(t: Target, inputs: Props, timeout?: number): Promise<LiveState> {
    if (this.dryRun && !this.provider) return { id: "", outputs: {} };
    const request = { ...t, inputs: plain(inputs), preview: this.dryRun, timeout };
    const live = await withMarks(this.configured.create(request), inputs);
    if (!this.dryRun && !live.id)
      throw new Error(`the provider gave no id for ${t.type} ${t.name}`);
    return { ...live, outputs: keepSecrets(throughJson(live.outputs), inputs) };
  }

  async update(
    t: Target,
    old: { id?: string; inputs?: Props; outputs?: Props },
    news: Props,
    timeout?: number,
  ): Promise<Props> {
    if (this.dryRun && !this.provider) return {};
    if (!this.configured.update) return { ...old.outputs, ...news };
    const [olds, oldInputs] = [plain(old.outputs ?? {}), plain(old.inputs ?? {})];
    const request = {
      id: old.id ?? "",
      olds,
      oldInputs,
      news: plain(news),
      preview: this.dryRun,
      timeout,
    };
    const { outputs } = await withMarks(this.configured.update({ ...t, ...request }), news);
    return keepSecrets(throughJson(outputs), news);
  }

  /** Undefined when the resource is gone. `interrupted`: an operation of a killed run may be running. */
  async read(
    t: Target,
    id: string,
    inputs: Props,
    outputs: Props,
    interrupted = false,
  ): Promise<LiveState | undefined> {
    if (!this.provider?.read) return { id, inputs, outputs };
    const request = {
      ...t,
      id,
      inputs: plain(inputs),
      outputs: plain(outputs),
      ...(interrupted && { interrupted }),
    };
    const live = await this.provider.read(request);
    if (!live?.id) return undefined;
    const marked = keepSecrets(throughJson(live.outputs), { ...outputs, ...inputs });
    return {
      id: live.id,
      inputs: live.inputs && keepSecrets(throughJson(live.inputs), inputs),
      outputs: marked,
      isWhole: live.isWhole,
    };
  }

  async identify(t: Target, inputs: Props): Promise<string | undefined> {
    return this.provider?.identify?.({ ...t, inputs: plain(inputs) });
  }

  async delete(
    t: Target,
    r: { id?: string; inputs?: Props; outputs?: Props },
    timeout?: number,
  ): Promise<void> {
    const [inputs, outputs] = [plain(r.inputs ?? {}), plain(r.outputs ?? {})];
    await this.configured.delete?.({ ...t, id: r.id ?? "", inputs, outputs, timeout });
  }

  async invoke(token: string, args: Props): Promise<{ result?: Props; failures?: CheckFailure[] }> {
    if (!this.provider) return {};
    if (!this.provider.invoke) throw new Error(`the provider has no function ${token}`);
    const { result, failures } = await this.provider.invoke({ token, args: plain(args) });
    return { result: result && throughJson(result), failures };
  }
}
