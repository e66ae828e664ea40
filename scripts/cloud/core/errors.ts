/** A service's refusal. Each service puts it into its own error body. */
export class ApiError extends Error {
  constructor(
    /** HTTP status. */
    readonly status: number,
    /** The service's own code, e.g. `FlagMustBeSetForRestore` or `RESOURCE_DOES_NOT_EXIST`. */
    readonly code: string,
    message: string,
    /** Headers of the answer, and keys that the error body has besides code and message. */
    readonly extra: { headers?: Record<string, string>; body?: Record<string, unknown> } = {},
  ) {
    super(message);
  }
}

/** 501 for a gap of the simulator: the code says that this is not the real service's answer. */
export class NotSimulated extends ApiError {
  constructor(what: string) {
    // Clients of OpenAI repeat every 5xx unless this header tells them not to (source of openai-python).
    super(501, "NotSimulated", `the local cloud does not simulate ${what}`, {
      headers: { "x-should-retry": "false" },
    });
  }
}
