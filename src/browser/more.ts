/** What most pages can wait for: clicks that the markup names, and the bridges, which the tag itself has no room for. */
import { watchClicks } from './clicks.ts'
import { loadModules } from './modules.ts'

/** `data-modules` of the tag's own element. */
function namedModules(): readonly string[] | undefined {
  const tag = document.querySelector<HTMLScriptElement>('script[src*="/t.js"],script[src*="/t/tag."]')
  return (window.tidegateSettings ?? tag?.dataset)?.['modules']?.split(/\s+/)
}

const GLOBALS = { ttq: 'ttq', fbq: 'fbq', datalayer: 'dataLayer' }

const named = namedModules()
/** Where the page does not say: clicks, and the bridges to what is there. */
const isWanted = (name: string): boolean => named?.includes(name) ?? (GLOBALS[name as 'ttq'] ?? 'tidegate') in window

if (isWanted('clicks')) watchClicks()
loadModules(isWanted)
