/** When another view of the page begins: a script changes the address, or the page comes back out of the browser's memory. */
import { guarded } from './guarded.ts'
import type { Tag } from './tag-types.ts'

export function watchMoves({ moved, pageUrl }: Tag): void {
  let place = placeOf(location)
  const look = guarded((isNew?: boolean) => {
    const before = place
    place = placeOf(location)
    if (isNew ?? place !== before) moved()
  })
  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method]
    history[method] = function (this: History, ...args) {
      const { pathname } = location
      original.apply(this, args)
      look(isCleaned(method === 'replaceState', pathname))
    }
  }
  addEventListener('popstate', () => look())
  // Routers of the Navigation API change the address without the history's functions. Some pages have something else under this name.
  const { navigation } = window as { navigation?: Partial<Navigation> }
  navigation?.addEventListener?.(
    'currententrychange',
    guarded(({ navigationType, from }) =>
      look(isCleaned(navigationType === 'replace', new URL(from.url ?? '').pathname)),
    ),
  )
  addEventListener('pageshow', ({ persisted }) => persisted && look(true))
  // What moved before this part of the tag was there; whether parameters were cleaned away or others came can no longer be told.
  const began = new URL(pageUrl())
  if (placeOf({ ...partsOf(began), search: location.search }) !== place) moved()
}

/** An address that is cleaned of its parameters is the same page; of any other, what it says decides. */
const isCleaned = (replaces: boolean, pathBefore: string): false | undefined =>
  replaces && pathBefore === location.pathname ? false : undefined

type Parts = Pick<Location, 'pathname' | 'search' | 'hash'>

const partsOf = ({ pathname, search, hash }: Parts): Parts => ({ pathname, search, hash })

/** A fragment is a place on the page, unless a router writes its own paths there. */
function placeOf({ pathname, search, hash }: Parts): string {
  return pathname + search + (/^#!?\/.*/.exec(hash)?.[0] ?? '')
}
