import {
  assignmentIn,
  assignmentsPath,
  ROLE_ASSIGNMENT,
} from "../../../infra/azure/role-assignments";
import type { Plugin, Provider } from "../../engine/plugin";
import type { ProviderContext } from "../context";
import { ArmClient } from "./arm-client";
import { pathOf } from "./arm-type";
import { checkInputs, diffInputs, type GroupLocations } from "./check";
import { invoke } from "./invokes";
import { Lifecycle } from "./lifecycle";
import { settingsOf } from "./settings";
import { previewOf } from "./shapes";
import { armType } from "./types";
import { asProps, pick } from "../values";

/*
 * @parity
 * - azure-native: never held against the real provider, which cannot be had here — spec, recorded
 */

/** Outputs that no update changes, so that previews know them. */
const STABLE = ["name", "location"];

/** Creates the stand-in for the plugin of @pulumi/azure-native 3.28.0. */
export const azureNative = (context: ProviderContext): Plugin => ({
  version: "3.28.0",
  configure: async ({ config }) =>
    provider(new ArmClient(await settingsOf(config, context), context)),
});

function provider(client: ArmClient): Provider {
  const locations: GroupLocations = new Map();
  const { subscriptionId } = client.settings;
  const resourcesOf = (type: string): Lifecycle => new Lifecycle(client, armType(type));
  return {
    check: (r) => checkInputs(armType(r.type), r.name, r.olds, r.news, client, locations),
    diff: (r) => Promise.resolve(diffInputs(armType(r.type), r.olds, r.oldInputs, r.news)),
    create: async ({ preview, inputs, ...r }) => {
      if (preview) return { id: "", outputs: previewOf(armType(r.type), inputs) };
      return resourcesOf(r.type).create(inputs, r);
    },
    update: async ({ preview, olds, news, ...r }) => {
      if (!preview) return { outputs: await resourcesOf(r.type).update(news, r) };
      return { outputs: { ...previewOf(armType(r.type), news), ...pick(olds, STABLE) } };
    },
    read: (r) => resourcesOf(r.type).read(r.id, r.inputs, r.outputs, r.interrupted),
    identify: async (r) => {
      const own = pathOf(armType(r.type), subscriptionId, r.inputs);
      if (r.type !== ROLE_ASSIGNMENT || own === undefined) return own;
      const reply = await client.expect([200, 404], "GET", assignmentsPath(r.inputs));
      return assignmentIn(asProps(reply.json), r.inputs) ?? own;
    },
    delete: (r) => resourcesOf(r.type).remove(r.id, r),
    invoke: async (r) => ({ result: await invoke(client, r.token, r.args) }),
  };
}
