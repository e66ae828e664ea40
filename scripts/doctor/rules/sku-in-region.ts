import { refusalOf } from "../../lib/azure/errors";
import { ok, problem } from "../finding";
import { isRetired, modelText, sameModel } from "../model-catalogue";
import type { RuleContext, Rule } from "../rule";

/** Whether the region offers the model in the configured SKU; if not, which regions do. */
export const skuInRegion: Rule = {
  name: "sku-in-region",
  part: "shared",
  at: "account",
  async check(context) {
    const { location, model } = context.config;
    const name = modelText(model);
    const offer = (await context.azure.models()).find((candidate) => sameModel(candidate, model));
    const skus = offer?.skus.map((sku) => sku.name) ?? [];
    const evidence = offer
      ? `models of ${location}: ${name} as ${skus.join(", ") || "no SKU"}`
      : `models of ${location}: no ${name}`;
    if (offer && skus.includes(model.sku) && isRetired(offer, model.sku, context.now))
      return problem("warning", {
        code: "RetiredButListed",
        message: `${location} still lists ${name} as ${model.sku}, although it is retired`,
        cure: "choose another rai-lab:model, as the rule model-life-cycle says",
        evidence,
      });
    if (skus.includes(model.sku)) return ok(`${location} offers ${name} as ${model.sku}`, evidence);
    return problem("refused", {
      code: offer ? "InvalidResourceProperties" : "DeploymentModelNotSupported",
      message: `${location} does not offer ${name} as ${model.sku}`,
      cure: await cureOf(context, skus),
      evidence,
    });
  },
};

async function cureOf(context: RuleContext, skus: string[]): Promise<string> {
  const regions = await regionsWithCapacity(context);
  const settings: string[] = [];
  if (regions.length > 0) settings.push(`rai-lab:location ${regions.join(" or ")}`);
  if (skus.length > 0) settings.push(`rai-lab:model.sku ${skus.join(" or ")}`);
  if (settings.length > 0) return `set ${settings.join(", or ")}`;
  return `choose another model: no region is known to offer this one as ${context.config.model.sku}`;
}

/**
 * The regions with the SKU and enough capacity. They only improve the cure, so that an error of
 * Azure gives none.
 */
async function regionsWithCapacity({ config, azure }: RuleContext): Promise<string[]> {
  const { sku, capacity } = config.model;
  try {
    const capacities = await azure.modelCapacities(config.model);
    const enough = capacities.filter((one) => one.sku === sku && one.capacity >= capacity);
    return [...new Set(enough.map(({ location }) => location))].sort();
  } catch (error) {
    if (refusalOf(error)) return [];
    throw error;
  }
}
