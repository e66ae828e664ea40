/**
 * What earlier versions left on a machine: a world with a stack that stands in it, its state, and the
 * journal of a probe that was killed. A fixture is made once, by `lab up` and `lab probe` of its
 * version, and holds no secret: `<secret 1>` and its like are made up here, as is the passphrase that
 * seals them.
 */
import { randomBytes } from "node:crypto";
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { Crypter } from "../../scripts/engine/state/passphrase";
import { encryptedSecret } from "../../scripts/engine/state/wire";
import { readJournal } from "../../scripts/probe/journal";
import { temporaryFolder } from "../support/folder";
import { documentOf, lab } from "../support/lab";
import { seconds } from "../support/time-limits";

const FIXTURES = path.join(__dirname, "fixtures");
const versions = globSync("version-*", { cwd: FIXTURES }).sort();
const STACK = "standing";

test("there is a fixture for every version", () => {
  expect(versions).toEqual(["version-1"]);
});

/** The folder of local runs as that version left it, with secrets of its own. */
async function homeOf(version: string): Promise<string> {
  const home = path.join(temporaryFolder(), "home");
  const states = path.join(home, "backend/.pulumi/stacks/rai-lab");
  mkdirSync(states, { recursive: true });
  const read = (name: string): Buffer => readFileSync(path.join(FIXTURES, version, name));
  const secrets = ["1", "2", "3"].map((name) => ({ name, text: randomBytes(16).toString("hex") }));
  const withSecrets = (text: string): string =>
    secrets.reduce(
      (all, { name, text: secret }) =>
        all
          .replaceAll(`<secret ${name}>`, secret)
          .replaceAll(`<base64 ${name}>`, Buffer.from(secret).toString("base64")),
      text,
    );
  const passphrase = randomBytes(16).toString("hex");
  const crypter = await Crypter.open(passphrase);
  const state = withSecrets(gunzipSync(read(`${STACK}.json.gz`)).toString("utf8"));
  const sealed: unknown = JSON.parse(state.replace("<salt>", crypter.salt), (_, value: unknown) =>
    isSecret(value) ? encryptedSecret(crypter.encrypt(value.plaintext)) : value,
  );
  writeFileSync(path.join(states, `${STACK}.json`), JSON.stringify(sealed));
  writeFileSync(path.join(home, "backend/passphrase"), `${passphrase}\n`);
  writeFileSync(path.join(home, "cloud.jsonl"), withSecrets(read("cloud.jsonl").toString("utf8")));
  writeFileSync(path.join(home, `Pulumi.${STACK}.yaml`), SETTINGS);
  return home;
}

const isSecret = (value: unknown): value is { plaintext: string } =>
  typeof value === "object" && value !== null && "plaintext" in value;

const SETTINGS = `config:
  azure-native:location: eastus2
  rai-lab:expires: "2099-12-31"
  rai-lab:student:
    userName: student@rai-lab.example
`;

test.each(versions)(
  "%s: a standing stack is updated and destroyed in its world, and nothing of it is replaced",
  { timeout: seconds(180) },
  async (version) => {
    const home = await homeOf(version);
    const up = await lab(home, "up", STACK, "--local", "--json");
    expect(up.code, up.stderr).toBe(0);
    const { resources } = documentOf<{ resources: Record<string, number> }>(up);
    expect(resources).toMatchObject({ replace: 0, delete: 0 });
    const destroyed = await lab(home, "destroy", STACK, "--local", "--yes", "--json");
    expect(destroyed.code, destroyed.stderr).toBe(0);
    expect(documentOf(destroyed)).toMatchObject({ proof: { left: [], unknown: [] } });
  },
);

test.each(versions)("%s: the journal of a killed probe is read up to its last line", (version) => {
  const { header, answers, requests } = readJournal(path.join(FIXTURES, version, "journal.jsonl"));
  expect(header.service).toMatchObject({ deployment: "gpt-35-turbo", region: "eastus2" });
  expect(requests.length).toBeGreaterThan(0);
  expect(answers[0]).toMatchObject({ condition: "M1", occupation: "engineer" });
});
