import type { ScorableJournal } from "../score/texts";

/** What produced the answers: a reader must never take a simulation for the real service. */
export interface Provenance {
  kind: "service" | "simulated" | "local model" | "recorded";
  /** As the service named itself in its answers; more than one when it changed on the way. */
  models: string[];
  fingerprints: string[];
  deployment: string;
  /** What the stack was asked to deploy. */
  deployedModel: string;
  apiVersion: string;
  region: string;
  started: string;
  finished: string;
}

/** Reads the provenance from a journal. */
export function provenanceOf({ header, answers, recorded }: ScorableJournal): Provenance {
  const { service, started } = header;
  const models = distinctSorted(answers.map(({ model }) => model));
  const regions = distinctSorted(answers.map(({ region }) => region ?? ""));
  return {
    kind: recorded ? "recorded" : kindOf(models),
    models,
    fingerprints: distinctSorted(answers.map(({ fingerprint }) => fingerprint ?? "")),
    deployment: service.deployment,
    deployedModel: service.model,
    apiVersion: service.apiVersion,
    region: regions.length > 0 ? regions.join(", ") : service.region,
    started,
    finished: answers.reduce((latest, { at }) => (at > latest ? at : latest), started),
  };
}

const distinctSorted = (values: readonly string[]): string[] =>
  [...new Set(values.filter((value) => value !== ""))].sort();

/** The local cloud's models say what they are in the name they answer with. */
function kindOf(models: readonly string[]): Provenance["kind"] {
  if (models.some((model) => model.startsWith("SIMULATED"))) return "simulated";
  return models.some((model) => model.startsWith("LOCAL MODEL")) ? "local model" : "service";
}

/** The banner that marks answers which no deployed model gave. */
export const BANNERS: Record<Provenance["kind"], string | undefined> = {
  service: undefined,
  simulated:
    "SIMULATED — the answers come from seeded texts with a planted effect, not from a language model.",
  recorded:
    "RECORDED — the answers come from a file; who gave them, and when, is not known to this report.",
  "local model":
    "LOCAL MODEL — the answers come from a small language model on this machine, not from Azure OpenAI.",
};
