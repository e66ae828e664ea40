/** Dynamic resources from create to destroy. Prints what happened as JSON. Run under tsx: vitest rewrites closures. */
import * as pulumi from "@pulumi/pulumi";
import { EngineHarness } from "./harness";

interface Inputs {
  size: number;
  token: string;
}

const calls: string[] = [];
Object.assign(globalThis, { engineDynamicCalls: calls });
const note = (call: string): void => {
  (globalThis as unknown as { engineDynamicCalls: string[] }).engineDynamicCalls.push(call);
};

class Provider implements pulumi.dynamic.ResourceProvider<Inputs, Inputs & { made: string }> {
  private tenant = "";
  configure(r: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.tenant = `${r.config.require("tenant")}/${r.config.get("other:key") ?? "-"}`;
    return Promise.resolve();
  }
  check(_: Inputs, news: Inputs) {
    const failures = news.size < 0 ? [{ property: "size", reason: "negative" }] : [];
    return Promise.resolve({ inputs: news, failures });
  }
  diff(_: pulumi.ID, olds: Inputs, news: Inputs) {
    return Promise.resolve({
      changes: olds.size !== news.size,
      replaces: news.size > 9 ? ["size"] : [],
      deleteBeforeReplace: true,
    });
  }
  create(inputs: Inputs) {
    note(`create ${inputs.size} ${inputs.token} ${this.tenant}`);
    if (inputs.size === 5) {
      const error = new Error("not ready");
      return Promise.reject(
        Object.assign(error, {
          id: "five",
          properties: { ...inputs, made: "half" },
          reasons: ["half"],
        }),
      );
    }
    return Promise.resolve({ id: `id-${inputs.size}`, outs: { ...inputs, made: "yes" } });
  }
  update(id: pulumi.ID, _: Inputs, news: Inputs) {
    note(`update ${id} ${news.size}`);
    return Promise.resolve({ outs: { ...news, made: "again" } });
  }
  delete(id: pulumi.ID): Promise<void> {
    note(`delete ${id}`);
    return Promise.resolve();
  }
}
const provider = new Provider();

class Made extends pulumi.dynamic.Resource {
  declare readonly made: pulumi.Output<string>;
  constructor(name: string, size: number) {
    super(provider, name, { size, token: pulumi.secret("t0k3n"), made: undefined });
  }
}

async function main(): Promise<void> {
  const b = new EngineHarness();
  Object.assign(b.stack, { config: { "demo:tenant": "T", "other:key": "K" } });
  const sized = (size: number) => () => Promise.resolve({ made: new Made("m", size).made });
  const seen: unknown[] = [];
  for (const size of [1, 1, 2, 10, -1]) {
    const { counts, outputs, failures } = await b.up(sized(size));
    const { create, same, update, replace } = counts;
    seen.push([
      calls.splice(0),
      { create, same, update, replace },
      outputs.made,
      failures.map((f) => f.message),
    ]);
  }
  const state = JSON.stringify(b.state);
  await b.engine.destroy(b.stack);
  seen.push(calls.splice(0));
  const half = await b.up(sized(5));
  seen.push([half.failures.map((f) => f.message), b.state.resources.at(-1)?.initErrors]);
  console.log(JSON.stringify({ seen, leaks: state.includes("t0k3n") }));
}
void main();
