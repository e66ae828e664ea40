import tseslint from "typescript-eslint";

const banned = {
  exit: {
    selector: "MemberExpression[object.name='process'][property.name='exit']",
    message: "Only scripts/lib/shell/shell.ts ends the process: throw or return instead.",
  },
  env: {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message:
      "The environment is read by the command shell and infra/azure/ only: take it as an argument.",
  },
  streams: {
    selector: "MemberExpression[object.name='process'][property.name=/^std(out|err)$/]",
    message: "Text leaves through scripts/lib/shell/console.ts, which filters it.",
  },
  config: {
    selector: "NewExpression[callee.property.name='Config']",
    message: "infra/config/ is the only reader of pulumi.Config.",
  },
  nodesNames: {
    selector:
      ":matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator[id.name=/^(exports|module|require|__filename|__dirname)$/]",
    message: "Node gives every module a variable of this name, and the loader uses it.",
  },
  newInApply: {
    selector: "CallExpression[callee.property.name='apply'] NewExpression[callee.object]",
    message: "No resource is created inside apply.",
  },
  expectInApply: {
    selector: "CallExpression[callee.property.name='apply'] CallExpression[callee.name='expect']",
    message: "An assertion inside apply may never run: await the value first.",
  },
  llama: {
    selector: "ImportDeclaration[source.value='node-llama-cpp'][importKind!='type']",
    message: "node-llama-cpp loads only through await import().",
  },
  limit: {
    selector:
      "Property[key.name=/^(timeout|testTimeout|hookTimeout|interruptAfterTimeLimit)$/] > Literal.value[raw=/^[0-9_]{4,}$/], CallExpression > :matches(ArrowFunctionExpression, FunctionExpression) + Literal[raw=/^[0-9_]{4,}$/]",
    message: "A test's time limit comes from seconds() in test/support/time-limits.ts.",
  },
  timer: {
    selector: "CallExpression[callee.name=/^set(Timeout|Interval)$/]",
    message: "A test waits for an event, not for a time.",
  },
};
const only = (...keys) => ["error", ...keys.map((k) => banned[k])];

export default tseslint.config(
  { ignores: ["node_modules", ".lab", ".venv", "bin", "**/*.cjs", "eslint.config.mjs"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    files: ["**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": only(
        "exit",
        "env",
        "streams",
        "config",
        "nodesNames",
        "newInApply",
        "expectInApply",
        "llama",
      ),
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
    },
  },
  {
    files: [
      "scripts/lab.ts",
      "scripts/commands/stack/open-session.ts",
      "infra/azure/credential.ts",
    ],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["infra/config/index.ts"],
    rules: {
      "no-restricted-syntax": only("exit", "env", "streams", "newInApply", "nodesNames", "llama"),
    },
  },
  {
    files: ["infra/azure/session.ts"],
    rules: {
      "no-restricted-syntax": only(
        "exit",
        "streams",
        "config",
        "newInApply",
        "nodesNames",
        "llama",
      ),
    },
  },
  {
    files: ["scripts/lib/shell/shell.ts", "scripts/lib/shell/console.ts"],
    rules: { "no-restricted-syntax": only("config", "nodesNames", "llama") },
  },
  {
    files: ["scripts/commands/**/*.ts", "scripts/lab.ts", "bench/**/*.ts"],
    rules: { "no-restricted-syntax": only("exit", "streams", "config", "nodesNames", "llama") },
  },
  {
    files: ["test/**/*.ts", "vitest.config.mts"],
    rules: {
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": only("expectInApply", "limit", "timer"),
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
    },
  },
);
