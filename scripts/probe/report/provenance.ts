import { distinctSorted, modelsOf, type ScorableJournal } from "../score/texts";

/** Origin of the answers. The report names it, so that a simulation is not mistaken for the real service. */
export interface Provenance {
  kind: "service" | "simulated" | "local model" | "recorded";
  /** Models named in the answers; several when the model changed during the run. */
  models: string[];
  fingerprints: string[];
  deployment: string;
  /** The model that the stack deploys. */
  deployedModel: string;
  apiVersion: string;
  region: string;
  started: string;
  finished: string;
}

/** Reads the provenance from a journal. */
export function provenanceOf({ header, answers, recorded }: ScorableJournal): Provenance {
  const { service, started } = header;
  const models = modelsOf(answers);
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

/** The kind of model, by the prefix that the local cloud's models have in their name. */
function kindOf(models: readonly string[]): Provenance["kind"] {
  if (models.some((model) => model.startsWith("SIMULATED"))) return "simulated";
  if (models.some((model) => model.startsWith("LOCAL MODEL"))) return "local model";
  return "service";
}

/** Answers of a local cloud bear the times of its clock, which jumps. Empty for a real one. */
export const clockNote = (kind: Provenance["kind"]): string =>
  kind === "simulated" || kind === "local model" ? " (the local cloud's clock)" : "";

/** Banner for answers that no deployed model gave. */
export const BANNERS: Record<Provenance["kind"], string | undefined> = {
  service: undefined,
  simulated:
    "SIMULATED — the answers are made up, with a known effect built in; no language model gave them.",
  recorded:
    "RECORDED — the answers come from a file; who gave them, and when, is not known to this report.",
  "local model":
    "LOCAL MODEL — the answers come from a small language model on this machine, not from Azure OpenAI.",
};
