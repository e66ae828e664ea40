import { day, tooSoon } from "../dates";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

const SOURCE = "learn.microsoft.com/azure/databricks/release-notes/runtime/eos";
/** Ends of support of the long-term runtimes. From 18 on the version text has no minor. */
const ENDS = new Map([
  ["13.3", "2026-08-22"],
  ["14.3", "2027-02-01"],
  ["15.4", "2027-08-19"],
  ["16.4", "2028-05-09"],
  ["17.3", "2028-10-22"],
  ["18", "2029-06-10"],
]);
const CURE = "set rai-lab:databricks.runtime to 16.4.x-cpu-ml-scala2.12";

/** How long Databricks supports the cluster's runtime. */
export const runtimeLife: Rule = {
  name: "runtime-life",
  judge({ config, now }) {
    const { runtime } = config.databricks;
    const release = [...ENDS.keys()].find((name) => runtime.startsWith(`${name}.`));
    const end = new Date(ENDS.get(release ?? "") ?? Number.NaN);
    if (release === undefined)
      return problem("unknown", {
        code: "RuntimeUnknown",
        message: `runtime ${runtime} is no long-term release that this doctor knows (${[...ENDS.keys()].join(", ")})`,
        cure: CURE,
        evidence: `Databricks' page of ends of support (${SOURCE}); no workspace to ask yet`,
      });
    const evidence = `${release} LTS ends on ${day(end)} (${SOURCE})`;
    if (end <= now)
      return problem("warning", {
        code: "RuntimeEndOfSupport",
        message: `runtime ${runtime} is out of support since ${day(end)}: no longer selectable in the UI, and the API may refuse it any day`,
        cure: CURE,
        evidence,
      });
    const soon = tooSoon(end, now, config.expires);
    if (soon !== undefined)
      return problem("warning", {
        code: "RuntimeEndsSoon",
        message: `runtime ${runtime} goes out of support ${soon}, on ${day(end)}`,
        cure: CURE,
        evidence,
      });
    return ok(`runtime ${runtime} is supported until ${day(end)}`, evidence);
  },
};
