/** JSON text as the language has it: Prototype.js up to 1.6.1 has lists write themselves down, which makes one text of each. */
export const json = (value: unknown): string => JSON.stringify(value, listAsItIs)

function listAsItIs(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  return Array.isArray(this[key]) ? this[key] : value
}
