/** Numbers of several texts one behind the other, which is read faster than many arrays. */
export interface OneArray {
  flat: Int32Array;
  /** Where each text begins in `flat`; one more for the end. */
  starts: Int32Array;
}

/**
 * Puts the numbers of texts into one array.
 * @example inOneArray([Int32Array.of(7, 8), Int32Array.of(9)]).starts // [0, 2, 3]
 */
export function inOneArray(texts: readonly Int32Array[]): OneArray {
  const starts = new Int32Array(texts.length + 1);
  texts.forEach((text, k) => (starts[k + 1] = starts[k]! + text.length));
  const flat = new Int32Array(starts[texts.length]!);
  texts.forEach((text, k) => {
    flat.set(text, starts[k]);
  });
  return { flat, starts };
}
