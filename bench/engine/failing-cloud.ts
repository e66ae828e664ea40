import { uniformInt } from "pure-rand/distribution/uniformInt";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { InitFailed, UNKNOWN, type Plugin, type Props } from "../../scripts/engine/plugin";

/** How a call of a provider fails: nothing happened, it happened all the same, or it is not ready. */
const FAILINGS = ["before", "after", "not ready"] as const;
type Failing = (typeof FAILINGS)[number];
/** One call in so many fails. */
const ONE_IN = 6;

/** Part of every output that is a secret. */
export const SECRET = "secret-of-the-cloud";

/**
 * A cloud in memory whose provider fails now and then, unless it is calm. A change of `label` replaces
 * and deletes first, one of `color` creates first, any other one updates.
 */
export class FailingCloud {
  readonly objects = new Map<string, Props>();
  isCalm = true;

  constructor(private readonly random: RandomGenerator) {}

  readonly plugin: Plugin = {
    version: "1.0.0",
    configure: () => ({
      check: ({ news }) => this.call(() => ({ inputs: news })),
      diff: ({ oldInputs, news }) => this.call(() => diffOf(oldInputs, news)),
      create: ({ name, inputs, preview }) => {
        if (preview) return Promise.resolve({ id: "", outputs: { ...inputs, key: UNKNOWN } });
        const id = idOf(name, inputs);
        return this.call(() => this.put(id, inputs), id, inputs);
      },
      update: ({ id, news, preview }) =>
        preview
          ? Promise.resolve({ outputs: outputsOf(id, news) })
          : this.call(() => this.put(id, news), id, news),
      read: ({ id }) =>
        this.call(() => {
          const inputs = this.objects.get(id);
          return inputs && { id, outputs: outputsOf(id, inputs) };
        }),
      identify: ({ name, inputs }) => idOf(name, inputs),
      delete: ({ id }) => this.call(() => void this.objects.delete(id)),
    }),
  };

  private drawFailing(): Failing | undefined {
    const upTo = (most: number): number => uniformInt(this.random, 0, most);
    return upTo(ONE_IN - 1) === 0 ? FAILINGS[upTo(FAILINGS.length - 1)] : undefined;
  }

  private put(id: string, inputs: Props): { id: string; outputs: Props } {
    this.objects.set(id, inputs);
    return { id, outputs: outputsOf(id, inputs) };
  }

  private async call<T>(act: () => T, id?: string, inputs: Props = {}): Promise<T> {
    const failing = this.isCalm ? undefined : this.drawFailing();
    // As over a network: the engine has other calls to make meanwhile.
    await Promise.resolve();
    if (failing === "before") throw new Error("refused");
    const result = act();
    if (failing === "after") throw new Error("the answer was lost");
    if (failing === "not ready" && id !== undefined)
      throw new InitFailed(id, outputsOf(id, inputs), ["not ready"]);
    return result;
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const idOf = (name: string, { label, color }: Props): string =>
  `/things/${name}/${textOf(label)}/${textOf(color)}`;
/** Without `from`, a secret of another resource: a program that does not set it any more would not know that. */
const outputsOf = (id: string, { from: _, ...inputs }: Props): Props => ({
  ...inputs,
  key: `${SECRET} ${id}`,
});

/** What a change of inputs means, in this cloud and in that of the engine's tests. */
export function diffOf(oldInputs: Props, news: Props) {
  const names = [...new Set([...Object.keys(oldInputs), ...Object.keys(news)])];
  const changed = names.filter(
    (name) => JSON.stringify(oldInputs[name]) !== JSON.stringify(news[name]),
  );
  return {
    changes: changed.length > 0,
    changed,
    replaces: changed.filter((name) => name === "label" || name === "color"),
    deleteBeforeReplace: changed.includes("label"),
  };
}
