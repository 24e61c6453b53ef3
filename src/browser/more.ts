/** What most pages can wait for: clicks that the markup names, and the bridges, which the tag itself has no room for. */
import { watchClicks } from './clicks.ts'
import { layerName } from './layer-name.ts'
import { loadModules } from './modules.ts'

/** `data-modules` of the tag's own element: other scripts of the page may be called `t.js` too, but come from elsewhere. */
function namedModules(): readonly string[] | undefined {
  const { origin } = new URL((document.currentScript as HTMLScriptElement).src)
  const tag = [...document.scripts].find(
    ({ src }) => src.startsWith(`${origin}/t.js`) || src.startsWith(`${origin}/t/tag.`),
  )
  return (window.tidegateSettings ?? tag?.dataset)?.['modules']?.split(/\s+/)
}

const GLOBALS = { ttq: 'ttq', fbq: 'fbq', datalayer: layerName() }

const named = namedModules()
/** Where the page does not say: clicks, and the bridges to what is there. */
const isWanted = (name: string): boolean => named?.includes(name) ?? (GLOBALS[name as 'ttq'] ?? 'tidegate') in window

if (isWanted('clicks')) watchClicks()
loadModules(isWanted)
