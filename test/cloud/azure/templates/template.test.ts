import { expect, test } from "vitest";
import { parseResource } from "../../../../scripts/cloud/azure/templates/template";

test("a resource inside another one is refused as the request is, by the name of what it lacks", () => {
  expect(() => parseResource({ type: "deployments", apiVersion: "2024-10-01" })).toThrow(
    expect.objectContaining({
      status: 400,
      message: expect.stringContaining("name: ") as string,
    }) as Error,
  );
});
