/**
 * The script element that loads the tag, and what its attributes say. There is none where a page loads the tag as a module: then
 * nobody knows the gateway, reading it throws, and nobody hears of it.
 */
const element = document.currentScript as HTMLScriptElement

/** Where the tag comes from is where its events go: scheme and host of its absolute address. */
export let gateway: string
/** Which cannot be read from the markup any more. */
export let nonce: string
/** `data-modules` and `data-page-views`. */
export let modules: string | undefined
export let pageViews: string | undefined
let key: string
let env: string

/** Before anything else, and in a turn of its own: the first look at attributes and addresses takes a slow device long. */
export function readScript(): void {
  gateway = new URL(element.src).origin
  nonce = element.nonce
  ;({ key = '', env = 'production', modules, pageViews } = window.tidegateSettings ?? element.dataset)
}

/** An address of the gateway that takes events, with the key of the page and its environment. */
export function addressOf(path: string): string {
  return `${gateway}${path}?k=${key}&environment=${env}&t=${Date.now()}`
}
