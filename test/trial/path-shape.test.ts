import { expect, test } from "vitest";
import { pathShape } from "../../scripts/trial/path-shape";

const ID = "0b1f4a0e-0d55-4c3b-9d0e-1a2b3c4d5e6f";

test.each([
  [
    `/subscriptions/${ID}/resourceGroups/rg-ada/providers/Microsoft.CognitiveServices/accounts/oai-ada/deployments/gpt?api-version=2025-06-01`,
    "/subscriptions/{}/resourcegroups/{}/providers/microsoft.cognitiveservices/accounts/{}/deployments/{}?api-version=2025-06-01",
  ],
  [
    "/api/2.0/preview/scim/v2/Users/42?filter=userName+eq+ada",
    "/api/2.0/preview/scim/v2/users/{}?filter",
  ],
  [
    "/openai/deployments/ada/chat/completions?api-version=../../x",
    "/openai/deployments/{}/chat/completions?api-version",
  ],
  ["/api/2.0/workspace/get-status?path=/Users/ada&=x", "/api/2.0/workspace/get-status?path&{}"],
])("%s has no name and no value", (url, shape) => {
  expect(pathShape(url)).toBe(shape);
});
