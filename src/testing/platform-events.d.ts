/**
 * What an event is in a platform's own words, as far as the gateway ever sends it. Everything may be absent: the policy and the
 * person's answer decide. Hashes are SHA-256 in lower-case hex.
 */
export interface PlatformEvents {
  readonly tiktok: TikTokEvent
  readonly meta: MetaEvent
}
export interface TikTokEvent {
  readonly event: string
  /** Epoch seconds. */
  readonly event_time: number
  readonly event_id: string
  readonly limited_data_use?: boolean
  readonly user?: {
    /** Hash. */
    readonly email?: string
    /** Hash. */
    readonly phone?: string
    /** Hash. */
    readonly external_id?: string
    /** Hash. */
    readonly first_name?: string
    /** Hash. */
    readonly last_name?: string
    /** Hash. */
    readonly zip_code?: string
    readonly city?: string
    readonly state?: string
    readonly country?: string
    readonly ttclid?: string
    readonly ttp?: string
    readonly ip?: string
    readonly user_agent?: string
    readonly locale?: string
  }
  readonly page?: {
    readonly url?: string
    readonly referrer?: string
  }
  readonly properties?: {
    readonly contents?: readonly {
      readonly content_id?: string
      readonly content_name?: string
      readonly content_category?: string
      readonly brand?: string
      readonly quantity?: number
      readonly price?: number
    }[]
    readonly content_ids?: readonly string[]
    readonly content_type?: string
    readonly num_items?: number
    readonly value?: number
    readonly currency?: string
    readonly order_id?: string
    readonly search_string?: string
    readonly query?: string
    readonly description?: string
  }
}
export interface MetaEvent {
  readonly event_name: string
  /** Epoch seconds. */
  readonly event_time: number
  readonly event_id: string
  readonly action_source: 'website'
  readonly event_source_url?: string
  readonly referrer_url?: string
  readonly data_processing_options?: readonly string[]
  readonly data_processing_options_country?: number
  readonly data_processing_options_state?: number
  /** Lists are of hashes. */
  readonly user_data?: {
    readonly em?: readonly string[]
    readonly ph?: readonly string[]
    readonly fn?: readonly string[]
    readonly ln?: readonly string[]
    readonly ct?: readonly string[]
    readonly st?: readonly string[]
    readonly zp?: readonly string[]
    readonly country?: readonly string[]
    readonly ge?: readonly string[]
    readonly db?: readonly string[]
    readonly external_id?: readonly string[]
    readonly client_ip_address?: string
    readonly client_user_agent?: string
    readonly fbc?: string
    readonly fbp?: string
  }
  readonly custom_data?: {
    readonly value?: number
    readonly currency?: string
    readonly order_id?: string
    readonly content_ids?: readonly string[]
    readonly content_type?: string
    readonly contents?: readonly {
      readonly id?: string
      readonly quantity?: number
      readonly item_price?: number
      readonly title?: string
      readonly brand?: string
      readonly category?: string
    }[]
    readonly num_items?: number
    readonly search_string?: string
    readonly content_category?: string
  }
}
