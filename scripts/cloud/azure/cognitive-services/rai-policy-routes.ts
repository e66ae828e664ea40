import { routeOptions } from "../arm/actions";
import type { RouteContext } from "../arm/context";
import { resourceNotFound } from "../arm/errors";
import { ACCOUNT_TYPE } from "../arm/ids";
import { ACCOUNT_PATH, requireAccount, type AccountPath } from "./account-routes";
import { MODEL_KINDS } from "./kinds";

/*
 * @parity
 * - `raiPolicies` of an account with models: the two that Microsoft keeps, `Microsoft.Default` and
 *   `Microsoft.DefaultV2`, to read — shape spec; thresholds documented; which of the two has the
 *   filters of jailbreaks and protected material guessed
 */

/*
 * @not-simulated
 * - content filters of one's own
 */

/** What both policies filter, in prompts and completions. */
const HARMS = ["Hate", "Sexual", "Violence", "Selfharm"];
const filter = (name: string, source: "Prompt" | "Completion", severityThreshold?: "Medium") => ({
  name,
  enabled: true,
  severityThreshold,
  blocking: true,
  source,
});
const HARM_FILTERS = HARMS.flatMap((name) => [
  filter(name, "Prompt", "Medium"),
  filter(name, "Completion", "Medium"),
]);
const POLICIES = [
  { name: "Microsoft.Default", contentFilters: HARM_FILTERS },
  {
    name: "Microsoft.DefaultV2",
    contentFilters: [
      ...HARM_FILTERS,
      filter("Jailbreak", "Prompt"),
      filter("Protected Material Text", "Completion"),
      filter("Protected Material Code", "Completion"),
    ],
  },
];

/** The content filters that every account with models has; writing one is not simulated. */
export function raiPolicyRoutes(arm: RouteContext): void {
  const { app } = arm;
  const policiesOf = (path: AccountPath) => {
    const { id, kind } = requireAccount(arm, path);
    return (MODEL_KINDS.includes(kind) ? POLICIES : []).map(({ name, contentFilters }) => ({
      id: `${id}/raiPolicies/${name}`,
      name,
      type: `${ACCOUNT_TYPE}/raiPolicies`,
      properties: { type: "SystemManaged", mode: "Blocking", contentFilters },
    }));
  };

  app.get<{ Params: AccountPath }>(
    `${ACCOUNT_PATH}/raiPolicies`,
    routeOptions("cognitiveservices/accounts/raiPolicies/read"),
    (request, reply) => reply.send({ value: policiesOf(request.params) }),
  );

  app.get<{ Params: AccountPath & { policy: string } }>(
    `${ACCOUNT_PATH}/raiPolicies/:policy`,
    routeOptions("cognitiveservices/accounts/raiPolicies/read"),
    (request, reply) => {
      const { account, group, policy } = request.params;
      const isAsked = ({ name }: { name: string }): boolean =>
        name.toLowerCase() === policy.toLowerCase();
      const found = policiesOf(request.params).find(isAsked);
      if (!found) throw resourceNotFound(ACCOUNT_TYPE, `${account}/raiPolicies/${policy}`, group);
      return reply.send(found);
    },
  );
}
