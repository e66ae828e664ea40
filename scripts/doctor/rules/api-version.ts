import { ok, problem } from "../finding";
import type { Rule } from "../rule";

const SOURCE = "learn.microsoft.com/azure/ai-services/openai/api-version-deprecation";
const RETIREMENT_DAY = "2024-07-01";
/** From Microsoft's documentation: no API returns this list. */
const RETIRED = [
  "2023-03-15-preview",
  "2023-07-01-preview",
  "2023-08-01-preview",
  "2023-09-01-preview",
  "2023-12-01-preview",
];
const SERVED = ["2024-10-21", "v1"];
/** Models that reason, of which only later api-versions can ask for an effort. */
const REASONING = /^(gpt-[5-9]|o\d)/;

/** What Microsoft's page says of an api-version; undefined when it does not name it. */
export function apiVersionLife(
  version: string,
): { state: "served" | "retired"; ends?: string; source: string } | undefined {
  const source = `Microsoft's life cycle page (${SOURCE})`;
  if (SERVED.includes(version)) return { state: "served", source };
  if (RETIRED.includes(version)) return { state: "retired", ends: RETIREMENT_DAY, source };
  return undefined;
}

/** Whether the data plane still answers the configured api-version. */
export const apiVersion: Rule = {
  name: "api-version",
  part: "shared",
  check({ config }) {
    const version = config.openai.apiVersion;
    const cure = `set rai-lab:openai.apiVersion to ${SERVED.join(" or ")}`;
    const evidence = `Microsoft's life cycle page (${SOURCE}); Azure cannot be asked`;
    const { name } = config.model;
    if (version === "2024-10-21" && REASONING.test(name))
      return problem("warning", {
        code: "ApiVersionWithoutEffort",
        message: `api-version ${version} cannot turn off the reasoning of ${name}, which can use up the budget of every answer`,
        cure: "set rai-lab:openai.apiVersion to v1",
        evidence,
      });
    if (SERVED.includes(version)) return ok(`api-version ${version} is served`, evidence);
    if (RETIRED.includes(version)) {
      const message =
        `api-version ${version} was retired on ${RETIREMENT_DAY}: ` +
        "the service answers 404 to it";
      return problem("refused", { code: "ApiVersionRetired", message, cure, evidence });
    }
    const message = `whether api-version ${version} is served is not known`;
    return problem("unknown", { code: "ApiVersionUnknown", message, cure, evidence });
  },
};
