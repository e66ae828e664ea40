import { own } from "../../../infra/json-object";
import { ok, problem, type RuleResult } from "../finding";
import type { Rule } from "../rule";

/** httpx as the ML runtimes ship it (Databricks' per-runtime constraint files). */
const SHIPPED_HTTPX: Record<string, string> = {
  "15.4": "0.27.0",
  "16.4": "0.28.1",
  "17.3": "0.27.0",
};
/** From here on openai no longer hands httpx the argument that httpx dropped. */
const PROXIES_FIXED = "1.55.3";
const PROXIES_DROPPED = "0.28";
const CURE = "set rai-lab:databricks.library to openai==2.54.0";

/** Whether the `openai` package on the cluster works with what the runtime ships. */
export const libraryPin: Rule = {
  name: "library-pin",
  part: "personal",
  check({ config }) {
    const { library, runtime } = config.databricks;
    const version = library.replace("openai==", "");
    const release = /^\d+\.\d+/.exec(runtime)?.[0] ?? runtime;
    const httpx = own(SHIPPED_HTTPX, release);
    const ships =
      httpx === undefined
        ? `httpx of runtime ${release} is not known`
        : `${release} ML ships httpx ${httpx}`;
    if (isBefore(version, PROXIES_FIXED)) {
      const conflict = (status: "warning" | "refused", why: string): RuleResult =>
        problem(status, {
          code: "LibraryConflict",
          message:
            `openai ${version} breaks with httpx ${PROXIES_DROPPED} and newer ` +
            `(TypeError: unexpected argument 'proxies'), and ${why}`,
          cure: CURE,
          evidence: `${ships}; openai-python issue 1902`,
        });
      if (httpx === undefined)
        return conflict("warning", `nothing pins httpx on runtime ${release}`);
      if (!isBefore(httpx, PROXIES_DROPPED))
        return conflict("refused", `runtime ${release} ships httpx ${httpx}`);
    }
    if (!isBefore(version, "3"))
      return problem("warning", {
        code: "LibraryUpgradesRuntime",
        message: `openai ${version} replaces packages the runtime has loaded already (typing-extensions, anyio): Python must be restarted`,
        cure: CURE,
        evidence: `openai 3 needs typing-extensions 4.14 or newer, newer than any known runtime ships`,
      });
    return ok(`openai ${version} works on runtime ${runtime}`, ships);
  },
};

/** Compares dotted numbers: `0.28` is not before `0.28.1`'s family, `1.42.0` is before `1.55.3`. */
function isBefore(version: string, limit: string): boolean {
  const parts = version.split(".").map(Number);
  const limits = limit.split(".").map(Number);
  for (let i = 0; i < limits.length; i++) {
    const difference = (parts[i] ?? 0) - (limits[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
