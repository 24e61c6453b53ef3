/**
 * Who is signed in, and the only way in which the console asks the gateway. A token that was typed in is kept for this tab and goes when
 * it is closed; whoever came by Cloudflare Access has none: the gateway sees it in each request.
 */
const TIMEOUT_MS = 60_000
const KEPT = 'tidegate-token'
const { mode, access } = document.documentElement.dataset

let token = kept() ?? (mode === 'development' && access !== 'on' ? 'dev' : undefined)
let site

function kept() {
  try {
    return sessionStorage.getItem(KEPT) ?? undefined
  } catch {
    return undefined
  }
}

/** Whether asking makes sense: with a token, or where Access may have let the person in. */
export function mayAsk() {
  return token !== undefined || access === 'on'
}

export function isTyped() {
  return kept() !== undefined
}

export function useToken(text) {
  token = text
  try {
    sessionStorage.setItem(KEPT, text)
  } catch {
    // A browser may refuse: the token then lasts as long as the page.
  }
}

export function forgetToken() {
  token = undefined
  try {
    sessionStorage.removeItem(KEPT)
  } catch {
    // As above.
  }
}

/** Of a person with roles at several. */
export function chooseSite(id) {
  site = id
}

/** `{body}`, or `{failed}`: the problem's code, else its status, `401`, `503` or `network`. */
export async function ask(path, { method = 'GET', body, type = 'application/json', as = 'json' } = {}) {
  try {
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(site !== undefined && { 'tidegate-site': site }),
      ...(body !== undefined && { 'content-type': type }),
    }
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(path, { method, headers, body: text, signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (response.ok) return { body: await (as === 'json' ? response.json() : response.text()) }
    const problem = await response.json().catch(() => ({}))
    return { failed: failureOf(response.status, problem.code), problem }
  } catch {
    return { failed: 'network', problem: {} }
  }
}

const BY_STATUS = new Set([401, 503])

function failureOf(status, code) {
  return BY_STATUS.has(status) || code === undefined ? String(status) : code
}
