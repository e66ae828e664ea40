import type { LabError } from "../../../infra/errors";
import type { Clock } from "../../base/clock";

/** The role that lets an identity ask the model. */
export const ROLE = "Cognitive Services OpenAI User";

/**
 * "It can take up to 10 minutes for changes to take effect" (learn.microsoft.com, Troubleshoot
 * Azure RBAC), by the clock of the cloud. A role that was never assigned costs no more time.
 */
const MAX_WAIT_MS = 10 * 60_000;
const INTERVAL_MS = 15_000;

/** The clock of a wait, and what it reports to. */
export interface RoleWaitOptions {
  clock: Clock;
  /** Called when a wait begins and when it ends: events of the run. */
  note: (what: string) => void;
  /** Called before each sleep with what is waited for. */
  waiting: (what: string) => void;
  signal: AbortSignal;
}

/**
 * Waits for a role assignment that Azure does not honour yet. Its servers learn of it one by one,
 * so that a refusal may follow an answer: there is one wait per deployment, not per request.
 */
export class RoleWait {
  /** When the wait began, in milliseconds. */
  private since: number | undefined;
  /** One sleep for all refused requests. */
  private sleeping: Promise<void> | undefined;

  constructor(private readonly options: RoleWaitOptions) {}

  /** After a refusal: sleeps until the next try. @throws `refusal` after ten minutes of waiting */
  async waitAfter(refusal: LabError): Promise<void> {
    const { clock, note } = this.options;
    if (this.since === undefined) {
      this.since = clock.now();
      const minutes = MAX_WAIT_MS / 60_000;
      note(`the role ${ROLE} is not honoured yet: waiting for up to ${minutes} minutes`);
    }
    const waited = clock.now() - this.since;
    if (waited >= MAX_WAIT_MS) throw refusal;
    await (this.sleeping ??= this.sleep(waited).finally(() => (this.sleeping = undefined)));
  }

  /** After an answer: ends the wait, if there is one. */
  end(): void {
    if (this.since === undefined) return;
    const seconds = Math.round((this.options.clock.now() - this.since) / 1000);
    this.since = undefined;
    this.options.note(`the role ${ROLE} is honoured after ${seconds} s`);
  }

  private sleep(waited: number): Promise<void> {
    const { clock, waiting, signal } = this.options;
    const [seconds, limit] = [Math.round(waited / 1000), MAX_WAIT_MS / 1000];
    waiting(`the role ${ROLE} to be honoured, ${seconds} of at most ${limit} s`);
    return clock.sleep(INTERVAL_MS, signal);
  }
}
