import { type Exchange, exchangeOf, type Passed } from "./exchange";
import { type Difference, differenceOf, type ExpectedAnswer } from "./expected/expected";

/** What a trial has seen so far, and the first moment at which it must stop. */
export class Watch {
  readonly exchanges: Exchange[] = [];
  /** Each once, in the order in which they came. */
  readonly differences: Difference[] = [];
  readonly surprises: string[] = [];
  private readonly stopping = new AbortController();
  private readonly known = new Set<string>();

  /** @param keepsGoing whether an answer that is not as expected is noted only */
  constructor(
    private readonly expected: readonly ExpectedAnswer[],
    private readonly keepsGoing: boolean,
  ) {}

  /** Aborted by the first surprise. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Takes in one exchange. */
  see(passed: Passed): void {
    const exchange = exchangeOf(passed);
    this.exchanges.push(exchange);
    const difference = differenceOf(exchange, this.expected);
    if (!difference) return;
    const text = `${difference.request}: ${difference.what}`;
    if (this.known.has(text)) return;
    this.known.add(text);
    this.differences.push(difference);
    if (difference.isSurprise && !this.keepsGoing) this.surprise(text);
  }

  /** Notes a surprise, and stops what creates or asks. */
  surprise(text: string): void {
    this.surprises.push(text);
    this.stopping.abort();
  }
}
