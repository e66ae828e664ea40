import { createHash, randomFillSync } from "node:crypto";

/** Bytes of the system's generator, taken in one call: each answer has an id. */
const POOL_BYTES = 4096;

/** Keys, ids and names of one world: random without a seed, repeatable with one. */
export class Random {
  private count = 0;
  private pool = Buffer.alloc(0);
  constructor(private readonly seed?: string) {}

  bytes(length: number): Buffer {
    if (this.seed === undefined) return this.fromPool(length);
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32)
      blocks.push(createHash("sha256").update(`${this.seed}/${this.count++}`).digest());
    return Buffer.concat(blocks).subarray(0, length);
  }

  /** No byte is given out twice. */
  private fromPool(length: number): Buffer {
    if (this.pool.length < length) this.pool = randomFillSync(Buffer.alloc(POOL_BYTES + length));
    const bytes = this.pool.subarray(0, length);
    this.pool = this.pool.subarray(length);
    return bytes;
  }

  /** `length` hexadecimal digits. */
  hex(length: number): string {
    return this.bytes(Math.ceil(length / 2))
      .toString("hex")
      .slice(0, length);
  }

  /** A version 4 UUID in lower case. */
  guid(): string {
    const h = this.hex(32);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
  }

  /** `length` decimal digits without a leading zero; up to 15 of them are a safe integer. */
  digits(length: number): string {
    const text = [...this.bytes(length)].map((b) => b % 10).join("");
    return text.replace(/^0/, "1");
  }
}
