import { reservedName } from "./errors";

/*
 * @parity
 * - Reserved words in names of accounts and workspaces: 400 `ReservedResourceName` — documented;
 *   which types are checked guessed
 */

/** Whole names, beginnings and parts that Azure reserves. */
const RESERVED = [
  /^(access|app_(code|themes|data|globalresources|localresources|webreferences|browsers))$/i,
  /^(azure|bing|bizspark|biztalk|cortana|directx|dotnet|dynamics|excel|exchange|forefront)$/i,
  /^(groove|hololens|hyperv|kinect|lync|msdn|o365|office|office365|onedrive|onenote|outlook)$/i,
  /^(powerpoint|sharepoint|skype|visio|visualstudio|web\.config|xbox)$/i,
  /^login/i,
  /microsoft|windows/i,
];

/** @throws ApiError `ReservedResourceName` for a resource with an address of its own */
export function requireUnreservedName(name: string): void {
  if (RESERVED.some((pattern) => pattern.test(name))) throw reservedName(name);
}
