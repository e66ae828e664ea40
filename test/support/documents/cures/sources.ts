import { globSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

const ROOT = path.resolve(__dirname, "../../../..");

/**
 * The product's sources as one program of the compiler, without the packages they import: names are
 * looked up across files, and types are not checked.
 */
export function productSources(): { files: readonly ts.SourceFile[]; checker: ts.TypeChecker } {
  const names = globSync("{infra,scripts}/**/*.ts", { cwd: ROOT }).sort();
  const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(options, true);
  host.resolveModuleNameLiterals = (literals, importer) =>
    literals.map(({ text }) => {
      const base = path.resolve(path.dirname(importer), text);
      const found = [`${base}.ts`, `${base}/index.ts`].find(
        (file) => text.startsWith(".") && host.fileExists(file),
      );
      if (found === undefined) return { resolvedModule: undefined };
      return { resolvedModule: { resolvedFileName: found, extension: ts.Extension.Ts } };
    });
  const program = ts.createProgram(
    names.map((name) => path.join(ROOT, name)),
    options,
    host,
  );
  return { files: program.getSourceFiles(), checker: program.getTypeChecker() };
}

/** A file's path from the root. */
export const pathFromRoot = (file: ts.SourceFile): string => path.relative(ROOT, file.fileName);
