import type { IncomingHttpHeaders } from "node:http";
import { ownHosts } from "../../base/own-hosts";
import { ApiError } from "./errors";

/**
 * Refuses a request that a web page may have caused: a page whose own name leads to the loopback
 * address, or a page of any other site.
 * @param port the port that the request arrived at
 * @throws ApiError 421 for a foreign host, 403 for a foreign origin
 */
export function requireLocalSource(headers: IncomingHttpHeaders, port: number): void {
  const own = ownHosts(port);
  const host = headers.host?.toLowerCase() ?? "";
  if (!own.includes(host))
    throw new ApiError(
      421,
      "MisdirectedRequest",
      `The host '${host}' is not served here; the local cloud answers as ${own.join(" and ")}.`,
    );
  const { origin } = headers;
  if (origin !== undefined && !own.some((address) => origin === `https://${address}`))
    throw new ApiError(
      403,
      "ForeignOrigin",
      "The local cloud does not answer pages of other sites.",
    );
}
