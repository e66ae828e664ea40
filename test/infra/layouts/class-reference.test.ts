import { expect, test } from "vitest";
import { readClass } from "../../../infra/layouts/class-reference";
import { parseConfig } from "../../../infra/config";
import type { StubAnswers, Props } from "../../support/graph/engine";
import { graphOf } from "../../support/graph";
import { azure, CLASS_OUTPUTS, classStackOutputs } from "../../support/graph/azure";

const reading = async (shown: Props, classStack = "spring") => {
  const asked: unknown[] = [];
  const show = classStackOutputs(shown);
  const read: StubAnswers["read"] = (type, inputs) => (
    asked.push(inputs["name"]),
    show(type, inputs)
  );
  const raw = {
    "rai-lab:layout": "seat",
    "rai-lab:classStack": classStack,
    "rai-lab:student": '{"userName":"student@rai-lab.example"}',
  };
  const { outputs } = await graphOf(() => readClass(parseConfig(raw, "rai-lab", "s01")), {
    stack: "s01",
    answers: { ...azure(), read },
  });
  return { asked, outputs };
};

test("a bare name is a stack of this project, a whole one is taken as it is", async () => {
  expect((await reading(CLASS_OUTPUTS)).asked).toEqual(["organization/rai-lab/spring"]);
  expect((await reading(CLASS_OUTPUTS, "school/other/spring")).asked).toEqual([
    "school/other/spring",
  ]);
});

test("the deployment is the one for all, or the seat's own", async () => {
  expect((await reading(CLASS_OUTPUTS)).outputs).toMatchObject({
    deployment: "gpt-35-turbo",
    accountId: CLASS_OUTPUTS.openaiAccountResourceId,
  });
  const { openaiDeployment, ...own } = CLASS_OUTPUTS;
  expect(openaiDeployment).toBe("gpt-35-turbo");
  expect(
    (await reading({ ...own, seatDeployments: { s01: "chat-s01" } })).outputs["deployment"],
  ).toBe("chat-s01");
});

test("a seat that its class does not list is told how to be", async () => {
  await expect(
    reading({ ...CLASS_OUTPUTS, seatDeployments: { s02: "chat-s02" } }),
  ).rejects.toMatchObject({
    message: expect.stringContaining(
      "The class spring has a deployment for each of its seats, and s01 is not one of them.",
    ),
  });
});

test("a stack that is no class, or not up yet, is told what to be", async () => {
  await expect(reading({})).rejects.toMatchObject({
    message: expect.stringContaining('Stack "spring" is not a class that has been brought up.'),
  });
});
