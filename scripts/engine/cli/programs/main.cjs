// The process that `program-process.ts` starts in a project's folder. It loads our code as the CLI loads
// the program's: by what tsx makes of the program, its dynamic resources would have another text.
require("../../../../infra/loader.cjs");
require("./serve-programs.ts");
