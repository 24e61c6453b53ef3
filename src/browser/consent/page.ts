/** The page's own objects, of which nothing is known for certain: a look at them never throws. */

/** `at('Shopify.customerPrivacy')`; undefined where something on the way is not there. */
export function at(path: string): unknown {
  try {
    return path.split('.').reduce<unknown>((owner, name) => Reflect.get(Object(owner), name), window)
  } catch {
    return undefined
  }
}

/** Calls a function of the page by its path; undefined where it is none, or throws. */
export function call(path: string, ...args: readonly unknown[]): unknown {
  const dot = path.lastIndexOf('.')
  return callOn(dot < 0 ? window : at(path.slice(0, dot)), path.slice(dot + 1), ...args)
}

export function callOn(owner: unknown, name: string, ...args: readonly unknown[]): unknown {
  try {
    const method = member(owner, name)
    return typeof method === 'function' ? Reflect.apply(method, owner, args) : undefined
  } catch {
    return undefined
  }
}

export function member(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined
}

/** Empty where the page may read none. */
export function allCookies(): string {
  try {
    return document.cookie
  } catch {
    return ''
  }
}
