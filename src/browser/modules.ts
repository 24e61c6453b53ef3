/** The optional parts: each a file of its own, loaded by name and hash, so that nothing else can come in its place. */
import { gateway, nonce } from './page-script.ts'

/** Module → SHA-256 of its file, base64 without its padding; put in by the build: for the tag other ones than for `more`. */
declare const MODULES: Readonly<Record<string, string>>

export function loadModules(wanted: (name: string) => unknown): void {
  // For pages with `require-trusted-types-for 'script'`, which allow the policy by its name; throws where they do not.
  const own: Rules = { createScriptURL: (url) => url }
  const rules = (window as TrustedTypes).trustedTypes?.createPolicy('tidegate', own) ?? own
  const load = (name: string, hash: string): void => {
    const module = document.createElement('script')
    module.src = rules.createScriptURL(`${gateway}/t/${name}.${hash.replace(/[+/]/g, '-')}.js`)
    // Anonymous: the empty word says so too.
    module.crossOrigin = ''
    module.integrity = `sha256-${hash}=`
    module.nonce = nonce
    setTimeout(() => document.head.append(module))
  }
  // Each is made in a turn of its own and put into the page in another, so that none holds it up.
  for (const [name, hash] of Object.entries(MODULES)) if (wanted(name)) setTimeout(load, 0, name, hash)
}

interface Rules {
  readonly createScriptURL: (url: string) => string
}

interface TrustedTypes {
  readonly trustedTypes?: { readonly createPolicy: (name: string, rules: Rules) => Rules }
}
