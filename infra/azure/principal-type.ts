/**
 * Microsoft's applications through which people sign in. A token of any other application is its
 * own.
 */
const INTERACTIVE_CLIENT_IDS = [
  "04b07795-8ddb-461a-bbee-02f9e1bf7b46", // Azure CLI, Azure Developer CLI
  "1950a258-227b-4e31-a9cf-717495945fc2", // Azure PowerShell
  "aebc6443-996d-45c2-90f0-388ff96faa56", // Visual Studio Code
  "872cd9fa-d31f-45e0-9eab-6e460a02d1f1", // Visual Studio
  "b677c290-cf4b-4a8e-a60e-91ba650a4abe", // Cloud Shell
];

/** The kind of principal that signed in through an application. */
export const principalTypeOf = (clientId: string): "User" | "ServicePrincipal" =>
  INTERACTIVE_CLIENT_IDS.includes(clientId.toLowerCase()) ? "User" : "ServicePrincipal";
