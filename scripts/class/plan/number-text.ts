const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** A number as a sentence has it: `6,000`. */
export const numberText = (value: number): string => WHOLE.format(value);
