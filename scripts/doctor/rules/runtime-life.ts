import { endOfSupport, RUNTIME_ENDS } from "../../../infra/runtimes";
import { day, endsSoon } from "../dates";
import { ok, problem, type RuleResult } from "../finding";
import type { Rule } from "../rule";

const SOURCE = "learn.microsoft.com/azure/databricks/release-notes/runtime/eos";
const KNOWN = Object.keys(RUNTIME_ENDS)
  .sort((a, b) => Number(a) - Number(b))
  .join(", ");
const CURE = "set rai-lab:databricks.runtime to 16.4.x-cpu-ml-scala2.12";

/** How long Databricks supports the cluster's runtime. */
export const runtimeLife: Rule = {
  name: "runtime-life",
  half: "personal",
  check({ config, now }) {
    const { runtime } = config.databricks;
    const date = endOfSupport(runtime);
    if (date === undefined)
      return problem("unknown", {
        code: "RuntimeUnknown",
        message: `runtime ${runtime} is no long-term release that this doctor knows (${KNOWN})`,
        cure: CURE,
        evidence: `Databricks' page of ends of support (${SOURCE}); no workspace to ask yet`,
      });
    const end = new Date(date);
    const evidence = `${releaseOf(runtime)} LTS ends on ${date} (${SOURCE})`;
    const warning = (code: string, message: string): RuleResult =>
      problem("warning", { code, message, cure: CURE, evidence });
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
