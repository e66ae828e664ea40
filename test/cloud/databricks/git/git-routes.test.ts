import { expect, it, onTestFinished } from "vitest";
import { testWorkspace } from "../../../support/databricks/workspace";

const R = "/api/2.0/git-credentials";

it("keeps each member's credentials without their tokens", async () => {
  const w = await testWorkspace();
  onTestFinished(() => w.close());
  const { call } = await w.student();
  const asked = { git_provider: "github", git_username: "ada" };
  const made = await w.call("POST", R, { ...asked, personal_access_token: "ghp_not_kept" });
  const { credential_id: id } = made.body as { credential_id: number };
  const kept = { credential_id: id, git_provider: "gitHub", git_username: "ada" };
  expect((await w.call("GET", R)).body).toEqual({ credentials: [kept] });
  expect((await call("GET", R)).body).toEqual({});
  expect((await call("GET", `${R}/${id}`)).status).toBe(404);
  await w.call("PATCH", `${R}/${id}`, { ...asked, git_username: "grace" });
  expect((await w.call("GET", `${R}/${id}`)).body).toEqual({ ...kept, git_username: "grace" });
  expect(
    JSON.stringify(w.world.store.collection("databricks/gitCredentials").values()),
  ).not.toContain("ghp_");
  await w.call("DELETE", `${R}/${id}`);
  expect((await w.call("GET", R)).body).toEqual({});
  expect((await w.call("POST", R, { git_provider: "svn" })).status).toBe(400);
  expect((await w.call("GET", "/api/2.0/repos")).body).toEqual({});
});
