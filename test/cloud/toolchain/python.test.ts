import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { ensurePython } from "../../../scripts/cloud/toolchain/python";
import { temporaryFolder } from "../../support/folder";

afterEach(() => vi.unstubAllEnvs());

/** A machine whose only `python3` is this shell script; without one there is none. */
function machineWith(script?: string): { requirements: string; folder: string } {
  const folder = temporaryFolder();
  if (script !== undefined) {
    writeFileSync(path.join(folder, "python3"), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(folder, "python3"), 0o755);
  }
  vi.stubEnv("PATH", folder);
  const requirements = path.join(folder, "requirements.txt");
  writeFileSync(requirements, "nothing==1.0\n");
  return { requirements, folder: path.join(folder, "venv") };
}

test("no Python: said with its cure, and nothing half-made is left", async () => {
  const environment = machineWith();
  await expect(ensurePython(environment)).rejects.toMatchObject({
    code: "python",
    message: "Python 3 is not installed",
    cure: "install Python 3.11 or newer",
  });
  expect(existsSync(environment.folder)).toBe(false);
});

test("a Python without venv: said with its cure", async () => {
  const environment = machineWith(
    'echo "The virtual environment was not created because ensurepip is not available" >&2; exit 1',
  );
  await expect(ensurePython(environment)).rejects.toMatchObject({
    code: "python",
    message: "this Python has no venv module",
    cure: "install it, e.g. `apt install python3-venv`",
  });
});

test("a package that cannot be installed: pip's last words, and the environment is tried again next time", async () => {
  const pip =
    '#!/bin/sh\\necho "ERROR: No matching distribution found for nothing==1.0" >&2\\nexit 1\\n';
  const environment = machineWith(
    `/bin/mkdir -p "$3/bin" && printf '${pip}' > "$3/bin/python" && /bin/chmod 755 "$3/bin/python"`,
  );
  for (let time = 0; time < 2; time++)
    await expect(ensurePython(environment)).rejects.toMatchObject({
      code: "python",
      message: expect.stringContaining("No matching distribution found for nothing==1.0") as string,
      where: environment.requirements,
    });
});

test("an environment that was made is made once", async () => {
  const environment = machineWith(
    `/bin/mkdir -p "$3/bin" && printf '#!/bin/sh\\nexit 0\\n' > "$3/bin/python" && /bin/chmod 755 "$3/bin/python"`,
  );
  const said: string[] = [];
  const python = await ensurePython(environment, (text) => said.push(text));
  expect(python).toBe(path.join(environment.folder, "bin/python"));
  expect(said).toEqual(["making the Python environment venv", "installing requirements.txt"]);
  await ensurePython(environment, (text) => said.push(text));
  expect(said).toHaveLength(2);
  writeFileSync(environment.requirements, "nothing==2.0\n");
  await ensurePython(environment, (text) => said.push(text));
  expect(said).toHaveLength(4);
});

/** A `python` that installs a package with tests, and whose use of it ends with this status. */
const installing = (status: number): string =>
  [
    '/bin/mkdir -p "$3/bin" "$3/lib/python3.12/site-packages/some/tests"',
    `printf '#!/bin/sh\n[ "$1" != -E ] || { echo "ImportError: no tests" >&2; exit ${status}; }\n' > "$3/bin/python"`,
    '/bin/chmod 755 "$3/bin/python"',
  ].join(" && ");
const trim = { unneeded: ["**/tests"], use: __filename };

test("what is not needed of the packages is deleted, once", async () => {
  const environment = { ...machineWith(installing(0)), trim };
  const tests = path.join(environment.folder, "lib/python3.12/site-packages/some/tests");
  await ensurePython(environment);
  expect([existsSync(path.dirname(tests)), existsSync(tests)]).toEqual([true, false]);
  mkdirSync(tests);
  await ensurePython(environment);
  expect(existsSync(tests), "it was not made again").toBe(true);
  await ensurePython({ ...environment, trim: { ...trim, unneeded: ["other"] } });
  expect(existsSync(tests), "it was made again, for less is deleted").toBe(true);
});

test("packages that cannot be used without it are an error, and tried again next time", async () => {
  const environment = { ...machineWith(installing(1)), trim };
  for (let time = 0; time < 2; time++)
    await expect(ensurePython(environment)).rejects.toMatchObject({
      code: "python",
      message: "the installed packages cannot be used: ImportError: no tests",
    });
});
