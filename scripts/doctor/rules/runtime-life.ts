import { endOfSupport, RUNTIME_ENDS } from "../../../infra/runtimes";
import { day, daysUntil, endsSoon, HORIZON_DAYS } from "../dates";
import { ok, problem, type RuleResult } from "../finding";
import type { Rule } from "../rule";

const SOURCE = "learn.microsoft.com/azure/databricks/release-notes/runtime/eos";
const KNOWN = Object.keys(RUNTIME_ENDS)
  .sort((a, b) => Number(a) - Number(b))
  .join(", ");
/** The runtime that the lab is tested with. */
const PREFERRED = "16.4";

/** How long Databricks supports the cluster's runtime. */
export const runtimeLife: Rule = {
  name: "runtime-life",
  part: "personal",
  check({ config, now }) {
    const { runtime } = config.databricks;
    const date = endOfSupport(runtime);
    const cure = cureOf(runtime, now);
    if (date === undefined)
      return problem("unknown", {
        code: "RuntimeUnknown",
        message: `runtime ${runtime} is no long-term release that this doctor knows (${KNOWN})`,
        cure,
        evidence: `Databricks' page of ends of support (${SOURCE}); no workspace to ask yet`,
      });
    const end = new Date(date);
    const evidence = `${releaseOf(runtime)} LTS ends on ${date} (${SOURCE})`;
    const warning = (code: string, message: string): RuleResult =>
      problem("warning", { code, message, cure, evidence });
    if (end <= now)
      return warning(
        "RuntimeEndOfSupport",
        `runtime ${runtime} is out of support since ${day(end)}: ` +
          "no longer selectable in the UI, and the API may refuse it any day",
      );
    const soon = endsSoon(end, now, config.expires);
    if (soon !== undefined)
      return warning(
        "RuntimeEndsSoon",
        `runtime ${runtime} goes out of support ${soon}, on ${day(end)}`,
      );
    return ok(`runtime ${runtime} is supported until ${day(end)}`, evidence);
  },
};

/** `16.4` of `16.4.x-cpu-ml-scala2.12`. */
const releaseOf = (runtime: string): string => runtime.split(".x-")[0] ?? runtime;

/** A runtime that is supported for longer than this lab's, never the same one. */
function cureOf(runtime: string, now: Date): string {
  const own = endOfSupport(runtime) ?? "";
  const living = Object.entries(RUNTIME_ENDS)
    .filter(([, end]) => end > own && daysUntil(new Date(end), now) > HORIZON_DAYS)
    .sort(([, a], [, b]) => a.localeCompare(b))
    .map(([release]) => release);
  const release = living.find((name) => name === PREFERRED) ?? living.at(-1);
  if (release === undefined)
    return `no runtime that this doctor knows (${KNOWN}) lives longer: set rai-lab:databricks.runtime to the newest LTS for ML of ${SOURCE}`;
  const scala = Number(release) >= 17 ? "2.13" : "2.12";
  return `set rai-lab:databricks.runtime to ${release}.x-cpu-ml-scala${scala}`;
}
