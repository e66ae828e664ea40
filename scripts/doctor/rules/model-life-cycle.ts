import { day, endsSoon } from "../dates";
import { ok, problem, type RuleResult } from "../finding";
import {
  endOf,
  isRetired,
  modelText,
  sameModel,
  type ModelId,
  type ModelOffer,
} from "../model-catalogue";
import type { RuleContext, Rule } from "../rule";

const SUGGESTIONS = 3;
const OPEN = ["GenerallyAvailable", "Stable", "Legacy"];

/** Whether Azure still takes new deployments of the model, and for how long. */
export const modelLifeCycle: Rule = {
  name: "model-life-cycle",
  part: "shared",
  at: "account",
  async check(context) {
    const { config, azure, now } = context;
    const offers = await azure.models();
    const offer = offers.find((candidate) => sameModel(candidate, config.model));
    const closed = cureOf(offers, offer, context);
    if (!offer) return notOffered(config.model, config.location, offers.length, closed);
    const evidence = evidenceOf(offer, config.model.sku);
    const name = modelText(offer);
    const refused = (code: string, message: string): RuleResult =>
      problem("refused", { code, message, cure: closed, evidence });
    const warning = (code: string, message: string): RuleResult =>
      problem("warning", { code, message, cure: closed, evidence });
    const end = endOf(offer, config.model.sku);
    if (end && end <= now)
      return refused("ServiceModelDeprecated", `${name} retired on ${day(end)}`);
    if (isRetired(offer, config.model.sku, now))
      return refused("ServiceModelDeprecated", `${name} is retired`);
    const until = end ? `until ${day(end)}` : "with no end published";
    if (offer.lifecycleStatus === "Deprecating")
      return deprecated(name, until, evidence, closed, await azure.deployedSomewhere(offer));
    if (offer.retires && offer.retires <= now)
      return warning(
        "ModelPastRetirement",
        `${name} retired on ${day(offer.retires)}, though ${config.model.sku} is listed ${until}`,
      );
    const soon = end && endsSoon(end, now, config.expires);
    if (soon !== undefined)
      return warning("RetiresSoon", `${name} retires ${soon}: it works ${until}`);
    if (offer.lifecycleStatus === "Legacy")
      return warning(
        "Legacy",
        `${name} is legacy: it has a successor, and can be deployed ${until}`,
      );
    return ok(`${name} can be deployed, and works ${until}`, evidence);
  },
};

function notOffered(model: ModelId, location: string, listed: number, cure: string): RuleResult {
  return problem("refused", {
    code: "DeploymentModelNotSupported",
    message: `${modelText(model)} is not offered in ${location}: it is retired, misspelt, or was never there`,
    cure,
    evidence: `models of ${location}: ${listed} listed for Azure OpenAI, none of them is ${modelText(model)}`,
  });
}

/**
 * A deprecated version: Azure still offers it to subscriptions that have deployed it, and refuses
 * it to all others.
 */
function deprecated(
  name: string,
  until: string,
  evidence: string,
  cure: string,
  deployment: string | undefined,
): RuleResult {
  if (deployment !== undefined)
    return problem("warning", {
      code: "Deprecated",
      message: `${name} is deprecated: open to this subscription, which has deployed it, ${until}`,
      cure,
      evidence: `${evidence}; deployed as ${deployment}`,
    });
  return problem("refused", {
    code: "ServiceModelDeprecating",
    message: `${name} is deprecated: closed to subscriptions that never deployed it, and this one has no deployment of it`,
    cure,
    evidence: `${evidence}; no account of the subscription has a deployment of it`,
  });
}

/**
 * The replacement that Azure names, else the chat models in the region and SKU that are available
 * longest.
 */
function cureOf(
  offers: ModelOffer[],
  offer: ModelOffer | undefined,
  { config, now }: RuleContext,
): string {
  const { sku } = config.model;
  const settings = "set rai-lab:model.name and rai-lab:model.version to";
  if (offer?.replacement)
    return `${settings} ${modelText(offer.replacement)}, the replacement Azure names`;
  const open = offers
    .filter((one) => one.chat && OPEN.includes(one.lifecycleStatus))
    .filter((one) => !offer || !sameModel(one, offer))
    .flatMap((candidate) => {
      const own = candidate.skus.find((s) => s.name === sku);
      const end = own && (own.retires ?? candidate.retires);
      return end && end > now ? [{ candidate, end }] : [];
    })
    .sort((a, b) => b.end.getTime() - a.end.getTime())
    .slice(0, SUGGESTIONS)
    .map(({ candidate, end }) => `${modelText(candidate)} (until ${day(end)})`);
  if (open.length > 0) return `${settings} ${open.join(", or ")}`;
  return `choose another rai-lab:location: ${config.location} offers no other chat model as ${sku}`;
}

function evidenceOf(offer: ModelOffer, sku: string): string {
  const own = offer.skus.find((s) => s.name === sku)?.retires;
  const dayText = (date: Date | undefined): string => (date ? day(date) : "absent");
  return [
    `lifecycleStatus ${offer.lifecycleStatus || "absent"}`,
    `deprecation.inference ${dayText(offer.retires)}`,
    `${sku} deprecationDate ${dayText(own)}`,
  ].join(", ");
}
