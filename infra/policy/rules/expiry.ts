import { resourceRule } from "../rule";
import { choiceSetting, limitSetting } from "../settings";
import { RESOURCE_GROUP } from "../types";
import { display, UNKNOWN, type Value, valueAt } from "../value";

const DAY_MS = 86_400_000;

/** Days since 1970; undefined for anything but an ISO date that exists (2027-02-30 does not). */
function dayOf(text: Value): number | undefined {
  if (typeof text !== "string") return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) return undefined;
  return time / DAY_MS;
}

/**
 * Resource groups without an expiry date where one is required; dates that are invalid, past or too
 * far ahead.
 */
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
  *check({ props }, { required, maxDays }, { today }) {
    const expires = valueAt(props, "tags.expires");
    if (expires === UNKNOWN) return;
    if (expires === undefined) {
      const inClass = valueAt(props, "tags.class") !== undefined;
      if (required === "always" || (required === "class" && inClass))
        yield "the tag expires is missing";
      return;
    }
    const day = dayOf(expires);
    if (day === undefined) {
      yield `the tag expires is no date: ${display(expires)}`;
      return;
    }
    const ahead = day - dayOf(today)!;
    if (ahead < 0) yield `the lab expired on ${display(expires)}`;
    if (ahead > maxDays) yield `it expires in ${ahead} days, the limit is ${maxDays}`;
  },
});
