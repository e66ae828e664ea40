import { expect, test } from "vitest";
import { libraryPin } from "../../../scripts/doctor/rules/library-pin";
import { contextOf } from "../../support/doctor/context";

const judge = (library: string, runtime: string) =>
  libraryPin.check(contextOf({ databricks: { library, runtime } }));
const CURE = "set rai-lab:databricks.library to openai==2.54.0";
const BREAKS =
  "openai 1.42.0 breaks with httpx 0.28 and newer (TypeError: unexpected argument 'proxies'), and";

test("the default pin works on the default runtime", () => {
  expect(judge("openai==2.54.0", "16.4.x-cpu-ml-scala2.12")).toEqual({
    status: "ok",
    code: "ok",
    message: "openai 2.54.0 works on runtime 16.4.x-cpu-ml-scala2.12",
    cure: "",
    evidence: "16.4 ML ships httpx 0.28.1",
  });
});

test("an openai before 1.55.3 is refused where the runtime ships httpx 0.28", () => {
  expect(judge("openai==1.42.0", "16.4.x-cpu-ml-scala2.12")).toEqual({
    status: "refused",
    code: "LibraryConflict",
    message: `${BREAKS} runtime 16.4 ships httpx 0.28.1`,
    cure: CURE,
    evidence: "16.4 ML ships httpx 0.28.1; openai-python issue 1902",
  });
  expect(judge("openai==1.55.3", "16.4.x-cpu-ml-scala2.12")).toMatchObject({ status: "ok" });
});

test("it works where the runtime ships an older httpx, and is a warning where nobody knows", () => {
  expect(judge("openai==1.42.0", "15.4.x-cpu-ml-scala2.12")).toMatchObject({ status: "ok" });
  expect(judge("openai==1.42.0", "13.3.x-cpu-ml-scala2.12")).toEqual({
    status: "warning",
    code: "LibraryConflict",
    message: `${BREAKS} nothing pins httpx on runtime 13.3`,
    cure: CURE,
    evidence: "httpx of runtime 13.3 is not known; openai-python issue 1902",
  });
});

test("openai 3 is a warning: it replaces packages the runtime has loaded", () => {
  expect(judge("openai==3.54.0", "16.4.x-cpu-ml-scala2.12")).toMatchObject({
    status: "warning",
    code: "LibraryUpgradesRuntime",
    cure: CURE,
  });
  expect(judge("openai==2.99.9", "16.4.x-cpu-ml-scala2.12")).toMatchObject({ status: "ok" });
});
