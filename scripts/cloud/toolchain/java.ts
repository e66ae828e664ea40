import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LabError } from "../../../infra/errors";

/** Versions of Java that Apache Spark 3.5 and 4.0 both run on. */
const SUPPORTED_VERSIONS = [17, 21];

/**
 * The home folder of the Java in `JAVA_HOME`, or else in the PATH.
 * @throws LabError `missing-tool` when there is none, or Apache Spark does not run on its version.
 */
export async function javaHome(env: NodeJS.ProcessEnv): Promise<string> {
  const java = env.JAVA_HOME ? `${env.JAVA_HOME}/bin/java` : "java";
  const output = await javaSettings(java, env);
  const found = /^\s*java\.home = (.+)$/m.exec(output)?.[1];
  if (found === undefined) throw unusable("Apache Spark needs Java, and there is none", java);
  const version = /^\s*java\.specification\.version = (.+)$/m.exec(output)?.[1] ?? "unknown";
  if (!SUPPORTED_VERSIONS.includes(Number(version)))
    throw unusable(`Apache Spark does not run on Java ${version}`, found);
  return found;
}

async function javaSettings(java: string, env: NodeJS.ProcessEnv): Promise<string> {
  try {
    return (await promisify(execFile)(java, ["-XshowSettings:properties", "-version"], { env }))
      .stderr;
  } catch {
    return "";
  }
}

const unusable = (message: string, where: string): LabError =>
  new LabError("missing-tool", message, {
    where,
    cure: "install Java 17, e.g. `apt install openjdk-17-jre-headless`, or omit --spark: Sail needs no Java",
  });
