/**
 * What a change of the browser side widens. Where the section is new, it is held against one that says nothing: no cookie, no
 * key, no staging.
 */
import { always, ELSEWHERE, fewerWidens, largerWidens, moreWidens, type Rule } from './compare-rules.ts'

/** No key is asked for where none is named: then an empty list is the open one, else each name lets one more source in. */
const keysRule: Rule = (before, after) => {
  const [old, now] = [before, after].map((value) => (Array.isArray(value) ? (value as readonly unknown[]) : []))
  if (old === undefined || now === undefined || old.length === 0 || now.length === 0)
    return [{ direction: (now?.length ?? 0) === 0 ? 'widens' : 'narrows', before: old, after: now }]
  return moreWidens(before, after)
}

/** Other names read the cookies from now on. Where the section is new or gone, its cookies say what that means. */
const domainRule: Rule = (before, after) => {
  const both = before !== undefined && after !== undefined
  return [{ direction: both ? 'widens' : 'technical', before, after }]
}

export const BROWSER_RULES: Readonly<Record<string, Rule>> = {
  // Where pages send. What is done there is said by the rest of the policy.
  gateway: always('technical'),
  registrableDomain: domainRule,
  writeKeys: keysRule,
  // What came from there was never delivered.
  stagingOrigins: fewerWidens,
  cookies: ELSEWHERE,
}

export const COOKIE_RULES: Readonly<Record<string, Rule>> = {
  visitorDays: largerWidens,
  clickDays: largerWidens,
  // Their cookies can be read by every script of the page from then on.
  pixelsOnPage: moreWidens,
  clickIds: moreWidens,
}
