import { placeOf } from "../../../infra/azure/arm-id";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/** The kinds of account that OpenAI's models can be deployed in. */
const KINDS = ["OpenAI", "AIServices"];

/** Whether the existing account is one that the lab can work with. */
export const existingAccount: Rule = {
  name: "existing-account",
  part: "existing account",
  async check({ config, azure }) {
    const id = config.existing?.openaiAccountId ?? "";
    const { name } = placeOf(id);
    const account = await azure.accountAt(id);
    if (!account)
      return problem("refused", {
        code: "ResourceNotFound",
        message: `there is no account ${name}`,
        cure: "correct rai-lab:existing.openaiAccountId: az cognitiveservices account list --query [].id",
        evidence: `asked for ${id}`,
      });
    const { kind = "", properties: { disableLocalAuth = false, customSubDomainName } = {} } =
      account;
    const evidence = `${id}: kind ${kind}, keys ${disableLocalAuth ? "off" : "on"}, subdomain ${customSubDomainName ?? "none"}`;
    if (!KINDS.includes(kind))
      return problem("refused", {
        code: "InvalidAccountKind",
        message: `the account ${name} is of kind ${kind}: no model of OpenAI can be deployed in it`,
        cure: `name an account of kind ${KINDS.join(" or ")}`,
        evidence,
      });
    if (config.openai.auth === "key" && disableLocalAuth)
      return problem("refused", {
        code: "AuthenticationTypeDisabled",
        message: `the account ${name} accepts no keys`,
        cure: "set rai-lab:openai.auth to entra",
        evidence,
      });
    if (config.openai.auth === "entra" && customSubDomainName === undefined)
      return problem("refused", {
        code: "CustomSubDomainRequired",
        message: `the account ${name} has no custom subdomain: it accepts no sign-in without keys`,
        cure: "set rai-lab:openai.auth to key, or ask the account's owner for a custom subdomain",
        evidence,
      });
    return ok(`the account ${name} exists, and takes deployments`, evidence);
  },
};
