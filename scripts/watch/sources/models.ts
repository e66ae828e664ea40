import type { LabConfig } from "../../../infra/config";
import { type ModelId, type ModelOffer, endOf, modelText, sameModel } from "../../doctor";
import { NOT_LISTED, type Reading, type Watched, type Word } from "../thing";
import { dayOf } from "../compare";
import { reasonOf } from "./reason";

/** What this program knows of models without asking Azure. */
export interface DatedCatalogue {
  /** The day of the schedule that it follows. */
  published: string;
  rows: readonly (ModelId & {
    lifecycle: string;
    retires: string;
    skus: readonly { name: string; retires?: string }[];
  })[];
}

/**
 * The stack's model, and the chat models that its region offers in the same way, with the ends that
 * Azure names. Where Azure is not reached, the stack's own by the dated catalogue.
 */
export async function watchModels(
  { sku, ...configured }: LabConfig["model"],
  read: () => Promise<ModelOffer[]>,
  dated: DatedCatalogue,
): Promise<Watched[]> {
  let offers: ModelOffer[];
  try {
    offers = (await read()).filter(({ chat, skus }) => chat && skus.some((s) => s.name === sku));
  } catch (error) {
    return [
      {
        ...thingOf(configured, sku, true),
        unknown: reasonOf(error),
        dated: wordOf(dated, configured, sku),
      },
    ];
  }
  const readings = offers.map((offer) => readingOf(offer, sku, sameModel(offer, configured)));
  if (readings.some(({ isUsed }) => isUsed)) return readings;
  const source = `Azure's list of models: ${offers.length} chat models as ${sku}, and not this one`;
  return [
    { ...thingOf(configured, sku, true), state: NOT_LISTED, isOver: true, source },
    ...readings,
  ];
}

const thingOf = (model: ModelId, sku: string, isUsed: boolean) => ({
  id: `${model.name}+${model.version}+${sku}`,
  kind: "model" as const,
  name: `${modelText(model)} (${sku})`,
  isUsed,
});

function readingOf(offer: ModelOffer, sku: string, isUsed: boolean): Reading {
  const end = endOf(offer, sku);
  return {
    ...thingOf(offer, sku, isUsed),
    state: offer.lifecycleStatus || "no life cycle given",
    ends: end && dayOf(end.getTime()),
    // Azure's word for a retired model; what the documents call deprecated is `Deprecating`.
    isOver: offer.lifecycleStatus === "Deprecated",
    source: "Azure's list of models",
  };
}

function wordOf(
  { published, rows }: DatedCatalogue,
  model: ModelId,
  sku: string,
): Word | undefined {
  const row = rows.find((one) => sameModel(one, model));
  const own = row?.skus.find(({ name }) => name === sku);
  if (!row || !own) return undefined;
  return {
    state: row.lifecycle,
    ends: (own.retires ?? row.retires).slice(0, 10),
    source: `the schedule of ${published}`,
  };
}
