import { expect, test } from "vitest";
import { addMember } from "../../../../infra/components/dynamic/member";
import {
  fakeSession,
  fakeTransport,
  type PreparedAnswer,
} from "../../../support/azure/fake-transport";

const inputs = {
  resourceId: "/workspaces/w",
  host: "https://adb-1.1.azuredatabricks.net",
  userName: "ada@school.example",
};
const USERS = "/api/2.0/preview/scim/v2/Users";
const found = (...users: object[]): PreparedAnswer => ({
  status: 200,
  body: { totalResults: users.length, ...(users.length > 0 && { Resources: users }) },
});
const add = async (...answers: [PreparedAnswer, ...PreparedAnswer[]]) => {
  const transport = fakeTransport(...answers);
  await addMember(fakeSession(transport), inputs);
  return transport.requests.map(({ method, url, body }) => ({
    method,
    path: url.replace(inputs.host, ""),
    body,
  }));
};

test("adds a user who is not in the workspace", async () => {
  expect(await add(found(), { status: 201, body: { id: "7" } })).toEqual([
    {
      method: "GET",
      path: `${USERS}?filter=userName%20eq%20%22ada%40school.example%22`,
      body: undefined,
    },
    {
      method: "POST",
      path: USERS,
      body: {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
        userName: "ada@school.example",
        active: true,
      },
    },
  ]);
});

test("a user who is in the workspace is not changed", async () => {
  expect(await add(found({ id: "7" }))).toHaveLength(1);
});

test("a user whom another stack adds at the same time is no failure", async () => {
  expect(await add(found(), { status: 409, body: { detail: "already exists" } })).toHaveLength(2);
});

test("a refusal is one, with Databricks' own words", async () => {
  const refused: PreparedAnswer = { status: 403, body: { error_code: "PERMISSION_DENIED" } };
  await expect(add(refused)).rejects.toMatchObject({
    code: "cloud",
    message: expect.stringMatching(/^Looking for ada@school.example failed: HTTP 403/),
  });
  await expect(add(found(), refused)).rejects.toMatchObject({
    message: expect.stringMatching(/^Adding ada@school.example failed: HTTP 403/),
  });
});
