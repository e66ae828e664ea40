/** The stack that a program is run for. */
export interface ProgramOptions {
  organization: string;
  project: string;
  stack: string;
  /** `namespace:key` to text. */
  config: Record<string, string>;
  secretKeys: readonly string[];
  dryRun: boolean;
  /** Requests that the program may send at once. */
  parallel: number;
}
