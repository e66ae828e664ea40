import type { ClassOutputs, LabOutputs } from "./outputs";

/** What a student opens; `?o=` picks the workspace where one person may enter several. */
export const notebookUrlOf = (host: string, workspaceId: string, path: string): string =>
  `${host}/?o=${workspaceId}#workspace${path}`;

type Shown = Pick<
  LabOutputs,
  | "resourceGroupName"
  | "location"
  | "openaiAuth"
  | "expires"
  | "openaiDeployment"
  | "model"
  | "notebookUrl"
  | "secretScope"
>;

/** The stack's page in the Pulumi console: for whoever runs the class, so it names no secret. */
export const readmeOf = (outputs: Shown): string => `# Responsible AI lab

Open the [notebook](${outputs.notebookUrl}), choose the lab's cluster, and run it from the top.

| | |
| --- | --- |
| deployment | \`${outputs.openaiDeployment}\`: ${outputs.model.name} ${outputs.model.version}, ${outputs.model.sku}, ${outputs.model.capacity}K tokens per minute |
${signInOf(outputs)}
| resource group | \`${outputs.resourceGroupName}\` in ${outputs.location} |
| expires | ${outputs.expires ?? "not set"} |

Measure with \`npm run probe\`. Destroy with \`pulumi destroy\`.
`;

type ClassShown = Pick<ClassOutputs, "resourceGroupName" | "location" | "openaiAuth" | "expires" | "model"> & {
  seats?: string[];
};

/** The page of a class stack. */
export const classReadmeOf = ({ model, openaiAuth, ...outputs }: ClassShown): string => `# Responsible AI class

What the seats of a class share. Each seat is a stack of its own, with \`layout: seat\` and this stack as \`classStack\`.

| | |
| --- | --- |
| model | ${model.name} ${model.version}, ${model.sku}, ${model.capacity}K tokens per minute ${outputs.seats ? `for each of ${outputs.seats.length} seats` : "for all seats together"} |
| sign-in | ${openaiAuth === "key" ? "a key, in each seat's secret scope" : "Entra ID, role Cognitive Services OpenAI User; there is no key"} |
| resource group | \`${outputs.resourceGroupName}\` in ${outputs.location} |
| expires | ${outputs.expires ?? "not set"} |

Destroy the seats first, then this stack with \`pulumi destroy\`.
`;

const signInOf = ({ openaiAuth, secretScope }: Shown): string =>
  openaiAuth === "key"
    ? `| key | secret scope \`${secretScope}\` |`
    : "| sign-in | Entra ID, role Cognitive Services OpenAI User; there is no key |";
