// get-loop.cjs URL AUTHORIZATION CA COUNT: sends so many GETs over eight connections that are kept.
const { readFileSync } = require("node:fs");
const { Agent, get } = require("node:https");

const CONNECTIONS = 8;
const [url, authorization, ca, count] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ca: readFileSync(ca) });

const once = () =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization, accept: "application/json" } }, (answer) => {
      answer.resume();
      answer.once("end", () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${answer.statusCode}`)),
      );
    }).once("error", reject);
  });

let sent = 0;
const connection = async () => {
  while (sent++ < Number(count)) await once();
};
Promise.all(Array.from({ length: CONNECTIONS }, connection)).finally(() => agent.destroy());
