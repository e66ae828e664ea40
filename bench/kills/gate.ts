import { AsyncLocalStorage } from "node:async_hooks";
import type { Plugin, Plugins, Provider } from "../../scripts/engine/plugin";
import { METHODS, pointId, type Method, type Point } from "./points";
import { StateWrites } from "./state-writes";

/** The call of a provider that is running. */
interface RunningCall {
  gate: Gate;
  step: Pick<Point, "method" | "type" | "name">;
  requests: number;
}

const running = new AsyncLocalStorage<RunningCall>();

/**
 * Reports each point that an operation on a stack passes. At one of them it stops the operation: it
 * makes no further call, takes no further answer and writes no state until the process is killed.
 */
export class Gate {
  readonly writes = new StateWrites();
  private isShut = false;

  constructor(
    private readonly stopAt: string | undefined,
    private readonly report: (point: string) => void,
  ) {}

  /** Passes points that are at the same moment. Never resolves from the point of the stop on. */
  async pass(points: readonly Point[]): Promise<void> {
    for (const id of points.map(pointId)) {
      if (this.isShut) break;
      this.report(id);
      this.isShut = id === this.stopAt;
    }
    if (this.isShut) await new Promise(() => undefined);
  }

  /** The same plugins, whose changing calls pass the gate. */
  around(plugins: Plugins): Plugins {
    return Object.fromEntries(
      Object.entries(plugins).map(([name, plugin]): [string, Plugin] => {
        const configure: Plugin["configure"] = async (request) =>
          this.aroundProvider(await plugin.configure(request));
        return [name, { ...plugin, configure }];
      }),
    );
  }

  private aroundProvider(provider: Provider): Provider {
    return new Proxy(provider, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== "function") return member;
        const method = METHODS.find((name) => name === key);
        const call = member.bind(target) as (request: CallRequest) => Promise<unknown>;
        if (!method) return call;
        return (request: CallRequest) => this.call(method, request, () => call(request));
      },
    });
  }

  private async call<T>(
    method: Method,
    { type, name, preview }: CallRequest,
    work: () => Promise<T>,
  ): Promise<T> {
    if (preview) return work();
    const step = { method, type, name };
    await this.pass([{ moment: "before", of: "call", ...step }]);
    const result = await running.run({ gate: this, step, requests: 0 }, work);
    await this.pass([{ moment: "after", of: "call", ...step }]);
    return result;
  }
}

interface CallRequest {
  type: string;
  name: string;
  preview?: boolean;
}

/** What sends requests, and passes the gate with each answer to a provider's request that changes something. */
export const gated =
  <R extends unknown[], A>(
    send: (...request: R) => Promise<A>,
    changes: (...request: R) => boolean,
  ): ((...request: R) => Promise<A>) =>
  async (...request) => {
    const call = running.getStore();
    if (!call) return send(...request);
    await call.gate.pass([]);
    const answer = await send(...request);
    const points: Point[] = changes(...request)
      ? [{ moment: "after", of: `request ${++call.requests}`, ...call.step }]
      : [];
    await call.gate.pass(points);
    return answer;
  };
