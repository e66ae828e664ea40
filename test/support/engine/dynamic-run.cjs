// What Pulumi's plugin for dynamic resources does: loads the text that came with a resource, and calls one method of it.
// In: JSON on stdin {code, method, args}. Out: JSON on stdout {value} or {error, message, errorCode, stack}.
const Module = require("node:module");
const { readFileSync } = require("node:fs");

const { code, method, args } = JSON.parse(readFileSync(0, "utf8"));
const loaded = new Module("", module);
loaded.paths = module.paths;
loaded._compile(code, "");
Promise.resolve(loaded.exports.handler()[method](...args)).then(
  (value) => console.log(JSON.stringify({ value: value ?? null })),
  (e) =>
    console.log(
      JSON.stringify({
        error: e instanceof Error,
        message: e.message,
        errorCode: e.code,
        stack: e.stack,
      }),
    ),
);
