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

const loaded = new Set<string>()
const loadBridges = guarded(() => loadModules((name) => isWanted(name) && !loaded.has(name) && loaded.add(name)))

if (named?.includes('clicks') ?? true) watchClicks()
loadBridges()
// The tag may be there before the page's own snippets: they are looked for again when the page has been read, and when all of it is there.
for (const moment of ['DOMContentLoaded', 'load']) addEventListener(moment, loadBridges)
