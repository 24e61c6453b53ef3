/** The optional parts: each a small file of its own, loaded by name and hash, so that nothing else can come in its place. */
import { gateway, modules, nonce } from './page-script.ts'

/** Module → SHA-256 of its file, base64 without its padding; put in by the build. */
declare const MODULES: Readonly<Record<string, string>>

/** Where the page does not say: what listens to consent tools and clicks, and the bridges to what is there. */
function wanted(): readonly unknown[] {
  const { ttq, fbq, dataLayer } = window as { ttq?: unknown; fbq?: unknown; dataLayer?: unknown }
  return modules?.split(' ') ?? ['consent', 'clicks', ttq && 'ttq', fbq && 'fbq', dataLayer && 'datalayer']
}

export function loadModules(): void {
  for (const name of wanted()) {
    const hash = MODULES[name as string]
    if (!hash) continue
    const module = document.createElement('script')
    module.src = `${gateway}/t/${name as string}.${hash.replace(/[+/]/g, '-')}.js`
    module.crossOrigin = 'anonymous'
    module.integrity = `sha256-${hash}=`
    module.nonce = nonce
    document.head.append(module)
  }
}
