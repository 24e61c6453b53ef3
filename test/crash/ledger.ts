/**
 * What callers know, held against what there is: the receipts, and what the platforms have counted. Pure.
 * The unit is a sale and a destination. Copies of a sale (the same order under another event id) are the same sale.
 */

/** One answer to one event, destination by destination, in the words of `POST /v1/events`. */
export interface Told {
  readonly eventId: string
  readonly destinations: Readonly<Record<string, string>>
}

/** A receipt of a delivery that has ended. */
export interface End {
  readonly eventId: string
  readonly destination: string
  readonly outcome: string
}

/** An event that counts at the platform, after its own deduplication. */
export interface Counted {
  readonly eventId: string
  readonly destination: string
  /** What it says that the sale was worth. */
  readonly worth?: number | undefined
}

/** A request that carried the event to the platform. */
export interface Sent {
  readonly eventId: string
  readonly destination: string
  readonly atMs: number
  /** The gateway may not have learned that it was taken: the answer broke off, hung, was about a part, or the process was killed. */
  readonly unsure: boolean
}

export interface Evidence {
  readonly ends: readonly End[]
  readonly counted: readonly Counted[]
  readonly sent: readonly Sent[]
}

/** How a delivery can end: the sum that accepted must equal. */
export const OUTCOMES = ['delivered', 'rejected', 'expired', 'withdrawn', 'dead'] as const

export interface Sums {
  accepted: number
  /** Refused to the caller, and stored by an earlier attempt that got no answer: nobody was told that it was accepted. */
  acceptedUntold: number
  /** Not delivered, and yet counted: the platform took an attempt of which the gateway never learned. */
  doubtful: number
  readonly ended: Record<string, number>
}

interface Account {
  accepted: boolean
  /** Told to be a duplicate: an earlier attempt must have been stored. */
  duplicate: boolean
  awaited: boolean
}

interface Sale {
  /** An attempt of it was not answered: it may have been stored. */
  unanswered: boolean
  /** The consent that it waited for has come, and the caller was told so. */
  released: boolean
  /** As the caller has sent it; undefined where nothing was sold. */
  readonly worth: number | undefined
  readonly accounts: Map<string, Account>
}

const TAKEN: ReadonlySet<string> = new Set(['full', 'limited'])

export class Ledger {
  readonly #sales = new Map<string, Sale>()
  readonly #saleOfEvent = new Map<string, string>()
  readonly #personOfEvent = new Map<string, string>()
  readonly #silentSince = new Map<string, number>()

  /** Before it is sent for the first time. */
  send(eventId: string, sale: string, person: string, worth?: number): void {
    this.#saleOfEvent.set(eventId, sale)
    this.#personOfEvent.set(eventId, person)
    if (!this.#sales.has(sale))
      this.#sales.set(sale, { unanswered: false, released: false, worth, accounts: new Map() })
  }

  unanswered(eventIds: readonly string[]): void {
    for (const eventId of eventIds) this.#saleOf(eventId).unanswered = true
  }

  answered(results: readonly Told[]): void {
    for (const { eventId, destinations } of results) {
      for (const [destination, said] of Object.entries(destinations)) this.#note(eventId, destination, said)
    }
  }

  /** The consent that this sale waited for was given, and the gateway has said that it knows. */
  released(sale: string): void {
    const known = this.#sales.get(sale)
    if (known !== undefined) known.released = true
  }

  /** From then on nothing of this person may go out: the withdrawal was answered, and no request from before it can be under way. */
  silentFrom(person: string, atMs: number): void {
    this.#silentSince.set(person, Math.min(atMs, this.#silentSince.get(person) ?? Number.POSITIVE_INFINITY))
  }

  get sales(): number {
    return this.#sales.size
  }

  #note(eventId: string, destination: string, said: string): void {
    const { accounts } = this.#saleOf(eventId)
    const account = accounts.get(destination) ?? { accepted: false, duplicate: false, awaited: false }
    accounts.set(destination, account)
    if (TAKEN.has(said)) account.accepted = true
    if (said === 'duplicate') account.duplicate = true
    if (said === 'consent_awaited') account.awaited = true
  }

  #saleOf(eventId: string): Sale {
    const sale = this.#sales.get(this.#saleOfEvent.get(eventId) ?? '')
    if (sale === undefined) throw new Error(`the ledger was never told of ${eventId}`)
    return sale
  }

  /** Whether something that was accepted has no end yet: an order that waited for its consent leaves its place before it waits to be sent. */
  lacks(ends: readonly End[]): boolean {
    const endsOf = this.#bySale(ends, 'a receipt', [])
    for (const pair of this.#pairs()) {
      const [sale = '', destination = ''] = pair.split(SEPARATOR)
      const known = this.#sales.get(sale)
      if (known !== undefined && mustEnd(known, known.accounts.get(destination)) && !endsOf.has(pair)) return true
    }
    return false
  }

  /** Once nothing waits any more and every caller has its answer: what is wrong, in sentences. */
  audit({ ends, counted, sent }: Evidence): { readonly findings: readonly string[]; readonly sums: Sums } {
    const findings: string[] = []
    const sums: Sums = { accepted: 0, acceptedUntold: 0, doubtful: 0, ended: {} }
    const endsOf = this.#bySale(ends, 'a receipt', findings)
    const countedOf = this.#bySale(counted, 'the platform', findings)
    const sentOf = this.#bySale(sent, 'a request', findings)
    for (const pair of new Set([...this.#pairs(), ...endsOf.keys(), ...countedOf.keys()])) {
      const [sale = '', destination = ''] = pair.split(SEPARATOR)
      const known = this.#sales.get(sale)
      if (known === undefined) continue
      const books = { ends: endsOf.get(pair) ?? [], counted: countedOf.get(pair) ?? [], sent: sentOf.get(pair) ?? [] }
      const wrong = auditPair(known, known.accounts.get(destination), books, sums)
      findings.push(...wrong.map((what) => `${sale} for ${destination}: ${what}`))
    }
    findings.push(...this.#sentAfterWithdrawal(sent))
    return { findings, sums }
  }

  *#pairs(): Iterable<string> {
    for (const [sale, { accounts }] of this.#sales)
      for (const destination of accounts.keys()) yield pairOf(sale, destination)
  }

  #bySale<Item extends { readonly eventId: string; readonly destination: string }>(
    items: readonly Item[],
    where: string,
    findings: string[],
  ): Map<string, Item[]> {
    const found = new Map<string, Item[]>()
    for (const item of items) {
      const sale = this.#saleOfEvent.get(item.eventId)
      if (sale === undefined) {
        findings.push(`${where} (${item.destination}) has ${item.eventId}, which nobody sent`)
        continue
      }
      const pair = pairOf(sale, item.destination)
      const list = found.get(pair)
      if (list === undefined) found.set(pair, [item])
      else list.push(item)
    }
    return found
  }

  #sentAfterWithdrawal(sent: readonly Sent[]): string[] {
    return sent.flatMap(({ eventId, destination, atMs }) => {
      const silentMs = this.#silentSince.get(this.#personOfEvent.get(eventId) ?? '') ?? Number.POSITIVE_INFINITY
      return atMs <= silentMs
        ? []
        : [`${eventId} went to ${destination} ${atMs - silentMs} ms after nothing of its person could be under way`]
    })
  }
}

const SEPARATOR = '\n'

function pairOf(sale: string, destination: string): string {
  return `${sale}${SEPARATOR}${destination}`
}

function timesOf(sent: readonly Sent[]): string {
  return sent.map(({ atMs }) => new Date(atMs).toISOString()).join(', ')
}

function mustEnd({ released }: Sale, account: Account | undefined): boolean {
  return account?.accepted === true || account?.duplicate === true || (account?.awaited === true && released)
}

function auditPair(sale: Sale, account: Account | undefined, { ends, counted, sent }: Evidence, sums: Sums): string[] {
  const wrong: string[] = []
  const isOwed = mustEnd(sale, account)
  const [end] = ends
  if (isOwed) sums.accepted += 1
  else if (end !== undefined) sums.acceptedUntold += 1
  if (end !== undefined) sums.ended[end.outcome] = (sums.ended[end.outcome] ?? 0) + 1

  if (isOwed && end === undefined) wrong.push('was accepted and has no end: it is lost')
  if (!isOwed && end !== undefined && !sale.unanswered) wrong.push(`was refused, and ended as ${end.outcome}`)
  if (ends.length > 1) wrong.push(`ended ${ends.length} times: ${ends.map(({ outcome }) => outcome).join(', ')}`)
  for (const { outcome } of ends)
    if (!(OUTCOMES as readonly string[]).includes(outcome)) wrong.push(`ended as "${outcome}", which is no end`)
  if (counted.length > 1) wrong.push(`is counted ${counted.length} times at the platform`)
  for (const { worth } of counted)
    if (worth !== sale.worth) wrong.push(`counts as ${worth} at the platform, and is worth ${sale.worth}`)
  if (end?.outcome === 'delivered' && counted.length === 0) wrong.push('was delivered, and the platform has it not')
  if (end === undefined && counted.length > 0) wrong.push('is counted at the platform, and has no receipt')
  if (end !== undefined && end.outcome !== 'delivered' && counted.length > 0) {
    sums.doubtful += 1
    if (!sent.some(({ unsure }) => unsure))
      wrong.push(`ended as ${end.outcome}, and the platform has counted it and said so (sent at ${timesOf(sent)})`)
  }
  if (account?.duplicate === true && !account.accepted && !sale.unanswered)
    wrong.push('was called a duplicate of something that nobody had sent')
  return wrong
}
