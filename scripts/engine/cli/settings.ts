/** The stack's settings as files of one run: the CLI writes into the settings it is given, and the committed ones are not ours. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import type { Stack } from "../engine";

export interface SettingsFiles {
  /** A project of the same name, in which a stack can be created without a trace in the real one. */
  folder: string;
  /** What `--config-file` is given. */
  file: string;
  remove: () => void;
}

/** The CLI's YAML would read a plain 2027-01-31 as a time, and hand the program "2027-01-31 00:00:00 +0000 UTC". */
const QUOTED = { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" } as const;

const ENCRYPTION = ["secretsprovider", "encryptionsalt", "encryptedkey"];

/**
 * `project` is the folder of Pulumi.yaml: how its stack's secrets are encrypted (`secretsprovider`, `encryptionsalt`,
 * `encryptedkey`) and its ESC environment are taken over, its configuration is the stack's. A stack in a backend of
 * its own (a local one) has a passphrase of its own: how the committed file's secrets are encrypted says nothing there,
 * and plain `pulumi` on the local cloud writes it into that file.
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
  return { folder, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
