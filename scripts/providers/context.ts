import type { CloudConnection } from "../cloud/connection";
import type { Send } from "./http";
import type { Pauses } from "./pauses";
import type { SignIn } from "./sign-in";

/** What both stand-ins are given. */
export interface ProviderContext {
  connection: CloudConnection;
  folder: string;
  send: Send;
  pauses: Pauses;
  signIn: Pick<SignIn, "token">;
}
