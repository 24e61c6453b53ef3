/** Members of objects that a page forwarded: only the object's own, and only as many as are worth looking at. */

/** Also right for `__proto__` and the like, which JSON may name. */
export function own(source: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(source, name) ? source[name] : undefined
}

/** Undefined where there are more than `max`: they are counted before anything is made of them. */
export function membersOf(
  source: Readonly<Record<string, unknown>>,
  max: number,
): readonly (readonly [string, unknown])[] | undefined {
  const names = Object.keys(source)
  return names.length > max ? undefined : names.map((name) => [name, source[name]])
}
