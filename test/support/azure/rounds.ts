import type { FastifyInstance } from "fastify";
import type { Service } from "../../../scripts/cloud/core/world";

/** Turns of the event loop in which a client that got its answers sends its next request. */
const TURNS = 50;

/**
 * Answers requests in rounds: all that are waiting at once, when the client sends no more. So many
 * rounds are as many times the time of one answer, on any machine and under any load.
 */
export class Rounds {
  private readonly waiting: (() => void)[] = [];
  private answering = 0;

  /** A service whose requests wait for their round. */
  hold = (service: Service): Service => ({
    kind: service.kind,
    createApp: async (world) => this.holding(await service.createApp(world)),
  });

  private holding(app: FastifyInstance): FastifyInstance {
    app.addHook("onRequest", () => new Promise<void>((resolve) => void this.waiting.push(resolve)));
    app.addHook("onResponse", (_request, _reply, done) => {
      this.answering--;
      done();
    });
    return app;
  }

  /** Waits for some work, and counts the rounds of requests that it takes. */
  async of<T>(work: Promise<T>): Promise<{ value: T; rounds: number }> {
    let rounds = 0;
    const state = { isDone: false };
    const done = work.finally(() => (state.isDone = true));
    while (!state.isDone) {
      const before = this.waiting.length;
      for (let turn = 0; turn < TURNS; turn++) await new Promise(setImmediate);
      const isQuiet = this.answering === 0 && this.waiting.length === before;
      if (!isQuiet || before === 0) continue;
      rounds++;
      const round = this.waiting.splice(0);
      this.answering = round.length;
      for (const answer of round) answer();
    }
    return { value: await done, rounds };
  }
}
