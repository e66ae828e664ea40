import { LabError } from "../../../infra/errors";
import type { Answer } from "../journal";
import type { ProbeTarget } from "./client";

/** So many answers, all cut off before their first word, are no coincidence. */
const EMPTY_ENOUGH = 16;

/** The monitored fields of an answer or a draft. */
type MonitoredAnswer = Pick<Answer, "model" | "fingerprint" | "text" | "finishReason">;

/** Monitors the answers of a run for a changed model and for empty texts. */
export class ResponseMonitor {
  private model: string | undefined;
  private fingerprint: string | undefined;
  private emptyAnswers = 0;
  private hasText = false;

  constructor(
    private readonly target: ProbeTarget,
    private readonly maxTokens: number,
    before: readonly MonitoredAnswer[],
  ) {
    for (const answer of before) this.changes(answer);
  }

  /** Changes of model and fingerprint since the answers before, in words for the journal. */
  changes({ model, fingerprint, text, finishReason }: MonitoredAnswer): string[] {
    const changes = [
      changeOf("the model", this.model, model),
      changeOf("the fingerprint", this.fingerprint, fingerprint),
    ].filter((change) => change !== undefined);
    this.model = model || this.model;
    this.fingerprint = fingerprint ?? this.fingerprint;
    if (text !== "") this.hasText = true;
    else if (finishReason === "length") this.emptyAnswers++;
    return changes;
  }

  /** @throws LabError `service` if a reasoning model spends every budget before its first word */
  assertProducesText(): void {
    if (this.hasText || this.emptyAnswers < EMPTY_ENOUGH) return;
    const { name, version } = this.target.model;
    throw new LabError(
      "service",
      `the model ${name} ${version} thinks through its whole budget of ${this.maxTokens} tokens: all ${this.emptyAnswers} answers are empty`,
      {
        where: this.target.openaiEndpoint,
        cure: `with a dated rai-lab:openai.apiVersion set v1 and run npx lab up, since older ones cannot turn the reasoning off; else run it again with --max-tokens ${Math.max(2_000, 10 * this.maxTokens)} and another folder (--out), or set rai-lab:model to one that does not reason`,
      },
    );
  }
}

/** The change in words; undefined if the value is the same, or one of the two is not known. */
function changeOf(
  name: string,
  before: string | undefined,
  now: string | null,
): string | undefined {
  if (before === undefined || !now || now === before) return undefined;
  return `${name} changed from ${before} to ${now}`;
}
