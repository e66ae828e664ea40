/** A message in which a program wrote the cure too (`withCureInMessage`), taken apart. */
export function splitCure(text: string): { message: string; cure?: string } {
  const [, message, cure] = /^([\s\S]*?)\n {2}try: {3}([\s\S]+)$/.exec(text) ?? [];
  return message === undefined || cure === undefined ? { message: text } : { message, cure };
}
