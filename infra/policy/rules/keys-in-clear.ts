import { own } from "../../json-object";
import { credentialIn } from "../credentials";
import { resourceRule } from "../rule";
import { SECRET } from "../types";
import { textsIn } from "../value";

/** Inputs that are made for a credential, and that their provider keeps secret. */
const SECRET_INPUTS: Readonly<Record<string, readonly string[]>> = { [SECRET]: ["stringValue"] };

/**
 * Credentials in any input that is not made for one. A pack sees the values of secrets, but not
 * that they are secret: so the input decides. A key marked secret and put into a tag is in clear
 * for everyone who reads the tag.
 */
export const keysInClear = resourceRule({
  name: "keys-in-clear",
  description: "A key is in no input but a Databricks secret's value.",
  cure: "Put it into a databricks.Secret and let the notebook read it with dbutils.secrets.get; then renew the key.",
  severity: "critical",
  *check({ type, props }) {
    const secretInputs = own(SECRET_INPUTS, type) ?? [];
    for (const { path, text } of textsIn(props)) {
      const kind = credentialIn(text);
      if (kind !== undefined && !secretInputs.includes(path))
        yield `${path} holds ${kind} in clear`;
    }
  },
});
