import { expect, test } from "vitest";
import { classReadmeOf, notebookUrlOf, readmeOf } from "../../infra/readme";

test("the notebook's address picks the workspace and opens the notebook", () => {
  expect(notebookUrlOf("https://adb-4242.2.azuredatabricks.net", "4242", "/rai-lab/dev/responsible-ai")).toBe(
    "https://adb-4242.2.azuredatabricks.net/?o=4242#workspace/rai-lab/dev/responsible-ai",
  );
});

const shown = {
  resourceGroupName: "rg-rai-lab-dev",
  location: "eastus2",
  openaiDeployment: "gpt-35-turbo",
  model: { name: "gpt-4o", version: "2024-11-20", sku: "Standard", capacity: 5 },
  notebookUrl: "https://adb-1.1.azuredatabricks.net/?o=1#workspace/x",
  secretScope: "rai-lab-dev",
  openaiAuth: "key",
} as const;

test("the readme leads to the notebook and says what is behind the deployment", () => {
  const text = readmeOf({ ...shown, expires: "2027-06-30" });
  expect(text).toContain(`[notebook](${shown.notebookUrl})`);
  expect(text).toContain("| deployment | `gpt-35-turbo`: gpt-4o 2024-11-20, Standard, 5K tokens per minute |");
  expect(text).toContain("| expires | 2027-06-30 |");
});

test("a lab that does not expire says so", () => {
  expect(readmeOf(shown)).toContain("| expires | not set |");
});

test("a lab without keys says how one signs in", () => {
  expect(readmeOf(shown)).toContain("| key | secret scope `rai-lab-dev` |");
  const text = readmeOf({ ...shown, openaiAuth: "entra" });
  expect(text).toContain("| sign-in | Entra ID, role Cognitive Services OpenAI User; there is no key |");
  expect(text).not.toContain("secret scope");
});

test("the page of a class says what its seats share", () => {
  const text = classReadmeOf({ ...shown, seats: ["s01", "s02"] });
  expect(text).toContain("| model | gpt-4o 2024-11-20, Standard, 5K tokens per minute for each of 2 seats |");
  expect(text).toContain("| sign-in | a key, in each seat's secret scope |");
  expect(classReadmeOf({ ...shown, openaiAuth: "entra" })).toContain(
    "5K tokens per minute for all seats together |\n| sign-in | Entra ID",
  );
});
