import type { World } from "../../core/world";
import { keptNotFound } from "../errors";

/** A file of an account. */
export interface AccountFile {
  id: string;
  filename: string;
  purpose: "batch" | "batch_output";
  /** Base64. */
  content: string;
  /** Seconds since the epoch. */
  created_at: number;
  expires_at?: number | undefined;
}

/** The files that an account keeps until they are deleted or expire. */
export class AccountFiles {
  private readonly kept;

  /** @param account its key, as `AccountCall` has it */
  constructor(
    private readonly world: World,
    private readonly account: string,
  ) {
    this.kept = world.store.collection<AccountFile>("openai/files");
  }

  /** The newest first. */
  all(): AccountFile[] {
    return this.kept
      .entries()
      .filter(([key]) => key.startsWith(`${this.account}/`))
      .map(([, file]) => file)
      .filter((file) => this.isLive(file))
      .reverse();
  }

  find(id: string): AccountFile | undefined {
    const file = this.kept.get(`${this.account}/${id}`);
    return file && this.isLive(file) ? file : undefined;
  }

  /** @throws ApiError 404 */
  require(id: string): AccountFile {
    const found = this.find(id);
    if (found) return found;
    throw keptNotFound(`No such File object: ${id}`, "id");
  }

  add(
    file: Pick<AccountFile, "filename" | "purpose" | "expires_at">,
    content: Buffer,
  ): AccountFile {
    const id = `file-${this.world.random.hex(32)}`;
    return this.kept.put(`${this.account}/${id}`, {
      ...file,
      id,
      content: content.toString("base64"),
      created_at: Math.floor(this.world.clock.now() / 1000),
    });
  }

  /** @throws ApiError 404 */
  delete(id: string): void {
    this.require(id);
    this.kept.delete(`${this.account}/${id}`);
  }

  private isLive({ expires_at = Infinity }: AccountFile): boolean {
    return expires_at > this.world.clock.now() / 1000;
  }
}
