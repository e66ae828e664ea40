import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Plugin } from "../../plugin";
import { type Call, type Methods, resourceProvider } from "./resource-provider";

/**
 * The methods for the provider of dynamic resources. As Pulumi's own it knows no handshake and takes part
 * in no preview: what a create gives is unknown until then.
 */
export function dynamicProvider(plugin: Plugin): Methods {
  const { handshake: _none, ...methods } = resourceProvider(plugin);
  return {
    ...methods,
    configure: async (call: Call) => {
      const answer = (await methods["configure"]!(call)) as messages.ConfigureResponse;
      return answer.setSupportspreview(false);
    },
  };
}
