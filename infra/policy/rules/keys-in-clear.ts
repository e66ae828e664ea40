import { credentialIn } from "../credentials";
import { resourceRule } from "../rule";
import { SECRET } from "../types";
import { textsIn } from "../value";

/** Inputs that are made for a credential and that their provider keeps secret. */
const SECRET_INPUTS: Readonly<Record<string, readonly string[]>> = { [SECRET]: ["stringValue"] };

/**
 * A pack sees the values of secrets, not that they are secret: so a place decides, not a mark. A key that is marked
 * secret and put into a tag is in clear for everybody who reads the tag.
 */
export const keysInClear = resourceRule({
  name: "keys-in-clear",
  description: "A key is in no input but a Databricks secret's value.",
  cure: "Put it into a databricks.Secret and let the notebook read it with dbutils.secrets.get; then renew the key.",
  severity: "critical",
  check({ type, props }) {
    const safes = SECRET_INPUTS[type] ?? [];
    return [...textsIn(props)].flatMap(({ path, text }) => {
      if (safes.includes(path)) return [];
      const found = credentialIn(text);
      return found === undefined ? [] : [`${path} holds ${found} in clear`];
    });
  },
});
