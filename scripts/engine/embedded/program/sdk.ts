/**
 * Internals of the Pulumi SDK that are missing in its type declarations.
 * test/engine/embedded/program/sdk.test.ts fails when an SDK version has moved them.
 */
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
