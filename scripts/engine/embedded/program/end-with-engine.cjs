// Preloaded into a program's process: it ends with the engine that started it. A killed engine closes
// no connection in order, and the SDK would ask its monitor again for ever.
process.stdin.once("close", () => process.kill(process.pid));
process.stdin.resume();
process.stdin.unref();
