/** Readers of a value of any shape: what is not there or not of the kind is as if empty. */

export function get(value: unknown, key: string): unknown {
  return isBlock(value) ? Reflect.get(value, key) : undefined
}

export function textOf(value: unknown, key: string): string | undefined {
  const text = get(value, key)
  return typeof text === 'string' ? text : undefined
}

export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isBlock(value) ? Object.entries(value) : []
}

/** Texts keep their index in the list; an element of another kind is an empty text. */
export function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((element: unknown) => (typeof element === 'string' ? element : '')) : []
}

function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
