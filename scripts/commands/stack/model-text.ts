/**
 * What people read for the name of a model. Names themselves stay as they are: journals keep them,
 * and `model` in every answer.
 * @param name as in answers, `SIMULATED planted (default) as gpt-5.6-luna-2026-07-09`, or the part
 * before ` as `
 */
export function modelText(name: string): string {
  const [, own, replaced] = /^((?:SIMULATED|LOCAL MODEL) .*?)(?: as (\S+))?$/.exec(name) ?? [];
  if (own === undefined) return name;
  const text = own.startsWith("SIMULATED") ? simulatedText(own) : localText(own);
  return replaced === undefined ? text : `${text}, standing in for ${replaced}`;
}

function simulatedText(name: string): string {
  const [, preset = "default"] = /\((.+)\)$/.exec(name) ?? [];
  if (preset === "default") return "SIMULATED answers (a known effect is built in)";
  return `SIMULATED answers (preset ${preset})`;
}

function localText(name: string): string {
  const label = name.replace("LOCAL MODEL ", "");
  const model = label.startsWith("gemma-3-270m-") ? "Gemma 3 270M" : label;
  return `${model} on this machine`;
}
