/** Temporary settings files for one run: the CLI changes its settings file, and the committed one must not change. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import type { Stack } from "../engine";

/** The temporary files of one run. */
export interface SettingsFiles {
  /** A project of the same name. Creating a stack in it does not change the real project. */
  folder: string;
  /** Value of `--config-file`. */
  file: string;
  /** Whether they name environments of Pulumi ESC, whose variables the CLI alone knows. */
  usesEsc: boolean;
  remove: () => void;
}

/** The CLI reads an unquoted 2027-01-31 as a time: "2027-01-31 00:00:00 +0000 UTC". */
const QUOTED = { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" } as const;

const ENCRYPTION = ["secretsprovider", "encryptionsalt", "encryptedkey"];

/**
 * Writes the settings of a stack. `project` is the folder of Pulumi.yaml. Everything but the
 * configuration is copied from the committed file: the encryption of secrets (`secretsprovider`,
 * `encryptionsalt`, `encryptedkey`) and the ESC environment. A stack in a local backend has its own
 * passphrase, so the encryption in the committed file is left out.
 */
export function settingsFiles(
  project: string,
  { project: name, name: stack, backend, config, secretKeys }: Stack,
): SettingsFiles {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-settings-"));
  const committed = path.join(project, `Pulumi.${stack}.yaml`);
  const all = existsSync(committed)
    ? (parse(readFileSync(committed, "utf8")) as Record<string, unknown> | null)
    : {};
  const own = Object.entries(all ?? {}).filter(
    ([key]) => backend === "" || !ENCRYPTION.includes(key),
  );
  const clear = Object.fromEntries(
    Object.entries(config).filter(([key]) => !secretKeys.includes(key)),
  );
  const file = path.join(folder, `Pulumi.${stack}.yaml`);
  writeFileSync(path.join(folder, "Pulumi.yaml"), stringify({ name, runtime: "nodejs" }));
  writeFileSync(file, stringify({ ...Object.fromEntries(own), config: clear }, QUOTED), {
    mode: 0o600,
  });
  return {
    folder,
    file,
    usesEsc: own.some(([key]) => key === "environment"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
