import type { Change } from "../../../class/fleet";
import type { SeatState } from "../../../class/seat-state";
import type { Console } from "../../../lib/shell/console";
import type { Say } from "../../../lib/shell/stages";

/** Shows how far a run is: a line that changes, and a lasting one for each stack that fails. */
export class Progress {
  private readonly states = new Map<string, SeatState>();

  constructor(
    private readonly total: number,
    private readonly console: Console,
    private readonly say: Say,
  ) {}

  change({ stack, state, failure }: Change): void {
    this.states.set(stack, state);
    if (failure) this.console.note(`✖ ${stack}: ${failure.message}`);
    this.say(this.line());
  }

  show(stack: string, text: string): void {
    this.say(`${this.line()}; ${stack}: ${text}`);
  }

  private line(): string {
    const all = [...this.states.values()].map((state) => ({ state }));
    return `${countText(all)} of ${this.total}`;
  }
}

/** `29 ready, 1 failed` */
export function countText(all: readonly { state: SeatState }[]): string {
  const counts = new Map<SeatState, number>();
  for (const { state } of all) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
}
