/** Pulumi's passphrase secrets provider: PBKDF2-SHA256 (1,000,000 rounds), AES-256-GCM, `v1:nonce:text` in base64. */
import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { LabError } from "../../../infra/errors";

const ROUNDS = 1_000_000;
const CHECK = "pulumi";

/** Encrypts and decrypts the secrets of the stacks that share a passphrase and a salt. */
export class Crypter {
  private static readonly known = new Map<string, Promise<Crypter>>();

  private constructor(
    private readonly key: Buffer,
    /** The stack's `encryptionsalt`: `v1:<salt>:<the word "pulumi", encrypted>`. */
    readonly salt: string,
  ) {}

  /**
   * Deriving a key takes 0.2 s of CPU, so each passphrase and salt is derived once. New stacks of one
   * process share one salt: 300 stacks with a salt each would take a minute.
   * @throws LabError `state-unreadable` when the passphrase does not match the salt
   */
  static open(passphrase: string, salt?: string): Promise<Crypter> {
    const name = JSON.stringify([passphrase, salt ?? null]);
    const found = this.known.get(name) ?? this.derive(passphrase, salt);
    this.known.set(name, found);
    return found;
  }

  private static async derive(passphrase: string, salt?: string): Promise<Crypter> {
    const [version, salt64, ...check] = salt?.split(":") ?? [
      "v1",
      randomBytes(8).toString("base64"),
    ];
    if (version !== "v1" || !salt64)
      throw new LabError("state-unreadable", "the encryption salt is malformed");
    const key = await promisify(pbkdf2)(
      passphrase,
      Buffer.from(salt64, "base64"),
      ROUNDS,
      32,
      "sha256",
    );
    if (!salt) return new Crypter(key, `v1:${salt64}:${new Crypter(key, "").encrypt(CHECK)}`);
    const crypter = new Crypter(key, salt);
    if (crypter.opens(check.join(":"))) return crypter;
    throw new LabError("state-unreadable", "the passphrase does not open this stack's secrets", {
      cure: "use the passphrase that the stack was made with; that of local stacks is the file passphrase in .lab/backend",
    });
  }

  private opens(check: string): boolean {
    try {
      return this.decrypt(check) === CHECK;
    } catch {
      return false;
    }
  }

  encrypt(text: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.key, nonce);
    const sealed = Buffer.concat([
      cipher.update(text, "utf8"),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  }

  /** @throws Error when the text was encrypted with another key, or changed */
  decrypt(text: string): string {
    const [version, nonce, sealed] = text.split(":");
    if (version !== "v1" || !nonce || !sealed) throw new Error("not a v1 ciphertext");
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-16));
    return decipher.update(bytes.subarray(0, -16), undefined, "utf8") + decipher.final("utf8");
  }
}
