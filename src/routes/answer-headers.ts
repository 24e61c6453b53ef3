/**
 * What every answer says to a browser: take the type as it is given, do nothing with it, show it in nobody's frame. A route that
 * says something of its own (the diagnostics page) says it whole.
 */

const POLICY = 'content-security-policy'

export const ANSWER_HEADERS = {
  'x-content-type-options': 'nosniff',
  [POLICY]: "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const

/** The routes that answer events say it when they make their answer: for those this is one look. */
export function withAnswerHeaders(response: Response): Response {
  if (response.headers.has(POLICY)) return response
  for (const [name, value] of Object.entries(ANSWER_HEADERS)) {
    if (!response.headers.has(name)) response.headers.set(name, value)
  }
  return response
}
