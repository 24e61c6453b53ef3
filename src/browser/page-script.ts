/** The script element that loads the tag, and what its attributes say. Absent where a page loads it as a module. */
const script = document.currentScript as HTMLScriptElement | null

const { key = '', env = 'production', modules, pageViews } = script?.dataset ?? {}

/** `data-modules`, `data-page-views` */
export { modules, pageViews }

/** Not to be read from the markup once the element is in the page; the element itself still has it. */
export const nonce = script?.nonce ?? ''

/** Where the tag comes from is where its events go. */
export const gateway = script && new URL(script.src).origin

/** An address of the gateway that takes events, with the key of the page and its environment. */
export function addressOf(path: string, parameter = ''): string {
  return `${gateway}${path}?k=${key}&environment=${env}${parameter}`
}
