import { expect, test } from "vitest";
import { classReadmeOf, notebookUrlOf, readmeOf } from "../../infra/readme";

test("the notebook's address picks the workspace and opens the notebook", () => {
  expect(
    notebookUrlOf("https://adb-4242.2.azuredatabricks.net", "4242", "/rai-lab/dev/responsible-ai"),
  ).toBe("https://adb-4242.2.azuredatabricks.net/?o=4242#workspace/rai-lab/dev/responsible-ai");
});

const shared = {
  resourceGroupName: "rg-rai-lab-dev",
  location: "eastus2",
  openaiDeployment: "gpt-35-turbo",
  model: { name: "gpt-4o", version: "2024-11-20", sku: "Standard", capacity: 5 },
  openaiAuth: "key",
  expires: "2027-06-30",
} as const;
const own = {
  notebookUrl: "https://adb-1.1.azuredatabricks.net/?o=1#workspace/x",
  secretScope: "rai-lab-dev",
};

test("the page of a lab leads to the notebook and says what is behind the deployment", () => {
  const text = readmeOf({ ...shared, ...own });
  expect(text).toContain(`[notebook](${own.notebookUrl})`);
  expect(text).toContain(
    "| deployment | `gpt-35-turbo`: gpt-4o 2024-11-20, Standard, 5K tokens per minute |",
  );
  expect(text).toContain("| sign-in | `key` (`key`: a key, in the secret scope `rai-lab-dev`;");
  expect(text).toContain("| resource group | `rg-rai-lab-dev` in eastus2 |");
  expect(text).toContain("| expires | 2027-06-30 |");
});

test("the page of a class says what its seats share", () => {
  const text = classReadmeOf(shared);
  expect(text).toContain(
    "| model | gpt-4o 2024-11-20, Standard, 5K tokens per minute for each deployment |",
  );
  expect(text).toContain("| deployment for all | gpt-35-turbo (");
});

test("what a stack has no output for is not set", () => {
  const { expires: _, ...never } = shared;
  expect(readmeOf({ ...never, ...own })).toContain("| expires | not set |");
  const { openaiDeployment: __, ...each } = never;
  expect(classReadmeOf(each)).toContain("| deployment for all | not set (");
});

test("every place in both pages is one of the outputs that the program fills in", () => {
  expect(readmeOf({ ...shared, ...own })).not.toMatch(/\$\{|not set/);
  expect(classReadmeOf(shared)).not.toMatch(/\$\{|not set \(|\| not set/);
});
