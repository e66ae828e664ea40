/**
 * The parts of the Pulumi SDK that `pulumi up` itself goes through and that are stripped from its type declarations.
 * test/engine/embedded/program/sdk.test.ts fails with a clear message on an SDK that moves them.
 */
import { version } from "@pulumi/pulumi/package.json";
import * as state from "@pulumi/pulumi/runtime/state";

export const SDK_VERSION = version;

interface Closable {
  close(): void;
}
export interface Store {
  settings: { monitor?: Closable; engine?: Closable };
}
interface Internals {
  withLocalStorage<T>(work: () => Promise<T>): Promise<T>;
  getLocalStore(): Store;
  setStackResource(stack: undefined): void;
}

export const sdk = state as unknown as Internals;
