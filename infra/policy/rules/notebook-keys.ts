import { credentialIn } from "../credentials";
import { resourceRule, type RuleContext } from "../rule";
import { NOTEBOOK, WORKSPACE_FILE } from "../types";
import { valueAt, type Props } from "../value";

/** `api_key = "…"`, `"token": "…"`: a literal of at least 16 characters without a blank. */
const KEY_LITERAL =
  /\b\w*(?:api_?key|password|secret_?value|token)["']?\s*[=:]\s*["'][^"'\s{}]{16,}["']/i;

/** The text that a resource uploads, inline or from a file; empty when it is not known. */
function uploadedText(props: Props, { read }: RuleContext): string {
  const content = valueAt(props, "contentBase64");
  if (typeof content === "string") return Buffer.from(content, "base64").toString("utf8");
  const source = valueAt(props, "source");
  if (typeof source !== "string") return "";
  return read(source) ?? "";
}

/** Notebooks and workspace files whose text contains a key. */
export const notebookKeys = resourceRule({
  name: "notebook-keys",
  description: "No notebook and no file beside one contains a key: every student reads them.",
  cure: "Read the key in the notebook with dbutils.secrets.get, and renew the one that was written down.",
  severity: "critical",
  appliesTo: [NOTEBOOK, WORKSPACE_FILE],
  *check({ props }, _settings, context) {
    const text = uploadedText(props, context);
    const kind = credentialIn(text);
    if (kind !== undefined) yield `its text contains ${kind}`;
    else if (KEY_LITERAL.test(text)) yield "its text contains a key as a literal";
  },
});
