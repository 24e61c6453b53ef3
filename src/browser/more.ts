/** What most pages can wait for: clicks that the markup names, and the bridges, which the tag itself has no room for. */
import { watchClicks } from './clicks.ts'
import { guarded } from './guarded.ts'
import { loadModules } from './modules.ts'

/** Of the tag's own element, where no tag manager has put it there. */
const settings: DOMStringMap | undefined =
  window.tidegateSettings ??
  document.querySelector<HTMLScriptElement>('script[src*="/t.js"],script[src*="/t/tag."]')?.dataset
const named = settings?.['modules']?.split(/\s+/)
const layer = settings?.['datalayer']

/** Where the page does not say: the bridges to what is there. Who gives the dataLayer a name has one. */
function isWanted(name: string): boolean {
  // Meta's snippet brings no pixel to a page that has an `fbq`: while it may still come, ours must not be there first.
  if (name === 'fbq' && !('fbq' in window) && document.readyState !== 'complete') return false
  if (named) return named.includes(name)
  if (name === 'datalayer') return layer !== undefined || 'dataLayer' in window
  return name in window
}

const missing = new Set(['ttq', 'fbq', 'datalayer'])

function loadBridges(): void {
  const wanted = [...missing].filter(isWanted)
  for (const name of wanted) missing.delete(name)
  if (wanted[0]) loadModules((name) => wanted.includes(name))
}

if (named?.includes('clicks') ?? true) watchClicks()
// The tag may be there before the page's own snippets: they are looked for again when the page has been read, and when all of it is there.
for (const moment of ['DOMContentLoaded', 'load']) addEventListener(moment, guarded(loadBridges))
loadBridges()
