import type { FastifyInstance } from "fastify";
import type { World } from "../core/world";

/**
 * Work that goes on after its request was answered, by the id of what it is for. It ends with the
 * service, and is not kept: who reads what it was for finds it undone.
 */
export class BackgroundWork {
  private readonly running = new Map<string, AbortController>();

  constructor(
    private readonly world: World,
    app: FastifyInstance,
  ) {
    app.addHook("onClose", async () => {
      for (const abort of this.running.values()) abort.abort();
      await Promise.resolve();
    });
  }

  isRunning(id: string): boolean {
    return this.running.has(id);
  }

  /**
   * @param work ends early, or with any error, once it is told to
   * @param end records what the work gave, unless it was told to end
   */
  start<T>(id: string, work: (signal: AbortSignal) => Promise<T>, end: (result: T) => void): void {
    const abort = new AbortController();
    this.running.set(id, abort);
    void work(abort.signal)
      .then((result) => {
        if (!abort.signal.aborted) end(result);
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) this.world.onError(error);
      })
      .finally(() => this.running.delete(id));
  }

  stop(id: string): void {
    this.running.get(id)?.abort();
  }
}
