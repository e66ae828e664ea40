/** Of the local cloud, whose pages may be served without TLS. */
const LOOPBACK = "127.0.0.1";

/**
 * An address that may become a link: `https:`, or `http:` on the loopback address, without a user
 * name or a password, which would show one host and lead to another. The text is the one that was
 * checked. Undefined for every other.
 * @example safeLink("javascript:alert(1)") // undefined
 */
export function safeLink(text: string | null): string | undefined {
  const url = text === null ? null : URL.parse(text);
  if (!url || url.username !== "" || url.password !== "") return undefined;
  if (url.protocol === "https:") return url.href;
  if (url.protocol === "http:" && url.hostname === LOOPBACK) return url.href;
  return undefined;
}
