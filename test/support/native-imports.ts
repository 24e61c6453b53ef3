/**
 * Preloaded where tests run in Node without Vite: what the gateway's bundler and Vite resolve by themselves. The names of what the build has
 * written (`#policy`), and JSON that is imported without saying so; of libphonenumber-js, whose `.json` is a module, its file as it is.
 */
import { registerHooks } from 'node:module'

const DIST = new URL('../../dist/', import.meta.url)
const BUILT = /^#(policy|approval|review|console|openapi|browser)$/
const JSON_TYPE = { type: 'json' }

registerHooks({
  resolve(specifier, context, next) {
    const built = BUILT.exec(specifier)?.[1]
    const found = next(built === undefined ? specifier : new URL(`${built}.json`, DIST).href, context)
    if (found.url.endsWith('.json')) return { ...found, importAttributes: JSON_TYPE }
    return found.url.endsWith('.json.js') ? { ...found, importAttributes: {} } : found
  },
})
