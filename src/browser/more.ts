/** What pages can wait for a moment: their other views, clicks that the markup names, and the bridges. The tag itself has no room for it. */
import { watchClicks } from './clicks.ts'
import { guarded } from './guarded.ts'
import { layerName } from './layer-name.ts'
import { loadModules } from './modules.ts'
import { watchMoves } from './moves.ts'
import { gateway, readScript } from './page-script.ts'

/** `data-modules` of the tag's own element: other scripts of the page may be called `t.js` too, but come from elsewhere. */
function namedModules(): readonly string[] | undefined {
  const tag = [...document.scripts].find(
    ({ src }) => src.startsWith(`${gateway}/t.js`) || src.startsWith(`${gateway}/t/tag.`),
  )
  return (window.tidegateSettings ?? tag?.dataset)?.['modules']?.split(/\s+/)
}

let named: readonly string[] | undefined
const GLOBALS: Readonly<Record<string, string>> = { ttq: 'ttq', fbq: 'fbq', datalayer: layerName() }

/** Where the page does not say: the bridges to what is there. */
function isWanted(name: string): boolean {
  // Meta's snippet brings no pixel to a page that has an `fbq`: while it may still come, ours must not be there first.
  if (name === 'fbq' && !('fbq' in window) && document.readyState !== 'complete') return false
  if (named) return named.includes(name)
  const global = GLOBALS[name] ?? name
  // Who gives the dataLayer another name has one, or will have.
  return global in window || (name === 'datalayer' && global !== 'dataLayer')
}

const missing = new Set(Object.keys(GLOBALS))

function loadBridges(): void {
  const wanted = [...missing].filter(isWanted)
  for (const name of wanted) missing.delete(name)
  if (wanted[0]) loadModules((name) => wanted.includes(name))
}

function start(): void {
  named = namedModules()
  setTimeout(guarded(watchMoves), 0, window.tidegate)
  if (named?.includes('clicks') ?? true) watchClicks()
  // The tag may be there before the page's own snippets: they are looked for again when the page has been read, and when all of it is there.
  for (const moment of ['DOMContentLoaded', 'load']) addEventListener(moment, guarded(loadBridges))
  setTimeout(guarded(loadBridges))
}

// In turns of their own, so that they do not hold a slow device up.
setTimeout(
  guarded(() => {
    readScript()
    setTimeout(guarded(start))
  }),
)
