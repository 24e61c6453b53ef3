/** Files of a banner, loaded when it is chosen. */

/** Resolves when the script has run. */
export function loadScript(src) {
  const script = Object.assign(document.createElement('script'), { src })
  return new Promise((resolve, reject) => {
    script.addEventListener('load', resolve)
    script.addEventListener('error', reject)
    document.head.append(script)
  })
}

export function loadStyle(href) {
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }))
}
