import type { Deployment } from "@azure/arm-cognitiveservices";
import { deploymentOf } from "../../../infra/names/physical-names";
import { ok, problem } from "../finding";
import { modelText, sameModel } from "../model-catalogue";
import type { Rule } from "../rule";

/** Whether the subscription has tokens per minute left in the region, with the arithmetic. */
export const tokenQuota: Rule = {
  name: "token-quota",
  part: "shared",
  at: "account",
  async check({ config, azure }) {
    const { location, model, deploymentName, seats } = config;
    const perSeat = seats?.map((seat) => deploymentOf(deploymentName, seat));
    const deployments = perSeat ?? [deploymentName];
    const offer = (await azure.models()).find((candidate) => sameModel(candidate, model));
    const usageName = offer?.skus.find((sku) => sku.name === model.sku)?.usageName;
    if (usageName === undefined)
      return problem("unknown", {
        code: "NoQuotaRow",
        message: `the quota of ${modelText(model)} as ${model.sku} cannot be asked: ${location} names no quota row for it`,
        cure: "first choose a model and SKU that the region offers",
        evidence: `models of ${location}: no usageName for ${modelText(model)} as ${model.sku}`,
      });
    const row = (await azure.usages()).find((usage) => usage.name?.value === usageName);
    if (row?.limit === undefined || row.currentValue === undefined)
      return problem("unknown", {
        code: "NoQuotaRow",
        message: `the quota of ${modelText(model)} as ${model.sku} is not in the quota table of ${location}`,
        cure: `ask for quota at https://aka.ms/oai/quotaincrease`,
        evidence: `usages of ${location}: no row ${usageName}`,
      });
    const existing = await Promise.all(deployments.map((name) => azure.deployment(name)));
    const models = await azure.models();
    const rowOf = (deployment: Deployment | undefined): string | undefined => {
      const { name = "", version = "" } = deployment?.properties?.model ?? {};
      const own = models.find((candidate) => sameModel(candidate, { name, version }));
      return own?.skus.find((sku) => sku.name === deployment?.sku?.name)?.usageName;
    };
    // On an update Azure counts the increase only, provided that it stays in the same row.
    const held = existing
      .filter((deployment) => rowOf(deployment) === usageName)
      .reduce((sum, deployment) => sum + (deployment?.sku?.capacity ?? 0), 0);
    const capacity = model.capacity * deployments.length;
    const need = Math.max(0, capacity - held);
    const free = row.limit - row.currentValue;
    const times = seats ? ` × ${seats.length} seats` : "";
    const needText =
      held > 0 || seats
        ? `${need} (capacity ${model.capacity}${times} − ${held} already held)`
        : String(need);
    const arithmetic = `limit ${row.limit} − used ${row.currentValue} = ${free} free, needed ${needText}`;
    const maxCapacity = Math.floor((free + held) / deployments.length);
    const lowerCapacity =
      maxCapacity > 0 ? [`set rai-lab:model.capacity to ${maxCapacity} or less`] : [];
    const quota = row.name?.localizedValue ?? usageName;
    const evidence = `usages of ${location}: ${usageName}: ${arithmetic}`;
    if (need <= free)
      return ok(`the quota suffices: ${need} needed, ${free} free of ${quota}`, evidence);
    return problem("refused", {
      code: "InsufficientQuota",
      message: `the quota is too small: ${need} needed, ${free} free of ${quota} (${arithmetic})`,
      cure: [
        ...lowerCapacity,
        "delete deployments that are not needed, purge soft-deleted accounts (they may still hold quota)",
        "choose another rai-lab:location",
        "or ask for more at https://aka.ms/oai/quotaincrease",
      ].join(", "),
      evidence,
    });
  },
};
