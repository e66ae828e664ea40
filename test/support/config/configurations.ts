import program from "../../../infra";
import { type Graph, graphOf } from "../graph";
import {
  azure,
  CLASS_OUTPUTS,
  classStackOutputs,
  PERSON_DEPLOYS,
  SUBSCRIPTION,
} from "../graph/azure";

/** Configurations that together have every resource of the program in them, by what they are. */
export type Config = Record<string, string>;

const STUDENT = { userName: "student@rai-lab.example" };
const WITH_ID = { ...STUDENT, objectId: "00000000-0000-4000-8000-00000000000a" };
const EXTRAS = {
  "rai-lab:budget": '{"amount":50,"emails":["teacher@school.example"],"start":"2027-01-01"}',
  "rai-lab:lock": "true",
  "rai-lab:diagnostics": "true",
  "rai-lab:policy": "{}",
};

const student = (auth: string): Config => ({
  "rai-lab:student": JSON.stringify(auth === "entra" ? WITH_ID : STUDENT),
});
const openai = (auth: string): Config => ({ "rai-lab:openai": JSON.stringify({ auth }) });
const ELSEWHERE = "00000000-0000-4000-8000-0000000000ff";
const SCHOOL = (subscription: string) => ({
  account: {
    openaiAccountId: `/subscriptions/${subscription}/resourceGroups/school/providers/Microsoft.CognitiveServices/accounts/oai-school`,
  },
  workspace: {
    workspaceId: `/subscriptions/${subscription}/resourceGroups/school/providers/Microsoft.Databricks/workspaces/dbw-school`,
  },
});
/** What existed before the stack. */
function existing(what: "account" | "workspace" | "both", subscription = SUBSCRIPTION): Config {
  const school = SCHOOL(subscription);
  const ids = what === "both" ? { ...school.account, ...school.workspace } : school[what];
  return { "rai-lab:existing": JSON.stringify(ids) };
}
const LAYOUTS: Record<string, (auth: string) => Config> = {
  lab: (auth) => ({ ...student(auth), ...openai(auth) }),
  class: (auth) => ({ "rai-lab:layout": "class", ...openai(auth) }),
  seat: (auth) => ({ "rai-lab:layout": "seat", "rai-lab:classStack": "spring", ...student(auth) }),
};

export const CONFIGURATIONS: Record<string, Config> = {
  "lab-deployer": {},
  "lab-extras": { ...LAYOUTS["lab"]!("key"), ...EXTRAS },
  "lab-entra-extras": { ...LAYOUTS["lab"]!("entra"), ...EXTRAS },
  "lab-existing": { ...LAYOUTS["lab"]!("key"), "rai-lab:policy": "{}", ...existing("both") },
  "lab-deployer-existing": existing("both"),
  "lab-entra-existing": { ...LAYOUTS["lab"]!("entra"), ...existing("both") },
  "lab-existing-account": {
    ...LAYOUTS["lab"]!("key"),
    "rai-lab:lock": "true",
    ...existing("account"),
  },
  "lab-entra-existing-workspace": {
    ...LAYOUTS["lab"]!("entra"),
    "rai-lab:lock": "true",
    ...existing("workspace"),
  },
  "class-existing": {
    ...LAYOUTS["class"]!("key"),
    "rai-lab:policy": "{}",
    "rai-lab:seats": '["s01","s02"]',
    ...existing("both"),
  },
  "class-entra-existing-elsewhere": {
    ...LAYOUTS["class"]!("entra"),
    ...existing("both", ELSEWHERE),
  },
  "seat-key-existing": LAYOUTS["seat"]!("key"),
  "class-seats-extras": {
    ...LAYOUTS["class"]!("key"),
    ...EXTRAS,
    "rai-lab:model": '{"raiPolicy":"strict"}',
    "rai-lab:seats": '["s01","s02","s03"]',
  },
};
for (const [layout, config] of Object.entries(LAYOUTS))
  for (const auth of ["key", "entra"])
    for (const profile of ["current", "seed"])
      CONFIGURATIONS[`${layout}-${auth}-${profile}`] = {
        ...config(auth),
        "rai-lab:profile": profile,
      };

/**
 * What the program makes of one of them; a seat finds a class of its own kind of sign-in, with a
 * cluster policy.
 */
export function graphOfConfiguration(name: string): Promise<Graph> {
  const config = CONFIGURATIONS[name]!;
  const openaiAuth = name.includes("entra") ? "entra" : "key";
  const answers = {
    ...azure(name.startsWith("lab-deployer") ? PERSON_DEPLOYS : {}),
    read: classStackOutputs({
      ...CLASS_OUTPUTS,
      openaiAuth,
      clusterPolicyId: "POLICY",
      ...(name === "seat-key-existing" && { existing: SCHOOL(SUBSCRIPTION).workspace }),
    }),
  };
  return graphOf(program, { config, answers });
}
