import { expect, test } from "vitest";
import { studentNamed } from "../../../scripts/doctor/rules/student-named";
import { contextOf } from "../../support/doctor/context";

const AZURE_CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
const found = (settings: object, application?: string) => {
  const context = contextOf({ ...settings });
  const azure = { ...context.azure, application: () => Promise.resolve(application) };
  return studentNamed.check({ ...context, azure });
};

test("a named student is asked nobody for", async () => {
  const student = { userName: "ada@school.example" };
  expect(await studentNamed.check(contextOf({ student }))).toMatchObject({ status: "ok" });
});

test.each([
  ["ok", "a person", AZURE_CLI],
  ["refused", "a service principal", "11111111-2222-4333-8444-555555555555"],
  ["unknown", "who cannot be told", undefined],
])("%s where %s deploys and no student is named", async (status, _who, application) => {
  expect(await found({}, application)).toMatchObject({
    status,
    cure: status === "ok" ? "" : expect.stringContaining("rai-lab:student.userName"),
  });
});
