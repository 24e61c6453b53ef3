/** The event that is sent: a purchase with what a real one holds. Texts have marks where the load writes unique ids. */

/** Eight characters: the load generator overwrites each of them with the id of the event, in place. */
export const ID_MARK = '~~~~~~~~'

interface Shape {
  readonly consent: 'granted' | 'denied'
  readonly items: number
}

const ONE_EVENT: Shape = { consent: 'granted', items: 1 }

export function eventText(shape: Partial<Shape> = {}): string {
  return JSON.stringify(event({ ...ONE_EVENT, ...shape }))
}

export function batchText(events: number, shape: Partial<Shape> = {}): string {
  return `{"events":[${Array.from({ length: events }, () => eventText(shape)).join(',')}]}`
}

/** Another person, order and click each time, so that nothing can be remembered from one event to the next. */
function event({ consent, items }: Shape) {
  const occurredAt = new Date(Date.now() - 60_000).toISOString()
  const page = `https://shop.example/thanks?ttclid=E.C.P.${ID_MARK}&email=jane%40x.fr`
  return {
    event: 'purchase',
    event_id: `o-${ID_MARK}`,
    occurred_at: occurredAt,
    page: { url: page, referrer: 'https://www.tiktok.com/' },
    client: { ip: '203.0.113.7', user_agent: USER_AGENT, country: 'FR', region: 'FR-IDF' },
    person: {
      email: ` Jane.Doe.${ID_MARK}@Example.COM `,
      phone: '06 12 34 56 78',
      external_id: `c-${ID_MARK}`,
      first_name: 'Jane',
      country: 'FR',
    },
    order: {
      id: ID_MARK,
      value: 42.5,
      tax: 7.08,
      shipping: 0,
      currency: 'EUR',
      items: Array.from({ length: items }, item),
    },
    consent: {
      state: { ad_storage: consent, ad_user_data: consent, ad_personalization: consent, analytics_storage: consent },
      at: occurredAt,
      source: 'cmp:didomi',
    },
  }
}

const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'

function item(_: unknown, index: number) {
  return { id: `sku-${index + 1}`, name: 'Crème', quantity: 1, price: 42.5 }
}
