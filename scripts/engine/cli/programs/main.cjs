// The process that `program-process.ts` starts in a project's folder. It loads our code as the CLI loads
// the program's.
require("../../../../infra/loader.cjs");
require("./serve-programs.ts");
