import type { CloudConnection } from "../cloud/connection";
import type { Send } from "./http";
import type { Pauses } from "./pauses";
import type { SignIn } from "./sign-in";

/** What both stand-ins work with. */
export interface ProviderContext {
  connection: CloudConnection;
  /** The project's folder: relative paths in inputs start there. */
  folder: string;
  send: Send;
  pauses: Pauses;
  signIn: Pick<SignIn, "token" | "forget">;
}
