/** A service's refusal. Every service dresses it in its own error body. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** The service's own code, e.g. `FlagMustBeSetForRestore` or `RESOURCE_DOES_NOT_EXIST`. */
    readonly code: string,
    message: string,
    readonly extra: { headers?: Record<string, string>; body?: Record<string, unknown> } = {},
  ) {
    super(message);
  }
}

/** 501: not the service's answer but the simulator's own gap, named so that nobody mistakes one for the other. */
export class NotSimulated extends ApiError {
  constructor(what: string) {
    super(501, "NotSimulated", `the local cloud does not simulate ${what}`);
  }
}
