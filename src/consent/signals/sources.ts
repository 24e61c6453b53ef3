/**
 * Where the strings of the standards and what consent tools left may stand in one event: in `consent.signals`, in its raw
 * Cookie header, in what the page forwards of a tool. Nothing is judged here.
 */
import { isMembers } from '../../event/members.ts'
import { once } from '../../event/once.ts'
import { CMP_READERS } from './cmp/index.ts'
import { MAX_COOKIE_CHARACTERS, type CmpInput } from './cmp/cmp.ts'
import { META_DPO } from './meta-dpo.ts'
import { plainText, unquoted } from './plain-text.ts'
import type { ReadContext, SignalInput } from './reader.ts'

export interface Sources {
  readonly tcf: readonly string[]
  readonly ac: readonly string[]
  readonly gpp: readonly string[]
  readonly usprivacy: readonly string[]
  /** Consent tool → what it left; several where a cookie came twice with two values: each is read, the strictest counts. */
  readonly tools: ReadonlyMap<string, readonly CmpInput[]>
  /** Parts that came and that nobody here can read: a tool without a reader, the wrong type. */
  readonly unreadable: readonly string[]
  /** More of a kind than a browser sends: what was not read may be a refusal, so all of it counts as one. */
  readonly tooMany: boolean
}

type Standard = 'tcf' | 'ac' | 'gpp' | 'usprivacy'

/** Cookies that carry a standard's string as it is. */
export const STANDARD_COOKIES: ReadonlyMap<string, Standard> = new Map([
  ['euconsent-v2', 'tcf'],
  ['addtl_consent', 'ac'],
  ['gpp', 'gpp'],
  ['__gpp', 'gpp'],
  ['usprivacy', 'usprivacy'],
  ['us_privacy', 'usprivacy'],
])

const toolOfCookie = once(
  (): ReadonlyMap<string, string> =>
    new Map(
      CMP_READERS.flatMap(({ cmp, cookies }) =>
        cookies.filter((name) => !name.endsWith('*')).map((name) => [name, cmp]),
      ),
    ),
)
const toolOfPrefix = once((): readonly (readonly [string, string])[] =>
  CMP_READERS.flatMap(({ cmp, cookies }) =>
    cookies.filter((name) => name.endsWith('*')).map((name) => [name.slice(0, -1), cmp] as const),
  ),
)
const ownName = once(
  (): ReadonlyMap<string, string> => new Map(CMP_READERS.map(({ cmp, cookies }) => [cmp, cookies[0] ?? cmp])),
)

/** More than a browser sends to one host (Chromium: 180 a site). */
const MAX_COOKIES = 400
const MAX_TOOLS = 20
/** An event from one browser carries one of each; a second may be a stale cookie. More is an attack. */
const MAX_STRINGS = 4

/** Undefined where the event has nothing of the kind: the common case. */
export function sourcesOf(input: SignalInput, context: ReadContext): Sources | undefined {
  const signals: unknown = input.evidence?.signals
  if (!isMembers(signals)) return undefined
  const { tcf, ac, gpp, gppSid, cookies, sentCookies, cmp } = signals
  const all = [tcf, ac, gpp, gppSid, cookies, sentCookies, cmp]
  if (all.every((one) => one === undefined)) return undefined
  const found = new Found()
  found.addString('tcf', tcf)
  found.addString('ac', ac)
  found.addString('gpp', gpp)
  for (const header of [cookies, sentCookies]) {
    if (typeof header === 'string') readCookies(header, context, found)
    else if (header !== undefined) found.unreadable.push('cookies')
  }
  readForwarded(cmp, found)
  return found
}

/** Being filled: also with the strings that a tool's record wraps. */
export class Found implements Sources {
  readonly tcf: string[] = []
  readonly ac: string[] = []
  readonly gpp: string[] = []
  readonly usprivacy: string[] = []
  readonly tools = new Map<string, Left[]>()
  readonly unreadable: string[] = []
  tooMany = false

  static from({ tcf, ac, gpp, usprivacy, unreadable, tooMany }: Sources): Found {
    const found = new Found()
    found.tcf.push(...tcf)
    found.ac.push(...ac)
    found.gpp.push(...gpp)
    found.usprivacy.push(...usprivacy)
    found.unreadable.push(...unreadable)
    found.tooMany = tooMany
    return found
  }

  addString(standard: Standard, text: unknown): void {
    if (text === undefined) return
    const list = this[standard]
    if (typeof text !== 'string') this.unreadable.push(standard)
    else this.#addText(list, plainText(text))
  }

  #addText(list: string[], text: string): void {
    if (list.includes(text)) return
    if (list.length < MAX_STRINGS) list.push(text)
    else this.tooMany = true
  }

  addCookie(tool: string, name: string, value: string): void {
    const left = this.#leftBy(tool)
    if (left.length === 0) left.push({ cookies: new Map() })
    const free = left.find(({ cookies }) => (cookies.get(name) ?? value) === value)
    if (free !== undefined) free.cookies.set(name, value)
    else if (left.length < MAX_STRINGS) left.push({ cookies: new Map(left[0]?.cookies).set(name, value) })
    else this.tooMany = true
  }

  /** Read apart from the cookies: where the two disagree, the stricter counts. */
  addForwarded(tool: string, value: unknown): void {
    const left = this.#leftBy(tool)
    if (left.length < 2 * MAX_STRINGS) left.push({ cookies: new Map(), forwarded: value })
    else this.tooMany = true
  }

  #leftBy(tool: string): Left[] {
    const known = this.tools.get(tool)
    if (known !== undefined) return known
    const made: Left[] = []
    this.tools.set(tool, made)
    return made
  }
}

interface Left extends CmpInput {
  readonly cookies: Map<string, string>
}

/** Some forward the whole line of the request; two lines of one are joined by a comma on the way. */
const BETWEEN_LINES = /[\r\n]+|, (?=[\w!#$%&'*+.^`|~-]+=)/g

function readCookies(sent: string, context: ReadContext, found: Found): void {
  // Cookies that somebody has made JSON of.
  if (/^\s*[[{]/.test(sent)) found.unreadable.push('cookies')
  const header = sent.replace(BETWEEN_LINES, ';').replace(/(^|;)\s*cookie:/gi, '$1')
  let from = 0
  for (let i = 0; i < MAX_COOKIES && from < header.length; i++) {
    const semicolon = header.indexOf(';', from)
    const end = semicolon < 0 ? header.length : semicolon
    const equals = header.indexOf('=', from)
    if (equals > 0 && equals < end) {
      readCookie(header.slice(from, equals).trim(), header.slice(equals + 1, end).trim(), context, found)
    }
    from = end + 1
  }
  if (from < header.length) found.tooMany = true
}

function readCookie(name: string, raw: string, context: ReadContext, found: Found): void {
  const value = unquoted(raw)
  const standard = STANDARD_COOKIES.get(name)
  if (standard !== undefined) found.addString(standard, value)
  const tool = toolOf(name)
  if (tool !== undefined) found.addCookie(tool, name, value)
  // No browser sends one so long: what it may say is not left out, it counts as a refusal.
  if ((standard !== undefined || tool !== undefined) && value.length > MAX_COOKIE_CHARACTERS) found.tooMany = true
  const { cookieNames } = context.rules
  const renamed = Object.hasOwn(cookieNames, name) ? cookieNames[name] : undefined
  if (renamed !== undefined) found.addCookie(renamed, ownName().get(renamed) ?? name, value)
}

function toolOf(name: string): string | undefined {
  const tool = toolOfCookie().get(name)
  return tool ?? toolOfPrefix().find(([prefix]) => name.startsWith(prefix))?.[1]
}

/** A forwarded name is folded: `OneTrust`, `one-trust` and `onetrust` are the same tool. */
function readForwarded(cmp: unknown, found: Found): void {
  if (cmp === undefined) return
  if (!isMembers(cmp)) {
    found.unreadable.push('cmp')
    return
  }
  for (const [index, [name, value]] of Object.entries(cmp).entries()) {
    // It has a reader of its own.
    if (name === META_DPO) continue
    const tool = index < MAX_TOOLS ? toolOfName().get(foldName(name)) : undefined
    if (tool === undefined) found.unreadable.push('cmp')
    else found.addForwarded(tool, value)
    if (index < MAX_TOOLS) continue
    found.tooMany = true
    return
  }
}

const toolOfName = once((): ReadonlyMap<string, string> => new Map(CMP_READERS.map(({ cmp }) => [foldName(cmp), cmp])))

function foldName(name: string): string {
  return name
    .slice(0, 40)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}
