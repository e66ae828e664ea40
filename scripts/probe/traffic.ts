/**
 * Requests that are under way, of all pacers of a run. Time that jumps must not jump past one of them: it would arrive
 * in a later window of its quota than it was sent in.
 */
export class Traffic {
  private underWay = 0;
  private readonly sleepers: (() => void)[] = [];

  get any(): boolean {
    return this.underWay > 0;
  }

  begin(): void {
    this.underWay++;
  }

  end(): void {
    this.underWay--;
    if (this.underWay === 0) for (const wake of this.sleepers.splice(0)) wake();
  }

  /** Resolves when nothing is under way. */
  over(): Promise<void> {
    return this.any ? new Promise((wake) => this.sleepers.push(wake)) : Promise.resolve();
  }
}
