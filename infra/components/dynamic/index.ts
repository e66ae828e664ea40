import type * as pulumi from "@pulumi/pulumi";

/** The inputs of a dynamic resource as its arguments. A type, not an interface: the SDK wants an index signature. */
export type ArgsOf<T> = { [K in keyof T]: pulumi.Input<T[K]> };

/** Inputs as they reach a diff: with the resource's own code. */
type WithCode<T> = T & { __provider?: string };

/**
 * The diff of our dynamic resources: a change of any named input replaces the resource, old one first; a change of its
 * own code (`__provider`) is an update, so that a later delete runs today's code and not that of the day of creation.
 * The text is the loader's: Sucrase's under the CLI, esbuild's (one line, and exports as getters) in the commands. So a
 * stack that changes engines has one such update of each, without a call.
 */
export const replaceWhenChanged =
  <T extends object>(...inputs: (keyof T)[]) =>
  (_id: string, olds: WithCode<T>, news: WithCode<T>): Promise<pulumi.dynamic.DiffResult> => {
    const replaces = inputs.filter((input) => olds[input] !== news[input]).map(String);
    const changes = replaces.length > 0 || olds.__provider !== news.__provider;
    return Promise.resolve({ changes, replaces, deleteBeforeReplace: true });
  };

/** What stands in a preview for a value that is known only later. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * `news`, where one of these inputs that is not known yet is taken to stay: for what changes with another input alone.
 * Any update of a resource makes what Azure answers unknown in a preview, which is no news of a replacement.
 */
export function treatUnknownAsUnchanged<T extends object>(
  olds: T,
  news: T,
  ...inputs: (keyof T)[]
): T {
  const all = { ...news };
  for (const input of inputs) if (news[input] === UNKNOWN) all[input] = olds[input];
  return all;
}

/** The update of a resource of which only the code changed. */
export const noopUpdate = <T>(
  _id: string,
  _olds: T,
  news: T,
): Promise<pulumi.dynamic.UpdateResult<T>> => Promise.resolve({ outs: news });
