/** The closed set of error codes. Scripts and tests match on codes, never on messages. */
export type ErrorCode =
  /** An invalid command line, option or argument. */
  | "usage"
  /** rai-lab configuration: unknown key, wrong type, impossible combination. */
  | "config"
  /** The stack is being changed by another process. */
  | "locked"
  /** The stack, or something it names, does not exist. */
  | "not-found"
  /** What would be created exists already, and the stack's state does not record it. */
  | "exists"
  /** The stack belongs to another engine, or to a cloud that this engine must not change. */
  | "foreign-stack"
  /** The state file cannot be read: wrong passphrase, damaged, written by a newer version. */
  | "state-unreadable"
  /**
   * The state could not be written (full disk, no permission): nothing was lost, the old state is
   * still there.
   */
  | "state-unwritable"
  /** A change that would destroy what cannot be restored, and that was not allowed explicitly. */
  | "data-loss"
  /** An operation on a stack failed; the message lists the failures. */
  | "deployment"
  /** The run was interrupted (Ctrl-C); the state is consistent. */
  | "interrupted"
  /** A Pulumi feature that the embedded engine does not implement. */
  | "unsupported"
  /** A file or folder of this machine cannot be read or written: permissions, space, its kind. */
  | "file"
  /** A local port is taken. */
  | "port-in-use"
  /** Azure or Databricks did not answer, or refused. */
  | "cloud"
  /** Sign-in to Azure is missing or was refused. */
  | "sign-in"
  /** Python, its `venv` module, or a package is missing. */
  | "python"
  /** A model file is missing, has the wrong hash, or cannot run on this machine. */
  | "model"
  /** The notebook failed. */
  | "notebook"
  /** The deployment refused the probe: key, retired model or API, quota that can never fit. */
  | "service"
  /** Recorded answers or a journal that cannot be read. */
  | "journal"
  /** A tool that is needed is not installed, or cannot be used here. */
  | "missing-tool";

/** What an error says beside its message. */
export interface ErrorDetails {
  /** The file, key, URN, URL or command the message is about. */
  where?: string;
  /** The setting or command that resolves it. */
  cure?: string;
  /** The underlying error, shown with `--debug`. */
  cause?: unknown;
}
