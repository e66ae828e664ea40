/** The provider of provider resources, and the table of configured providers. */
import { randomUUID } from "node:crypto";
import { LabError } from "../../../../infra/errors";
import {
  UNKNOWN,
  type CheckFailure,
  type Diff,
  type LiveState,
  type Plugin,
  type Plugins,
} from "../../plugin";
import type { Props, Provider, Target } from "../../plugin";
import { Client } from "./client";
import { addressesIn, assertLocal } from "../guard";
import type { Resource } from "../../state/resource";
import { isProviderType, packageOf, providerType, referenceOf, targetOf } from "../../state/urn";
import { hasUnknown, plain } from "../../state/wire";

/** Splits a provider's inputs into the engine's own (`__internal`, `version`) and its configuration. */
const splitConfig = (inputs: Props): { own: Props; config: Props } => {
  const { __internal, version, ...config } = inputs;
  return {
    own: {
      ...(__internal !== undefined && { __internal }),
      ...(version !== undefined && { version }),
    },
    config,
  };
};
const withoutInternal = ({ __internal, ...inputs }: Props): Props => inputs;

/** Configured providers of one deployment by reference. Manages provider resources itself. */
export class Registry implements Provider {
  private readonly clients = new Map<string, Client>();
  private readonly self: Client;

  constructor(
    private readonly plugins: Plugins,
    private readonly dryRun: boolean,
    /** Resources of the old state: providers that the program has not registered are among them. */
    private readonly before: readonly Resource[],
  ) {
    this.self = new Client(this, dryRun);
  }

  private plugin(type: string): Plugin {
    const plugin = this.plugins[packageOf(type)];
    if (plugin) return plugin;
    throw new LabError(
      "unsupported",
      `there is no local provider for the package "${packageOf(type)}"`,
      {
        cure: `local providers: ${Object.keys(this.plugins).join(", ")}; use the pulumi engine for others`,
      },
    );
  }

  /** The client of a resource's provider, from the old state if the program has not registered it. */
  async clientOf(r: { type: string; provider?: string }): Promise<Client> {
    if (isProviderType(r.type)) return this.self;
    const reference = r.provider ?? "";
    const found = this.clients.get(reference);
    if (found) return found;
    const old = this.before.find((b) => isProviderType(b.type) && referenceOf(b) === reference);
    if (!old) throw new Error(`unknown provider ${reference}`);
    return this.load(targetOf(old), old.id ?? "", old.inputs ?? {});
  }

  /**
   * A client of a package: that of a provider in the state, else one without settings. Undefined
   * without a plugin.
   */
  async clientOfPackage(pkg: string): Promise<Client | undefined> {
    const plugin = this.plugins[pkg];
    if (!plugin) return undefined;
    const type = providerType(pkg);
    const old = this.before.find((r) => r.type === type);
    if (old) return this.clientOf({ type: `${pkg}:`, provider: referenceOf(old) });
    const provider = await plugin.configure({ urn: "", type, name: pkg, id: "", config: {} });
    return new Client(provider, this.dryRun);
  }

  /** Configures a provider and adds it to the table. @throws LabError `foreign-stack` */
  async load(t: Target, id: string, inputs: Props): Promise<Client> {
    const { config } = splitConfig(plain(inputs));
    const known = !hasUnknown(config);
    if (known) assertLocal(addressesIn(config), t.urn);
    const provider = known ? await this.plugin(t.type).configure({ ...t, id, config }) : undefined;
    const client = new Client(provider, this.dryRun);
    this.clients.set(referenceOf({ urn: t.urn, id }), client);
    return client;
  }

  async check(
    r: Target & { olds: Props; news: Props },
  ): Promise<{ inputs: Props; failures?: CheckFailure[] }> {
    const [olds, news] = [splitConfig(r.olds), splitConfig(r.news)];
    const checked = await this.plugin(r.type).checkConfig?.({
      ...r,
      olds: olds.config,
      news: news.config,
    });
    return {
      failures: checked?.failures,
      inputs: { ...(checked?.inputs ?? news.config), ...news.own },
    };
  }

  async diff(r: Target & { oldInputs: Props; news: Props }): Promise<Diff> {
    const [olds, news] = [splitConfig(r.oldInputs).config, splitConfig(r.news).config];
    return (await this.plugin(r.type).diffConfig?.({ ...r, olds, news })) ?? {};
  }

  async create(r: Target & { inputs: Props }): Promise<LiveState> {
    const id = this.dryRun ? UNKNOWN : randomUUID();
    await this.load(r, id, r.inputs);
    return { id, outputs: withoutInternal(r.inputs) };
  }

  async update(r: Target & { id: string; news: Props }): Promise<{ outputs: Props }> {
    await this.load(r, r.id, r.news);
    return { outputs: withoutInternal(r.news) };
  }
}
