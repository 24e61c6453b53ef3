/**
 * The script element that loads the tag, and what its attributes say. There is none where a page loads the tag as a module: then
 * nobody knows the gateway, this line throws, and the build has seen to it that nobody hears of it.
 */
const { dataset, nonce, src } = document.currentScript as HTMLScriptElement

const { key = '', env = 'production', modules, pageViews }: DOMStringMap = window.tidegateSettings ?? dataset

/** `data-modules`, `data-page-views`, and the nonce, which cannot be read from the markup any more. */
export { modules, nonce, pageViews }

/** Where the tag comes from is where its events go: scheme and host of its absolute address. */
export const gateway = new URL(src).origin

/** An address of the gateway that takes events, with the key of the page and its environment. */
export function addressOf(path: string, parameter = ''): string {
  return `${gateway}${path}?k=${key}&environment=${env}&t=${Date.now()}${parameter}`
}
