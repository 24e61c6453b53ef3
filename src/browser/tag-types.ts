/** What the tag offers a page and its own modules: `window.tidegate`. Types alone; nothing of this file is in the bundle. */

/** The parts of a canonical event that a page may fill (docs/event-path.md); what the gateway does not know it drops and counts. */
export interface EventData {
  readonly order?: Readonly<Record<string, unknown>>
  readonly person?: Readonly<Record<string, unknown>>
  readonly page?: { readonly url?: string; readonly referrer?: string }
  readonly lead?: Readonly<Record<string, unknown>>
  readonly search?: { readonly query?: string }
}

export interface TrackOptions {
  /** The same as the platform's own pixel sends, where it stays on the page; else a random one. */
  readonly event_id?: string
  /** Only these get it; absent: all that the policy names. */
  readonly destinations?: readonly string[]
  /** When it happened, ISO 8601; now where it is absent. */
  readonly occurred_at?: string
}

/** What `consent` of a canonical event may hold. The gateway reads it; the tag only carries it. */
export interface Evidence {
  readonly state?: Readonly<Record<string, unknown>>
  /** When the person answered, ISO 8601. */
  readonly at?: string
  readonly source?: string
  readonly signals?: Readonly<Record<string, unknown>>
}

export interface ConsentOptions {
  readonly destinations?: readonly string[]
  readonly weak?: boolean
}

export interface Tag {
  readonly track: (name: string, data?: EventData, options?: TrackOptions) => void
  /** A page view of the address as it now is; `pageId` changes with it. */
  readonly page: () => void
  /** Goes with the events from now on, until it is called again; empty forgets. */
  readonly identify: (person: Readonly<Record<string, unknown>>) => void
  /**
   * All that is known of the person's answer, in the place of what was known before; empty: nobody asks here; undefined: an
   * answer was taken back and there is no other, so everything is held. With `destinations` it concerns only these, and counts
   * beside the other. `weak`: only where nothing was said before.
   */
  readonly consent: (evidence?: Evidence, options?: ConsentOptions) => void
  /** The event id of this page view, for all that report the same one. */
  readonly pageId: () => string
  /** The address of this page view as it began, or as it was reported. */
  readonly pageUrl: () => string
  /** Another view of the page has begun: for who finds out before the address says so. */
  readonly moved: () => void
  /** What was last said to `consent` without destinations, as JSON text; undefined: nothing; empty: taken back, here or on another page. */
  readonly evidence: () => string | undefined
  /** `['track', 'purchase', {…}]`: as before the tag was there. */
  readonly push: (...calls: readonly (readonly [keyof Tag, ...unknown[]])[]) => void
}

/** Calls made before the tag was there: `window.tidegate = window.tidegate || []`. */
export type Queue = (readonly [keyof Tag, ...unknown[]])[]

declare global {
  interface Window {
    tidegate?: Tag | Queue
    /** In the place of the script element's attributes, for who cannot write one: Google Tag Manager. */
    tidegateSettings?: Readonly<Record<string, string>>
  }
}
