// `npx lab …` of a document: hands its arguments to the process of lab-server.ts, and prints what comes back.
const { connect } = require("node:net");
const { createInterface } = require("node:readline");

const [socketFile, ...argv] = process.argv.slice(2);
const socket = connect(socketFile, () =>
  socket.write(`${JSON.stringify({ argv, env: process.env })}\n`),
);
process.exitCode = 99;
createInterface(socket).on("line", (line) => {
  const { text, code } = JSON.parse(line);
  if (text !== undefined) process.stdout.write(text);
  else process.exitCode = code;
});
