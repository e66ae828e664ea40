/**
 * The formats of the services' credentials, by what they are. General knowledge, not checked
 * against the services' documents: a credential of a format that is missing here is not found.
 */
const CREDENTIAL_PATTERNS: Readonly<Record<string, RegExp>> = {
  "an Azure AI key": /(?<![\w-])(?:[0-9a-f]{32}|[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26})(?![\w-])/,
  "a Databricks token": /(?<!\w)(?:dapi|dose)[0-9a-f]{32}/,
  "an OpenAI key": /(?<!\w)sk-[\w-]{20,}/,
  "an Entra client secret": /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/,
  "a storage account key": /AccountKey=[A-Za-z0-9+/]{40,}/,
  "a signed address": /[?&]sig=[A-Za-z0-9%+/]{20,}/,
  "an access token": /(?<!\w)eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/,
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
};

/**
 * The kind of credential that a text contains; undefined when none is recognised. Never quotes it.
 */
export const credentialIn = (text: string): string | undefined =>
  Object.entries(CREDENTIAL_PATTERNS).find(([, form]) => form.test(text))?.[0];

/** Whether a name is that of a credential, such as `OPENAI_API_KEY` or `azureClientSecret`. */
export const namesCredential = (name: string): boolean =>
  /(api_?key|password|secret|token|credential)s?$/i.test(name);

/**
 * Whether a text refers to a Databricks secret, whose value Databricks inserts when the cluster
 * starts.
 */
export const isSecretReference = (text: string): boolean =>
  /^\{\{secrets\/[^/]+\/[^/]+\}\}$/.test(text);
