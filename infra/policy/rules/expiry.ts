import { resourceRule } from "../rule";
import { choiceSetting, limitSetting } from "../settings";
import { RESOURCE_GROUP } from "../types";
import { valueAt, isMap, display, UNKNOWN } from "../value";

const DAY_MS = 86_400_000;

/** Days since 1970; undefined for what is no date, 2027-02-30 among them. */
function dayOf(text: string): number | undefined {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)
    ? undefined
    : time / DAY_MS;
}

export const expiry = resourceRule({
  name: "expiry",
  description:
    "A lab says until when it is needed, so that somebody can remove what was forgotten.",
  cure: "Set rai-lab:expires to the day after the last lesson.",
  severity: "medium",
  appliesTo: [RESOURCE_GROUP],
  settings: {
    required: choiceSetting(
      ["class", "always", "never"],
      "Who needs the tag: labs with the tag `class`, all, or nobody.",
    ),
    maxDays: limitSetting(366, "How far ahead it may lie, in days."),
  },
  check({ props }, { required, maxDays }, { today }) {
    const tags = valueAt(props, "tags");
    if (tags === UNKNOWN) return [];
    const expires = valueAt(props, "tags.expires");
    if (expires === UNKNOWN) return [];
    if (expires === undefined) {
      const needed =
        required === "always" ||
        (required === "class" && isMap(tags) && tags["class"] !== undefined);
      return needed ? ["the tag expires is missing"] : [];
    }
    const day = typeof expires === "string" ? dayOf(expires) : undefined;
    if (day === undefined) return [`the tag expires is no date: ${display(expires)}`];
    const ahead = day - dayOf(today)!;
    if (ahead < 0) return [`the lab expired on ${display(expires)}`];
    return ahead > maxDays ? [`it expires in ${ahead} days, the limit is ${maxDays}`] : [];
  },
});
