/** `pulumi-nodejs`, the provider of dynamic resources: the SDK's cmd/dynamic-provider in this process. */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { compileFunction, constants } from "node:vm";
import type { dynamic } from "@pulumi/pulumi";
import { InitFailed, type Plugin, type Props, type Provider } from "../../plugin";

type Dynamic = dynamic.ResourceProvider<Props, Props>;
const KEY = "__provider";

/** The stack's configuration for `configure`. Keys without a namespace are those of the project. */
class Config implements dynamic.Config {
  constructor(
    private readonly project: string,
    private readonly values: Props,
  ) {}

  get(key: string): string | undefined {
    const value = this.values[key.includes(":") ? key : `${this.project}:${key}`];
    return typeof value === "string" ? value : undefined;
  }

  require(key: string): string {
    const value = this.get(key);
    if (value === undefined) throw new Error(`Missing required configuration key: ${key}`);
    return value;
  }
}

/** The text's `require` finds the packages of this project. */
const requirePackage = createRequire(__filename);

type ModuleFunction = (exports: object, require: NodeJS.Require, module: object) => void;
/** Compiled once: all stacks of a class have the same texts. */
const compiled = new Map<string, ModuleFunction>();

function compile(text: string): ModuleFunction {
  const known = compiled.get(text);
  if (known) return known;
  const filename = `dynamic-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.js`;
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const names = ["exports", "require", "module"];
  const made = compileFunction(text, names, { filename, importModuleDynamically });
  compiled.set(text, made as ModuleFunction);
  return made as ModuleFunction;
}

/**
 * The text that `pulumi.dynamic.Resource` serialises is a CommonJS module whose `handler()` returns the
 * provider. Each deployment runs it anew, so that none sees what another has left in a variable.
 */
async function load(text: string, config: Config): Promise<Dynamic> {
  const module = { exports: {} };
  compile(text)(module.exports, requirePackage, module);
  const provider = (module.exports as { handler(): Dynamic }).handler();
  await provider.configure?.({ config });
  return provider;
}

const withProviderText = (props: Props | undefined, from: Props): Props => ({
  ...props,
  [KEY]: from[KEY] ?? null,
});

/** Converts the error of an incomplete create or update, which has an id, to `InitFailed`. */
async function withInitFailed<T>(work: () => Promise<T>, from: Props): Promise<T> {
  try {
    return await work();
  } catch (e) {
    const left = e as { id?: unknown; properties?: Props; reasons?: string[]; message?: string };
    if (typeof left.id !== "string" || left.id === "") throw e;
    throw new InitFailed(
      left.id,
      withProviderText(left.properties, from),
      left.reasons ?? [left.message ?? "not ready"],
    );
  }
}

class DynamicProvider implements Provider {
  private readonly loaded = new Map<string, Promise<Dynamic>>();

  constructor(private readonly config: Config) {}

  private providerOf(...sources: (Props | undefined)[]): Promise<Dynamic> {
    const text = sources
      .map((s) => s?.[KEY])
      .find((t) => typeof t === "string" && t.startsWith("exports."));
    if (typeof text !== "string")
      return Promise.reject(new Error("the dynamic resource has no serialised provider"));
    const found = this.loaded.get(text) ?? load(text, this.config);
    this.loaded.set(text, found);
    return found;
  }

  async check(r: { olds: Props; news: Props }) {
    const provider = await this.providerOf(r.news, r.olds);
    const checked = await provider.check?.(r.olds, r.news);
    return {
      inputs: withProviderText(checked?.inputs ?? r.news, r.news),
      failures: checked?.failures,
    };
  }
  async diff(r: { id: string; olds: Props; news: Props }) {
    const provider = await this.providerOf(r.news, r.olds);
    const diff = await provider.diff?.(r.id, r.olds, r.news);
    return {
      changes: diff?.changes,
      replaces: diff?.replaces,
      deleteBeforeReplace: diff?.deleteBeforeReplace,
    };
  }
  async create(r: { inputs: Props; preview: boolean }) {
    // Dynamic providers have no preview: the outputs are unknown until they run.
    if (r.preview) return { id: "", outputs: r.inputs };
    const provider = await this.providerOf(r.inputs);
    const { id, outs } = await withInitFailed(() => provider.create(r.inputs), r.inputs);
    return { id, outputs: withProviderText(outs, r.inputs) };
  }
  async update(r: { id: string; olds: Props; news: Props; preview: boolean }) {
    if (r.preview) return { outputs: r.news };
    const provider = await this.providerOf(r.news);
    const updated = await withInitFailed(
      async () => provider.update?.(r.id, r.olds, r.news),
      r.news,
    );
    return { outputs: withProviderText(updated?.outs, r.news) };
  }
  async read(r: { id: string; inputs: Props; outputs: Props }) {
    const props = Object.keys(r.outputs).length > 0 ? r.outputs : r.inputs;
    const provider = await this.providerOf(props);
    if (!provider.read) return { id: r.id, outputs: props };
    const live = await provider.read(r.id, props);
    const inputs = live.inputs && withProviderText(live.inputs, props);
    return { id: live.id ?? "", outputs: withProviderText(live.props, props), inputs };
  }
  async delete(r: { id: string; outputs: Props }) {
    const provider = await this.providerOf(r.outputs);
    await provider.delete?.(r.id, r.outputs);
  }
}

/** The plugin `pulumi-nodejs`; its version is that of the SDK. */
export const dynamicPlugin = (version: string): Plugin => ({
  version,
  configure: ({ urn, config }) => new DynamicProvider(new Config(urn.split("::")[1] ?? "", config)),
});
