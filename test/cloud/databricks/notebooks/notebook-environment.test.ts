import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { notebookEnvironment } from "../../../../scripts/cloud/databricks";

const pinsOf = (file: string): Record<string, string> =>
  Object.fromEntries(
    [...readFileSync(file, "utf8").matchAll(/^([\w-]+)==(\S+)/gm)].map(([, name, version]) => [
      name!,
      version!,
    ]),
  );

test("Sail runs every runtime's notebook in one environment", () => {
  const one = notebookEnvironment("sail", "16.4.x-cpu-ml-scala2.12");
  expect(notebookEnvironment("sail", "anything")).toEqual(one);
  expect(path.basename(one.folder)).toBe("sail");
});

test.each([
  ["15.4.x-cpu-ml-scala2.12", "3.5.0"],
  ["16.4.x-cpu-ml-scala2.13", "3.5.2"],
  ["17.3.x-cpu-ml-scala2.13", "4.0.0"],
])("Apache Spark for %s is %s", (runtime, spark) => {
  const { requirements, folder } = notebookEnvironment("jvm", runtime);
  expect(pinsOf(requirements).pyspark).toBe(spark);
  expect(path.basename(folder)).toBe(`spark-${runtime.slice(0, 4)}`);
});

test("a runtime without pinned versions is refused by name", () => {
  expect(() => notebookEnvironment("jvm", "13.3.x-cpu-ml-scala2.12")).toThrow(
    expect.objectContaining({
      code: "usage",
      message:
        "the versions of the runtime 13.3.x-cpu-ml-scala2.12 are not pinned for Apache Spark",
      cure: "choose one of 15.4, 16.4, 17.3 as databricks.runtime, or omit --spark",
    }),
  );
});

test("every environment of the notebook has the same openai and the same packages", () => {
  const sail = pinsOf(notebookEnvironment("sail", "").requirements);
  const folder = path.dirname(notebookEnvironment("jvm", "16.4").requirements);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".txt"))) {
    const pins = pinsOf(path.join(folder, file));
    expect(pins.openai, file).toBe(sail.openai);
    expect(pins.markdown, file).toBe(sail.markdown);
    for (const name of ["numpy", "pandas", "scipy", "scikit-learn"])
      expect(pins[name], file).toBeDefined();
  }
});
