/** The registry's text with one more destination in it. */
import type { Names } from './names.ts'

const LIST = /(export const destinations: readonly Destination\[\] = \[)([^\]]*)\]/
const LAST_IMPORT = /(?:^import [^\n]+\n)+/m

/** Undefined where the text is not the registry as it is known. */
export function registered(registry: string, { id, camel }: Names): string | undefined {
  if (!LIST.test(registry) || !LAST_IMPORT.test(registry)) return undefined
  return registry
    .replace(LAST_IMPORT, (imports) => `${imports}import { ${camel} } from './${id}/mapping.ts'\n`)
    .replace(LIST, (_all, head: string, list: string) => `${head}${withLast(list, camel)}]`)
}

function withLast(list: string, name: string): string {
  const names = list.split(',').map((one) => one.trim())
  return [...names.filter((one) => one !== ''), name].join(', ')
}
