import type { LabError } from "../../../infra/errors";
import type { Clock } from "../../base/clock";

/** The role that lets an identity ask the model. */
export const ROLE = "Cognitive Services OpenAI User";

/**
 * "It can take up to 10 minutes for changes to take effect" (learn.microsoft.com, Troubleshoot Azure RBAC), by the
 * clock of the cloud. A role that is not there at all costs no more.
 */
const LONGEST_MS = 10 * 60_000;
const EVERY_MS = 15_000;

/** How a wait is told. */
export interface RoleWaitOptions {
  clock: Clock;
  /** Told when a wait begins and when it ends: events of the run. */
  note: (what: string) => void;
  /** Told before each sleep what is waited for. */
  waiting: (what: string) => void;
  signal: AbortSignal;
}

/**
 * Waits for a role assignment that Azure does not honour yet. Its servers learn of it one by one, so that a refusal may
 * come after an answer as well: the wait belongs to the deployment, not to a request.
 */
export class RoleWait {
  private since: number | undefined;
  /** One sleep for all who were refused. */
  private asleep: Promise<void> | undefined;

  constructor(private readonly options: RoleWaitOptions) {}

  /** After a refusal: sleeps until it is worth asking again. @throws `refused` when it has lasted too long */
  async after(refused: LabError): Promise<void> {
    const { clock, note } = this.options;
    if (this.since === undefined) {
      this.since = clock.now();
      note(
        `the role ${ROLE} is not honoured yet: waiting for up to ${LONGEST_MS / 60_000} minutes`,
      );
    }
    const waited = clock.now() - this.since;
    if (waited >= LONGEST_MS) throw refused;
    await (this.asleep ??= this.sleep(waited).finally(() => (this.asleep = undefined)));
  }

  /** After an answer. */
  over(): void {
    if (this.since === undefined) return;
    const seconds = Math.round((this.options.clock.now() - this.since) / 1000);
    this.since = undefined;
    this.options.note(`the role ${ROLE} is honoured after ${seconds} s`);
  }

  private sleep(waited: number): Promise<void> {
    const { clock, waiting, signal } = this.options;
    waiting(
      `the role ${ROLE} to be honoured, ${Math.round(waited / 1000)} of at most ${LONGEST_MS / 1000} s`,
    );
    return clock.sleep(EVERY_MS, signal);
  }
}
