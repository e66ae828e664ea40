/** A small cloud in memory and its provider: what the engine's tests deploy to. */
import { diffOf } from "../../../bench/engine/failing-cloud";
import {
  InitFailed,
  UNKNOWN,
  type Plugin,
  type Props,
  type Provider,
  type Value,
} from "../../../scripts/engine/plugin";

/** Where a test may step in: `before` the provider does something, and `after` it was done but not yet answered. */
export interface Call {
  method: "create" | "update" | "delete" | "read";
  name: string;
  moment: "before" | "after";
}

export class FakeCloud {
  /** Objects by id. */
  readonly objects = new Map<string, Props>();
  /** Mutations in the order in which they were answered: `create a`, `update b`, `delete c`. */
  readonly log: string[] = [];
  /** May throw, or end the process. */
  hook: (call: Call) => void | Promise<void> = () => undefined;
  /** Most calls under way at once. */
  peak = 0;
  private underWay = 0;

  async count<T>(work: () => Promise<T>): Promise<T> {
    this.peak = Math.max(this.peak, ++this.underWay);
    try {
      return await work();
    } finally {
      this.underWay--;
    }
  }

  async step(method: Call["method"], name: string, act: () => void): Promise<void> {
    await this.hook({ method, name, moment: "before" });
    act();
    await this.hook({ method, name, moment: "after" });
    this.log.push(`${method} ${name}`);
  }
}

const text = (v: Value | undefined): string =>
  typeof v === "string" ? v : JSON.stringify(v ?? null);
const isUnknown = (v: Value | undefined): boolean => JSON.stringify(v ?? null).includes(UNKNOWN);

/**
 * Type `fake:index:Thing`. Inputs: `label` (its change replaces, deleting first), `color` (its change replaces,
 * creating first), `size` and `from` (updates), `broken` (fails the check), `unready` (created, not fit for use).
 * The id is `/things/<label or name>`, or random-like with a color. Outputs echo the inputs and add `endpoint`, `key`.
 */
export function fakeProvider(cloud: FakeCloud, host: string): Provider {
  const idOf = (name: string, inputs: Props): string =>
    `/things/${text(inputs.label ?? name)}${inputs.color === undefined ? "" : `-${text(inputs.color)}`}`;
  const outputsOf = (id: string, inputs: Props): Props => ({
    ...inputs,
    endpoint: `https://127.0.0.1:1${id}`,
    key: `key of ${id}`,
  });
  return {
    check: ({ news }) =>
      Promise.resolve({
        inputs: { host, ...news },
        failures: news.broken === true ? [{ property: "broken", reason: "must not be true" }] : [],
      }),
    diff: ({ oldInputs, news }) => Promise.resolve(diffOf(oldInputs, news)),
    create: ({ name, inputs, preview }) =>
      cloud.count(async () => {
        if (preview) return { id: "", outputs: { ...inputs, endpoint: UNKNOWN, key: UNKNOWN } };
        const id = idOf(name, inputs);
        await cloud.step("create", name, () => {
          if (isUnknown(inputs)) throw new Error(`create of ${name} with unknown inputs`);
          if (cloud.objects.has(id)) throw new Error(`cannot create already existing ${id}`);
          cloud.objects.set(id, inputs);
        });
        if (inputs.unready === true)
          throw new InitFailed(id, outputsOf(id, inputs), ["it is not ready"]);
        return { id, outputs: outputsOf(id, inputs) };
      }),
    update: ({ name, id, news, preview }) =>
      cloud.count(async () => {
        if (preview) return { outputs: outputsOf(id, news) };
        await cloud.step("update", name, () => {
          if (!cloud.objects.has(id)) throw new Error(`${id} does not exist`);
          cloud.objects.set(id, news);
        });
        return { outputs: outputsOf(id, news) };
      }),
    read: async ({ name, id }) => {
      await cloud.hook({ method: "read", name, moment: "before" });
      const inputs = cloud.objects.get(id);
      return inputs && { id, inputs, outputs: outputsOf(id, inputs) };
    },
    identify: ({ name, inputs }) => idOf(name, inputs),
    delete: ({ name, id }) =>
      cloud.count(() => cloud.step("delete", name, () => void cloud.objects.delete(id))),
    invoke: ({ token, args }) =>
      token === "fake:index:getKey"
        ? Promise.resolve({ result: { key: `key of ${text(args.id)}` } })
        : Promise.reject(new Error(`no function ${token}`)),
  };
}

export const fakePlugin = (cloud: FakeCloud): Plugin => ({
  version: "1.2.3",
  configure: ({ config }) => fakeProvider(cloud, text(config.host ?? "localhost")),
});
