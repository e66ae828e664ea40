import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { javaHome } from "../../../scripts/cloud/toolchain/java";
import { temporaryFolder } from "../../support/folder";

/** A folder with a `java` that says what it is told, as `-XshowSettings:properties` does: on stderr. */
function java(version: string): string {
  const home = temporaryFolder();
  mkdirSync(path.join(home, "bin"));
  const said = `Property settings:\n    java.home = ${home}\n    java.specification.version = ${version}\n`;
  writeFileSync(path.join(home, "bin/java"), `#!/bin/sh\ncat >&2 <<'END'\n${said}END\n`);
  chmodSync(path.join(home, "bin/java"), 0o755);
  return home;
}
const rest = "/usr/bin:/bin";

test("Java is found by JAVA_HOME, or on the PATH", async () => {
  const home = java("17");
  expect(await javaHome({ JAVA_HOME: home, PATH: rest })).toBe(home);
  expect(await javaHome({ PATH: `${home}/bin:${rest}` })).toBe(home);
});

test("no Java, or one that Spark does not run on: said with its cure", async () => {
  const cure = expect.stringContaining("install Java 17") as string;
  const none = { PATH: temporaryFolder() };
  await expect(javaHome(none)).rejects.toMatchObject({
    code: "missing-tool",
    message: "Apache Spark needs Java, and there is none",
    cure,
  });
  await expect(javaHome({ JAVA_HOME: java("25"), PATH: rest })).rejects.toMatchObject({
    code: "missing-tool",
    message: "Apache Spark does not run on Java 25",
    cure,
  });
});
