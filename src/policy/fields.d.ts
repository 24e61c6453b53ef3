/** The names by which a policy allows or denies: the canonical event's fields as they are on the wire. */
export declare const CANONICAL_FIELDS: readonly [
  'person.email',
  'person.phone',
  'person.external_id',
  'person.first_name',
  'person.last_name',
  'person.city',
  'person.state',
  'person.zip',
  'person.country',
  'person.birth_date',
  'person.gender',
  'client.ip',
  'client.user_agent',
  'client.language',
  'click.ttclid',
  'click.ttp',
  'click.fbc',
  'click.fbp',
  'page.url',
  'page.referrer',
  'order.id',
  'order.value',
  'order.currency',
  'order.items.id',
  'order.items.name',
  'order.items.quantity',
  'order.items.price',
  'order.items.brand',
  'order.items.category',
  'search.query',
  'lead.id',
  'lead.type',
]
/** What a policy may name as that which makes an event unique. Nothing about a person: it would tie visits together. */
export declare const UNIQUE_KEYS: readonly ['event_id', 'order.id', 'lead.id']
/** In what form a field leaves. `normalized` is readable (a city in small letters); `hashed` is SHA-256. */
export declare const TREATMENTS: readonly ['as_is', 'url_cleaned', 'normalized', 'hashed']
export type Treatment = (typeof TREATMENTS)[number]
