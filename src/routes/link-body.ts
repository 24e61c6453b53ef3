/** A new short link on the wire. Nothing here throws. */
import { isLinkCode } from '../analysis/touches/link.ts'
import { TOUCH_KINDS } from '../analysis/touch.ts'
import type { FieldError } from '../event/errors.ts'
import type { OwnLink } from '../offsite/asks.ts'
import { guardText } from '../privacy/guard.ts'
import { readObject, type Body } from './ledger-body.ts'

const MEMBERS = ['code', 'target', 'source', 'kind', 'campaign', 'creative', 'name'] as const
const SOURCE = /^[a-z0-9][a-z0-9._-]{0,39}$/
const NOBODY = 'must not hold an e-mail address or a number of a person'
const MOST = { campaign: 80, creative: 80, name: 200 } as const

export function readLinkBody(text: string, madeAt: string): Body<{ readonly link: OwnLink }> {
  const body = readObject(text, MEMBERS)
  if (!body.ok) return body
  const { code, target, source, kind } = body.members
  const known = TOUCH_KINDS.find((one) => one === kind)
  const errors: FieldError[] = []
  const wrong = (path: string, message: string) => void errors.push({ path, message })
  if (typeof code !== 'string' || !isLinkCode(code))
    wrong('code', 'must be 2 to 40 small letters, digits, single hyphens and slashes, such as r/l-0412')
  if (typeof target !== 'string') wrong('target', 'must be the address of a page of the site')
  else if (!('clean' in guardText(target, 'id'))) wrong('target', NOBODY)
  if (typeof source !== 'string' || !SOURCE.test(source))
    wrong('source', 'must be small letters, digits, `.`, `_` and `-`, such as tiktok')
  if (known === undefined) wrong('kind', `must be one of: ${TOUCH_KINDS.join(', ')}`)
  const texts = textsOf(body.members, wrong)
  if (errors.length > 0 || known === undefined) return { ok: false, code: 'wrong_rows', errors }
  const link = { code: String(code), target: String(target), source: String(source), kind: known }
  return { ok: true, link: { ...link, ...texts, made_at: madeAt } }
}

/** They stand in tables: what names a person in a way that the guard knows does not. */
function textsOf(
  members: Readonly<Record<string, unknown>>,
  wrong: (path: string, message: string) => void,
): Pick<OwnLink, keyof typeof MOST> {
  const texts: Record<string, string> = {}
  for (const [name, most] of Object.entries(MOST)) {
    const value = members[name]
    if (value === undefined) continue
    if (typeof value !== 'string' || value === '' || value.length > most || !/^\P{C}+$/u.test(value))
      wrong(name, `must be text of 1 to ${most} printable characters`)
    else if (!('clean' in guardText(value, 'text'))) wrong(name, NOBODY)
    else texts[name] = value
  }
  return texts
}
