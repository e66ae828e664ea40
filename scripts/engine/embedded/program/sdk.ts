/**
 * Internals of the Pulumi SDK that are missing in its type declarations.
 * test/engine/embedded/program/sdk.test.ts fails when an SDK version has moved them.
 */
import { createRequire } from "node:module";
import { version } from "@pulumi/pulumi/package.json";
import * as state from "@pulumi/pulumi/runtime/state";

/** Version of @pulumi/pulumi. */
export const SDK_VERSION = version;

interface Closable {
  close(): void;
}
/** The SDK's settings of one program, in its async local storage. */
export interface Store {
  settings: { monitor?: Closable; engine?: Closable };
}
interface Internals {
  withLocalStorage<T>(work: () => Promise<T>): Promise<T>;
  getLocalStore(): Store;
  setStackResource(stack: undefined): void;
}

/** The SDK's runtime state with its internal functions. */
export const sdk = state as unknown as Internals;

/** Objects that can be changed, unlike the namespace of an import. */
const load = createRequire(__filename);

/** The SDK's function that notes where a promise was made, for its report of those that never settled. */
export const debuggable = load("@pulumi/pulumi/runtime/debuggable") as {
  debuggablePromise: <T>(promise: Promise<T>) => Promise<T>;
};

/** The SDK's messages to the engine. */
export const log = load("@pulumi/pulumi/log") as { debug: (message: string) => Promise<void> };
