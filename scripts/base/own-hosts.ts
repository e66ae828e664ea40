/** Names of this machine that no other machine's page can have. */
const LOOPBACK_NAMES = ["127.0.0.1", "localhost"];

/**
 * The `Host` headers of requests that mean a listener on the loopback address. Any other comes from
 * a page whose own name leads to it (DNS rebinding).
 */
export const ownHosts = (port: number): string[] => LOOPBACK_NAMES.map((name) => `${name}:${port}`);
