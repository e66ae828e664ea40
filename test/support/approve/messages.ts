/** The commands whose rights are proven. */
export type CommandUnderProof = "up" | "probe" | "destroy";

/** A command that the child runs, with its arguments as on a command line. */
export interface CommandRequest {
  id: number;
  command: CommandUnderProof;
  args: string[];
}

/** How it ended, and everything that it said. */
export interface CommandResponse {
  id: number;
  exitCode: number;
  said: string;
}
