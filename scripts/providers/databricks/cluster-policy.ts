import type { Props } from "../../engine/plugin";
import { asList, asString, pick } from "../values";
import type { DatabricksClient } from "./client";
import { ignoreNotFound } from "./errors";
import type { ResourceHandler } from "./resource-handler";
import { fromApi, toApi } from "./names";

const API = "/api/2.0/policies/clusters";
const API_INPUTS = [
  "name",
  "definition",
  "description",
  "libraries",
  "maxClustersPerUser",
  "policyFamilyId",
  "policyFamilyDefinitionOverrides",
];

export const clusterPolicy: ResourceHandler = {
  noun: "cluster policy",
  computed: ["policyId"],
  forceNew: [],
  nameInput: "name",
  create: async (client, inputs) => {
    const answer = await client.post(`${API}/create`, toApi(pick(inputs, API_INPUTS)));
    const id = asString(answer.policy_id) ?? "";
    return { id, outputs: await readPolicy(client, id, inputs) };
  },
  read: async (client, id, inputs, outputs) => {
    const live = await ignoreNotFound(readPolicy(client, id, outputs));
    return live && { id, inputs: { ...inputs, ...givenInputs(inputs, live) }, outputs: live };
  },
  update: async (client, { id, olds, news }) => {
    await client.post(`${API}/edit`, { policy_id: id, ...toApi(pick(news, API_INPUTS)) });
    return readPolicy(client, id, { ...olds, ...news });
  },
  delete: (client, id) => ignoreNotFound(client.post(`${API}/delete`, { policy_id: id })),
  // Ids are the service's; a name is taken once in a workspace.
  identify: async (client, inputs) => {
    const { policies } = await client.get(`${API}/list`);
    const all = asList(policies);
    return asString(all.find(({ name }) => name === inputs.name)?.policy_id);
  },
};

async function readPolicy(client: DatabricksClient, id: string, props: Props): Promise<Props> {
  const live = fromApi(await client.get(`${API}/get`, { policy_id: id }));
  return { ...props, ...givenInputs(props, live), policyId: id };
}

/** The live values of the inputs that `props` gives. */
function givenInputs(props: Props, live: Props): Props {
  const given = API_INPUTS.filter((name) => name in props);
  return pick(live, given);
}
