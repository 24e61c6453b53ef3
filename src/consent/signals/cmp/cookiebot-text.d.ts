/**
 * Reads `{name:value,name:value}` with values 'text', "text", true, false or a whole number: what Cookiebot writes, and
 * nothing else of JavaScript. One pass, no recursion, never evaluated. The caller has bounded the length.
 */
export type LooseValue = string | boolean | number
/** `onRepeat` says what a name written twice stands for; undefined = it stands for nothing. Undefined = not readable. */
export declare function parseLooseObject(
  text: string,
  onRepeat: (a: LooseValue, b: LooseValue) => LooseValue | undefined,
): Map<string, LooseValue> | undefined
