/** The events of the page, from the moment they happen until the gateway has answered: in memory, until the page is left. */
import { GRANTED, membersFor, questionOf, scopes, UNASKED, verdictOf } from './consent-scopes.ts'
import { guarded } from './guarded.ts'
import { json } from './json.ts'
import { addressOf } from './page-script.ts'
import { isForLater, MAX_CHARACTERS, post, waitMs } from './request.ts'
import { keep, newKey, remove, storedEvents } from './stored.ts'

interface Item {
  readonly key: string
  /** The destination that it is for; empty: all that the policy names. */
  readonly to: string
  /** JSON text; without evidence, until it is `whole`. */
  readonly text: string
  readonly whole?: true
}

const MAX_ITEMS = 100
const MAX_BATCH = 20

let items: readonly Item[] = []
/** On their way, their answer not there yet. */
let flying: readonly Item[] = []
let failures = 0
/** On the page's own clock, which nobody sets. */
let notBefore = 0
let timer: ReturnType<typeof setTimeout> | undefined

export function take(text: string, to: string): void {
  hold([{ key: newKey(to), to, text }])
}

/** What happens in one go leaves in one batch. */
function hold(more: readonly Item[]): void {
  items = [...items, ...more].filter(({ to }) => verdictOf(to)).slice(-MAX_ITEMS)
  clearTimeout(timer)
  timer = setTimeout(guarded(send), notBefore - performance.now())
}

/** What waits on the device, of this page and of those before it. */
export function gather(): void {
  hold(storedEvents().filter((event) => isGranted(event) && !items.some((item) => item.key === event.key)))
}

const isGranted = ({ to }: Item): boolean => verdictOf(to) >= GRANTED

async function send(): Promise<void> {
  const batch = firstOf(items.filter(isGranted))
  if (flying[0] || !batch[0]) return
  flying = batch
  const response = await post('/e', bodyOf(batch))
  flying = []
  if (isForLater(response)) {
    if (!response && !failures) showAsPicture(batch.filter(isGranted))
    notBefore = performance.now() + waitMs(++failures, response)
  } else {
    failures = 0
    items = items.filter((item) => !batch.includes(item))
    for (const item of batch) remove(item.key)
  }
  hold([])
}

function firstOf(ready: readonly Item[], count = MAX_BATCH): readonly Item[] {
  const batch = ready.slice(0, count)
  return count > 1 && bodyOf(batch).length > MAX_CHARACTERS ? firstOf(batch, count - 1) : batch
}

const bodyOf = (batch: readonly Item[]): string => `{"events":[${batch.map((item) => wholeText(item)).join()}]}`

const wholeText = (item: Item, text = item.text): string =>
  item.whole ? item.text : `${text.slice(0, -1)},${membersFor(item.to)}}`

/**
 * For where others can read, the device's storage and the addresses in logs: without the person, what was searched for, each e-mail
 * address (with what stands beside it, to the ends of its text or of its part of an address) and each parameter of an address that
 * holds as many digits as a phone number. Each search begins at a mark: a long text is not gone through from each of its letters.
 */
const unnamed = (item: Item): string =>
  wholeText(
    item,
    json({ ...JSON.parse(item.text), person: undefined, search: undefined }).replace(
      /(["&=?#/])[^"&=?#/]+(@|%(25)*40)[^"&=?#/\\]*|([?&#][^"&=?#/]*)=[^"&=]*(\W?\d){9}[^"&\\]*/g,
      '$1$4',
    ),
  )

/**
 * The page is left, or out of sight, which may be the last that is heard of it. Nobody reads an answer any more: what is granted is
 * kept, to be sent again; what is not judged yet the gateway judges, if the page is left for good.
 */
export function leave({ type }: Event): void {
  const forGood = type === 'pagehide'
  // Back in sight: what left then may have found the gateway down.
  if (!forGood && !document.hidden) return gather()
  // Whoever listens for the person's answer says now what it knows: on `pagehide` itself it would be too late. MooTools puts
  // something else in the place of `Event`.
  dispatchEvent(new CustomEvent('tidegate'))
  // What is whole says itself what was answered once: it is not judged by what was answered since.
  let going = items.filter(
    (item) => !flying.includes(item) && verdictOf(item.to) >= (forGood && !item.whole ? UNASKED : GRANTED),
  )
  for (const item of items.filter(isGranted)) keep(item.key, unnamed(item))
  storedEvents()
  items = items.filter((item) => flying.includes(item) || !isGranted(item))
  while (going[0]) {
    const batch = firstOf(going)
    going = going.slice(batch.length)
    void post('/e', bodyOf(batch), true).then(guarded((sent) => sent || showAsPicture(batch)))
  }
  if (!forGood) return
  // What was said last and has no answer yet: a withdrawal must be told.
  for (const scope of Object.values(scopes))
    if (verdictOf(scope.name) === UNASKED) void post('/v1/consent', questionOf(scope), true)
}

/** Page views that could go no other way; a picture has no answer that says whether it was taken. */
function showAsPicture(batch: readonly Item[]): void {
  for (const text of batch.map(unnamed)) {
    if (text.includes('{"event":"page_view"'))
      Object.assign(new Image(), {
        referrerPolicy: 'origin',
        src: `${addressOf('/p.gif')}&d=${encodeURIComponent(text)}`,
      })
  }
}
