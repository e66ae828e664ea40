import type { ProbeEvent } from "../../probe";

/** What a run will take and what it can show, in one line for people: said before its first call. */
export function planText({ estimate, power }: Extract<ProbeEvent, { kind: "estimate" }>): string {
  const { answers, requests, minutes, dollars } = estimate;
  const time = minutes === undefined ? "" : `, about ${Math.ceil(minutes)} minutes of quota`;
  const price = dollars === undefined ? "" : `, at most $${dollars.toFixed(2)} on Azure`;
  const shown = `if nothing differs, all ${power.byMetric.length} measures end within their margins with probability ${Math.round(100 * power.all)} %`;
  return `${answers} answers in ${requests} requests${time}${price}; ${shown}`;
}
