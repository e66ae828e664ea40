import { expect, test } from "vitest";
import { cloneNotebook, hasClone } from "../../../../infra/components/dynamic/clone";
import {
  fakeSession,
  fakeTransport,
  type PreparedAnswer,
} from "../../../support/azure/fake-transport";

const inputs = {
  workspaceId: "/workspaces/w",
  host: "https://adb-1.1.azuredatabricks.net",
  from: "/rai-lab/dev/responsible-ai",
  to: "/rai-lab/dev/work/responsible-ai",
};
const exported: PreparedAnswer = {
  status: 200,
  body: { content: "IyBob3RlYm9vaw==", file_type: "py" },
};

test("copies the original, and never over something", async () => {
  const transport = fakeTransport(exported, { status: 200, body: {} });
  await cloneNotebook(fakeSession(transport), inputs);
  expect(transport.requests.map(({ method, url, body }) => ({ method, url, body }))).toEqual([
    {
      method: "GET",
      url: `${inputs.host}/api/2.0/workspace/export?path=%2Frai-lab%2Fdev%2Fresponsible-ai&format=SOURCE`,
      body: undefined,
    },
    {
      method: "POST",
      url: `${inputs.host}/api/2.0/workspace/import`,
      body: {
        path: "/rai-lab/dev/work/responsible-ai",
        format: "SOURCE",
        language: "PYTHON",
        content: "IyBob3RlYm9vaw==",
        overwrite: false,
      },
    },
  ]);
});

test("a clone that is there already is the student's: it stays", async () => {
  const there = { status: 400, body: { error_code: "RESOURCE_ALREADY_EXISTS", message: "exists" } };
  await expect(
    cloneNotebook(fakeSession(fakeTransport(exported, there)), inputs),
  ).resolves.toBeUndefined();
});

test("is looked for by its path alone", async () => {
  const transport = fakeTransport({ status: 200, body: { object_type: "NOTEBOOK" } });
  expect(await hasClone(fakeSession(transport), inputs)).toBe(true);
  expect(transport.requests[0]?.url).toBe(
    `${inputs.host}/api/2.0/workspace/get-status?path=%2Frai-lab%2Fdev%2Fwork%2Fresponsible-ai`,
  );
  const absent = { status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } };
  expect(await hasClone(fakeSession(fakeTransport(absent)), inputs)).toBe(false);
  const refused = hasClone(fakeSession(fakeTransport({ status: 403, body: {} })), inputs);
  await expect(refused).rejects.toMatchObject({ code: "cloud" });
});

test.each([
  [
    [{ status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } }],
    /^Reading \/rai-lab\/dev\/responsible-ai failed: HTTP 404/,
  ],
  [
    [exported, { status: 403, body: { error_code: "PERMISSION_DENIED" } }],
    /^Cloning .* failed: HTTP 403.*PERMISSION_DENIED/,
  ],
] as [[PreparedAnswer, ...PreparedAnswer[]], RegExp][])(
  "what is refused is told %#",
  async (answers, message) => {
    await expect(
      cloneNotebook(fakeSession(fakeTransport(...answers)), inputs),
    ).rejects.toMatchObject({
      code: "cloud",
      message: expect.stringMatching(message),
      where: inputs.host,
    });
  },
);
