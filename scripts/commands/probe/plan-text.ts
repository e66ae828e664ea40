import type { ProbeEvent } from "../../probe";

/** One line about a run before its first call: its time, its price, and what it can show. */
export function planText({ estimate, power }: Extract<ProbeEvent, { kind: "estimate" }>): string {
  const { answers, requests, minutes, dollars } = estimate;
  const time = minutes === undefined ? "" : `, about ${Math.ceil(minutes)} min of quota`;
  const price = dollars === undefined ? "" : `, at most $${dollars.toFixed(2)} on Azure`;
  const probability = Math.round(100 * power.all);
  return (
    `${answers} answers in ${requests} requests${time}${price}; if nothing differs, ` +
    `all ${power.byMetric.length} measures end within their margins with probability ${probability} %`
  );
}
