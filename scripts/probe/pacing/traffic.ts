/**
 * Requests that are under way, of all pacers of a run. Time that jumps must not jump past one of them: it would arrive
 * in a later window of its quota than it was sent in.
 */
export class Traffic {
  private underWay = 0;
  private readonly sleepers: (() => void)[] = [];

  get isBusy(): boolean {
    return this.underWay > 0;
  }

  begin(): void {
    this.underWay++;
  }

  end(): void {
    this.underWay--;
    if (this.underWay === 0) for (const wake of this.sleepers.splice(0)) wake();
  }

  /** The jump that time is in; nothing is sent before it has ended. */
  jumping: Promise<void> | undefined;

  /** Lets time jump: one jump at a time. */
  jump(sleep: () => Promise<void>): Promise<void> {
    this.jumping = sleep().finally(() => (this.jumping = undefined));
    return this.jumping;
  }

  /** Resolves when nothing is under way. */
  whenIdle(): Promise<void> {
    return this.isBusy ? new Promise((wake) => this.sleepers.push(wake)) : Promise.resolve();
  }
}
