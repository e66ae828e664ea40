import tseslint from "typescript-eslint";

/** Who may import whom (AGENTS.md has the picture): each folder lists the folders it must not know. */
const arrows = {
  infra: ["scripts"],
  "scripts/lib": [
    "scripts/commands",
    "scripts/engine",
    "scripts/cloud",
    "scripts/probe",
    "scripts/doctor",
    "scripts/class",
  ],
  "scripts/engine": [
    "scripts/commands",
    "scripts/cloud",
    "scripts/probe",
    "scripts/doctor",
    "scripts/class",
    "scripts/lib",
  ],
  "scripts/cloud": [
    "scripts/commands",
    "scripts/engine/embedded",
    "scripts/probe",
    "scripts/doctor",
    "scripts/class",
    "scripts/lib",
  ],
  "scripts/probe": ["scripts/commands", "scripts/engine", "scripts/cloud", "scripts/doctor", "scripts/class"],
  "scripts/doctor": ["scripts/commands", "scripts/engine", "scripts/cloud", "scripts/probe", "scripts/class"],
  "scripts/proof": [
    "scripts/commands",
    "scripts/engine",
    "scripts/cloud",
    "scripts/probe",
    "scripts/doctor",
    "scripts/class",
  ],
};
const arrowRules = Object.entries(arrows).map(([folder, banned]) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${banned.map((b) => `(scripts/)?${b.replace("scripts/", "")}`).join("|")})(/|$)`,
            message: `${folder} must not import from ${banned.join(", ")}: arrows never point back (design: AGENTS.md).`,
          },
        ],
      },
    ],
  },
}));

const banned = {
  exit: {
    selector: "MemberExpression[object.name='process'][property.name='exit']",
    message: "Only scripts/lib/cli.ts ends the process: throw or return instead.",
  },
  env: {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: "The environment is read by the command shell and infra/arm/ only: take it as an argument.",
  },
  config: {
    selector: "NewExpression[callee.property.name='Config']",
    message: "infra/config/ is the only reader of pulumi.Config.",
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
};
const only = (...keys) => ["error", ...keys.map((k) => banned[k])];

export default tseslint.config(
  { ignores: ["node_modules", ".lab", ".venv", "bin", "**/*.cjs", "eslint.config.mjs"] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    files: ["**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": only("exit", "env", "config", "newInApply", "expectInApply", "llama"),
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
    },
  },
  ...arrowRules,
  {
    files: ["scripts/lab.ts", "scripts/commands/open-session.ts", "infra/arm/credential.ts"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  { files: ["infra/config/index.ts"], rules: { "no-restricted-syntax": only("exit", "env", "newInApply", "llama") } },
  { files: ["infra/arm/index.ts"], rules: { "no-restricted-syntax": only("exit", "config", "newInApply", "llama") } },
  { files: ["scripts/lib/cli.ts"], rules: { "no-restricted-syntax": only("config", "llama") } },
  {
    files: ["scripts/commands/**/*.ts", "scripts/lab.ts", "scripts/bench.ts", "scripts/bench/**/*.ts"],
    rules: { "no-restricted-syntax": only("exit", "config", "llama") },
  },
  {
    files: ["test/**/*.ts", "vitest.config.mts"],
    rules: {
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": only("expectInApply"),
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
    },
  },
);
