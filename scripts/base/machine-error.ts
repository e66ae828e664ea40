import { own } from "../../infra/json-object";
import { LabError, messageOf } from "../../infra/errors";

/** What an error number of the file system means, and what resolves it. */
const CAUSES: Record<string, readonly [what: string, cure: string]> = {
  EACCES: ["you have no permission for it", "give yourself access, or name another place"],
  EPERM: ["the system does not allow it", "give yourself access, or name another place"],
  EROFS: ["its file system is read-only", "name a place that can be written"],
  ENOSPC: ["no space is left on the device", "free some space, then run the same command again"],
  EDQUOT: [
    "your quota of disk space is used up",
    "free some space, then run the same command again",
  ],
  EEXIST: ["a file is where a folder is needed", "move that file away, or name another place"],
  ENOTDIR: [
    "part of its path is a file, not a folder",
    "move that file away, or name another place",
  ],
  EISDIR: ["a folder is where a file is needed", "move that folder away, or name another file"],
  ENOENT: ["it does not exist", "check the path"],
  ENOTEMPTY: ["the folder is not empty", "run the same command again"],
  ELOOP: ["its symbolic links go in circles", "name the place itself"],
  ENAMETOOLONG: ["its name is too long", "name a shorter one"],
  EMFILE: ["too many files are open", "raise the limit (ulimit -n), or run fewer programs"],
  ENFILE: ["too many files are open on this machine", "end some programs"],
  EBUSY: ["another program is using it", "end that program, then run the same command again"],
  EIO: ["the device failed", "check the disk"],
};

/** System calls on files; those on sockets and processes have other causes. */
const FILE_CALLS =
  /^(open|read|write|mk|rename|unlink|rm|stat|lstat|fstat|scandir|access|chmod|link|symlink|copyfile|cp|fsync|ftruncate|realpath|utime)/;

/** Where the folder of local runs can be moved to; the place of reports is an option. */
const PLACES = "(--out for reports, RAI_LAB_HOME for .lab)";

/**
 * An error of this machine or its network as a user can resolve it: what failed, where, and the
 * cure. Undefined for any other error.
 */
export function machineError(error: unknown): LabError | undefined {
  if (!(error instanceof Error) || error instanceof LabError) return undefined;
  return fileError(error) ?? connectionError(error);
}

function fileError(error: Error): LabError | undefined {
  const { code = "", syscall = "", path, dest } = error as Failure;
  const cause = own(CAUSES, code);
  if (!cause || !FILE_CALLS.test(syscall)) return undefined;
  const [what, cure] = cause;
  const place = dest ?? path;
  return new LabError("file", `a file or folder cannot be used (${syscall}): ${what}`, {
    where: place,
    cure: /name a(nother| place)/.test(cure) ? `${cure} ${PLACES}` : cure,
    cause: error,
  });
}

type Failure = NodeJS.ErrnoException & { dest?: string };

const NO_CONNECTION =
  /^(ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|UND_ERR_(CONNECT|SOCKET))/;
const NO_TRUST = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_(TLS|SSL)/;

/** What `fetch` and the SDKs throw without an answer; the cause says why. */
function connectionError(error: Error): LabError | undefined {
  const { code = "" } = (error.cause ?? error) as NodeJS.ErrnoException;
  const message = `a service could not be reached: ${messageOf(error)}`;
  if (NO_TRUST.test(code))
    return new LabError("cloud", message, {
      cure: "check the clock of this machine, and the certificates that it trusts; the local cloud renews its own when it starts",
      cause: error,
    });
  if (!NO_CONNECTION.test(code)) return undefined;
  return new LabError("cloud", message, {
    cure: "check the network, and whether lab cloud was ended meanwhile; then run the same command again",
    cause: error,
  });
}
