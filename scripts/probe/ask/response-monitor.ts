import { LabError } from "../../../infra/errors";
import type { Answer } from "../journal";
import type { ProbeTarget } from "./client";

/** So many answers, all cut off before their first word, are no chance. */
const EMPTY_ENOUGH = 16;

/** What is watched of an answer, or of a draft. */
type Watched = Pick<Answer, "model" | "fingerprint" | "text" | "finishReason">;

/** Watches the answers of a run for what its reader must know. */
export class ResponseMonitor {
  private model: string | undefined;
  private fingerprint: string | undefined;
  private empty = 0;
  private spoke = false;

  constructor(
    private readonly target: ProbeTarget,
    private readonly maxTokens: number,
    before: readonly Watched[],
  ) {
    for (const answer of before) this.changes(answer);
  }

  /** What changed in who answers, in words for the journal; empty when nothing did. */
  changes({ model, fingerprint, text, finishReason }: Watched): string[] {
    const found: string[] = [];
    const moved = (what: string, was: string | undefined, is: string | null): boolean =>
      is !== null &&
      is !== "" &&
      was !== undefined &&
      was !== is &&
      found.push(`${what} changed from ${was} to ${is}`) > 0;
    moved("the model", this.model, model);
    moved("the fingerprint", this.fingerprint, fingerprint);
    this.model = model === "" ? this.model : model;
    this.fingerprint = fingerprint ?? this.fingerprint;
    if (text !== "") this.spoke = true;
    else if (finishReason === "length") this.empty++;
    return found;
  }

  /** @throws LabError `service` when a reasoning model spends every answer's budget before its first word. */
  assertProducesText(): void {
    if (this.spoke || this.empty < EMPTY_ENOUGH) return;
    const { name, version } = this.target.model;
    throw new LabError(
      "service",
      `the model ${name} ${version} thinks through its whole budget of ${this.maxTokens} tokens: all ${this.empty} answers are empty`,
      {
        where: this.target.openaiEndpoint,
        cure: `run it again with --max-tokens ${Math.max(2_000, 10 * this.maxTokens)} and another folder (--out), or set rai-lab:model to one that does not reason`,
      },
    );
  }
}
