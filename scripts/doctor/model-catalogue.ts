import type { CognitiveServicesManagementClient } from "@azure/arm-cognitiveservices";
import { z } from "zod";

/** A model's name and version, as Azure spells them. */
export interface ModelId {
  name: string;
  version: string;
}

/** One model version as a region offers it to Azure OpenAI accounts. */
export interface ModelOffer extends ModelId {
  /**
   * Azure's word. Trap: `Deprecating` is what the docs call deprecated, `Deprecated` is retired. It
   * can lag behind the date.
   */
  lifecycleStatus: string;
  /** End of inference for the model as a whole. */
  retires?: Date;
  replacement?: ModelId;
  /** It answers chat completions; embeddings, images and speech do not. */
  chat: boolean;
  /** A SKU that is not here is not offered in the region. */
  skus: SkuOffer[];
}

/** One SKU of a model version. */
export interface SkuOffer {
  name: string;
  /**
   * Which row of the quota table it draws from. It drops versions, so it is read and never built.
   */
  usageName?: string;
  /** End for this SKU, when it differs from the model's. */
  retires?: Date;
  /** Requests a minute for each unit of capacity; undefined where Azure does not say. */
  requestsPerUnit?: number;
}

/** The account kind we deploy. Azure lists a model once per kind. */
const KIND = "OpenAI";

/** What the SDK's types leave out of api-version 2025-06-01 answers. */
const wirePage = z.object({ value: z.array(z.unknown()) });
const wireModel = z.object({
  kind: z.literal(KIND),
  model: z.object({
    name: z.string(),
    version: z.string(),
    replacementConfig: z.object({ targetModelName: z.string(), targetModelVersion: z.string() }),
  }),
});
const wireSkus = z.object({
  kind: z.literal(KIND),
  model: z.object({
    name: z.string(),
    version: z.string(),
    skus: z.array(
      z.object({
        name: z.string(),
        rateLimits: z.array(
          z.object({ key: z.string(), renewalPeriod: z.number().positive(), count: z.number() }),
        ),
      }),
    ),
  }),
});

/** What the SDK leaves out of the answers, by model and by model and SKU. */
interface WireDetails {
  replacements: Map<string, ModelId>;
  requestsPerUnit: Map<string, number>;
}

/**
 * Every model version that a region lists for Azure OpenAI accounts, retired ones that still show
 * included.
 */
export async function modelCatalogue(
  client: CognitiveServicesManagementClient,
  location: string,
): Promise<ModelOffer[]> {
  const details: WireDetails = { replacements: new Map(), requestsPerUnit: new Map() };
  const { replacements, requestsPerUnit } = details;
  const offers: ModelOffer[] = [];
  const onResponse = (response: { bodyAsText?: string | null }): void =>
    readDetails(response.bodyAsText ?? "", details);
  for await (const { kind, model } of client.models.list(location, { onResponse })) {
    if (kind !== KIND || model?.name === undefined || model.version === undefined) continue;
    const id = { name: model.name, version: model.version };
    offers.push({
      ...id,
      lifecycleStatus: model.lifecycleStatus ?? "",
      retires: dateOf(model.deprecation?.inference),
      replacement: replacements.get(keyOf(id)),
      chat: model.capabilities?.chatCompletion === "true",
      skus: (model.skus ?? []).map((sku) => ({
        name: sku.name ?? "",
        usageName: sku.usageName,
        retires: sku.deprecationDate,
        requestsPerUnit: requestsPerUnit.get(skuKeyOf(id, sku.name)),
      })),
    });
  }
  return offers;
}

/** Whether two ids mean the same model version; case does not matter. */
export const sameModel = (a: ModelId, b: ModelId): boolean => keyOf(a) === keyOf(b);

/** Whether the model is retired in this SKU: by Azure's word, or by the date, which may be ahead. */
export const isRetired = (offer: ModelOffer, sku: string, now: Date): boolean => {
  const end = endOf(offer, sku);
  return offer.lifecycleStatus === "Deprecated" || (end !== undefined && end <= now);
};

/** The end of a model in a SKU; undefined when none is published. */
export const endOf = (offer: ModelOffer, sku: string): Date | undefined =>
  offer.skus.find(({ name }) => name === sku)?.retires ?? offer.retires;

/** `gpt-4o 2024-11-20`. */
export const modelText = (id: ModelId): string => `${id.name} ${id.version}`;

const keyOf = (id: ModelId): string => `${id.name.toLowerCase()} ${id.version.toLowerCase()}`;

const skuKeyOf = (id: ModelId, sku = ""): string => `${keyOf(id)} ${sku}`;

function readDetails(body: string, { replacements, requestsPerUnit }: WireDetails): void {
  for (const item of wirePage.safeParse(jsonOf(body)).data?.value ?? []) {
    const replaced = wireModel.safeParse(item).data?.model;
    if (replaced) {
      const { targetModelName: name, targetModelVersion: version } = replaced.replacementConfig;
      replacements.set(keyOf(replaced), { name, version });
    }
    const limited = wireSkus.safeParse(item).data?.model;
    for (const { name, rateLimits } of limited?.skus ?? []) {
      // Azure gives the limits of one unit of capacity, in a period of its own.
      const requests = rateLimits.find(({ key }) => key === "request");
      if (!limited || !requests) continue;
      const perMinute = (requests.count * 60) / requests.renewalPeriod;
      requestsPerUnit.set(skuKeyOf(limited, name), perMinute);
    }
  }
}

/** An error page of a proxy is no JSON: the SDK itself reports it. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function dateOf(text: string | undefined): Date | undefined {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
