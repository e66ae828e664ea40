import { createHash } from "node:crypto";
import { isSameSecret, newSecret } from "../../base/secrets";

/** A link is for the next minutes; its cookie is for as long as the cloud runs. */
const LINK_LIFE_MS = 10 * 60 * 1000;

/** A browser keeps such a name to HTTPS and to the very host that set it. */
const COOKIE = "__Host-rai-lab-page";

const idOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/**
 * Who may read the page: the token of a link works once, and becomes a cookie. Other users of the
 * machine reach the port, too.
 */
export class PageAccess {
  /** Until when a link works, in ms since the epoch, by the digest of its token. */
  private readonly links = new Map<string, number>();
  private readonly cookie = newSecret();

  /** @param now real time, in ms since the epoch: a link is for a person */
  constructor(private readonly now: () => number = Date.now) {}

  /** A token for one visit. */
  newToken(): string {
    const token = newSecret();
    this.links.set(idOf(token), this.now() + LINK_LIFE_MS);
    return token;
  }

  /** Takes a token; the answer is the header that sets the cookie, or undefined for one that is used or old. */
  exchange(token: string): string | undefined {
    const id = idOf(token);
    const until = this.links.get(id) ?? 0;
    this.links.delete(id);
    if (this.now() > until) return undefined;
    return `${COOKIE}=${this.cookie}; Path=/; Secure; HttpOnly; SameSite=Strict`;
  }

  /** Whether a header of cookies has this one. */
  admits(header = ""): boolean {
    const prefix = `${COOKIE}=`;
    const given = header.split("; ").find((one) => one.startsWith(prefix)) ?? prefix;
    return isSameSecret(given, `${prefix}${this.cookie}`);
  }
}
