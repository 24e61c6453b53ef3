/** Finds the row of the route table for a request. */
interface Addressed {
  readonly method: string
  /** Whole segments; one that begins with `:` stands for any one that is not empty. */
  readonly path: string
}

export type Found<Route> = { readonly route: Route } | { readonly allow: readonly string[] }

/** An address that is written as it stands in the table is found at once: it is what events are sent to. */
export function createRouter<Route extends Addressed>(
  routes: readonly Route[],
): (method: string, url: string) => Found<Route> | undefined {
  const byPath = Map.groupBy(routes, ({ path }) => path)
  const patterns = [...byPath].filter(([path]) => path.includes('/:')).map(([path, rows]) => ({ path, rows }))
  return (method, url) => {
    const path = pathOf(url)
    const decoded = byPath.get(path) === undefined ? decodedPath(path) : path
    const rows = byPath.get(decoded) ?? patterns.find((pattern) => fits(decoded, pattern.path))?.rows
    return rows && foundIn(rows, method)
  }
}

/** As it is written, without the query. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const end = url.slice(start).search(/[?#]/)
  return end === -1 ? url.slice(start) : url.slice(start, start + end)
}

/** `/v1/%65vents` is `/v1/events` (RFC 3986, section 6.2.2.2); an escaped slash stays escaped. What cannot be decoded stays as it is. */
function decodedPath(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

function fits(path: string, pattern: string): boolean {
  const segments = path.split('/')
  const wanted = pattern.split('/')
  return (
    segments.length === wanted.length &&
    wanted.every((want, place) => (want.startsWith(':') ? segments[place] !== '' : want === segments[place]))
  )
}

function foundIn<Route extends Addressed>(rows: readonly Route[], method: string): Found<Route> {
  // Whoever answers a GET answers a HEAD.
  const asked = method === 'HEAD' ? 'GET' : method
  const route = rows.find((row) => row.method === asked)
  return route === undefined ? { allow: rows.map((row) => row.method) } : { route }
}
