import type * as pulumi from "@pulumi/pulumi";

/** The inputs of a dynamic resource as its arguments. A type, not an interface: the SDK wants an index signature. */
export type ArgsOf<T> = { [K in keyof T]: pulumi.Input<T[K]> };

/** Inputs as they reach a diff: with the resource's own code. */
type Coded<T> = T & { __provider?: string };

/**
 * The diff of our dynamic resources: a change of any named input replaces the resource, old one first; a change of its
 * own code (`__provider`) is an update, so that a later delete runs today's code and not that of the day of creation.
 */
export const replacedBy =
  <T extends object>(...inputs: (keyof T)[]) =>
  (_id: string, olds: Coded<T>, news: Coded<T>): Promise<pulumi.dynamic.DiffResult> => {
    const replaces = inputs.filter((input) => olds[input] !== news[input]).map(String);
    const changes = replaces.length > 0 || olds.__provider !== news.__provider;
    return Promise.resolve({ changes, replaces, deleteBeforeReplace: true });
  };

/** The update of a resource of which only the code changed. */
export const recorded = <T>(_id: string, _olds: T, news: T): Promise<pulumi.dynamic.UpdateResult<T>> =>
  Promise.resolve({ outs: news });
