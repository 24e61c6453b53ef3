/**
 * Examples for TikTok. Where TikTok's page has a worked example, its input and hash are used; the other hashes are from
 * `printf %s '<normalised value>' | sha256sum`.
 */
import type { DestinationFixture } from '../fixture.ts'

const SITE = { defaultCountry: 'FR', urlParameters: ['ttclid', 'utm_source'] }
/** 2026-11-21T12:00:00Z; `date -u -d @1795262400`. */
const NOON_MS = 1_795_262_400_000
const NOON_SECONDS = 1_795_262_400
const USER_AGENT = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15'

const EVENTS_API = 'TikTok, Events API 2.0 — Report app, web, offline, or CRM events, read 2026-11-21'
const EXAMPLES = `${EVENTS_API}: worked examples of user.email, user.phone and user.external_id`

export const tiktokFixtures: readonly DestinationFixture[] = [
  {
    title: 'a purchase with everything',
    in: {
      name: 'purchase',
      eventId: 'o-1001',
      occurredAtMs: NOON_MS + 999,
      page: {
        url: 'https://shop.example/thanks?ttclid=E.C.P.aBcD_-09&email=jane%40example.com&utm_source=tiktok',
        referrer: 'https://www.tiktok.com/',
      },
      client: { ip: '203.0.113.7', userAgent: USER_AGENT, country: 'FR', region: 'FR-IDF', language: 'fr-FR,fr;q=0.9' },
      click: { ttp: '2NfKzuHkoFGWFYKEBFmvzNUKmLd' },
      person: {
        email: ' Jane.Doe@Example.COM ',
        phone: '06 12 34 56 78',
        externalId: 'c-77',
        firstName: 'Jane',
        lastName: "O'Connor",
        city: 'Paris',
        state: 'Île-de-France',
        zip: '75 001',
        country: 'FR',
      },
      order: {
        id: '1001',
        value: 42.5,
        tax: 7.08,
        shipping: 0,
        currency: 'EUR',
        items: [
          { id: 'sku-1', name: 'Crème', quantity: 2, price: 15, brand: 'Rivage', category: 'Soins' },
          { id: 'sku-2', name: 'Savon', quantity: 1, price: 12.5 },
        ],
      },
    },
    permit: 'full',
    site: SITE,
    out: {
      event: 'Purchase',
      event_time: NOON_SECONDS,
      event_id: 'o-1001',
      user: {
        email: '86e0b9e56c17cc4d12387e1949b85053fbe73bc3ce5a1188713a9d300cc6133d',
        phone: '42d573cfc315801d4cd8eddd5416b416a0bf298b9b9e12d6b07442c91db42bd8',
        external_id: 'b07d67e691201384ef70fd40dbdff650ea5f30cbecb37128fa6692cffca534f2',
        first_name: '81f8f6dde88365f3928796ec7aa53f72820b06db8664f5fe76a7eb13e24546a2',
        last_name: '7a0fbfdf40cbeb97429bdb88f512cecd27f0d44b7e57986ab578423bb61936ac',
        zip_code: '3f089dbdff98360a35193e7d401b76b21f5c0d5d6fb76a28660aaaed83a4c3e3',
        city: 'paris',
        state: 'îledefrance',
        country: 'fr',
        ttclid: 'E.C.P.aBcD_-09',
        ttp: '2NfKzuHkoFGWFYKEBFmvzNUKmLd',
        ip: '203.0.113.7',
        user_agent: USER_AGENT,
        locale: 'fr-FR',
      },
      page: {
        url: 'https://shop.example/thanks?ttclid=E.C.P.aBcD_-09&utm_source=tiktok',
        referrer: 'https://www.tiktok.com/',
      },
      properties: {
        contents: [
          {
            content_id: 'sku-1',
            content_name: 'Crème',
            content_category: 'Soins',
            brand: 'Rivage',
            quantity: 2,
            price: 15,
          },
          { content_id: 'sku-2', content_name: 'Savon', quantity: 1, price: 12.5 },
        ],
        content_ids: ['sku-1', 'sku-2'],
        content_type: 'product',
        num_items: 3,
        value: 42.5,
        currency: 'EUR',
        order_id: '1001',
      },
    },
    source: `${EVENTS_API}; hashes by sha256sum of jane.doe@example.com, +33612345678, c-77, jane, oconnor, 75001`,
  },
  {
    title: "TikTok's own examples of an e-mail, a phone and an external id",
    in: {
      name: 'sign_up',
      eventId: 'su-1',
      occurredAtMs: NOON_MS,
      person: { email: ' ALICE_abc@gmail.com ', phone: '(+1)2133734253', externalId: 'user_123' },
    },
    permit: 'full',
    site: SITE,
    out: {
      event: 'CompleteRegistration',
      event_time: NOON_SECONDS,
      event_id: 'su-1',
      user: {
        email: '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f',
        phone: '9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd',
        external_id: '80fba0ae1c48e3978e43e4efc365e14e12ea0c830ba8ba5b9a2dafc7e3f2ab8b',
      },
    },
    source: EXAMPLES,
  },
  {
    title: 'the same under a limited permit: the switch, and nothing that names a person, a browser or a click',
    in: {
      name: 'purchase',
      eventId: 'o-1002',
      occurredAtMs: NOON_MS,
      page: { url: 'https://shop.example/thanks?utm_source=tiktok' },
      client: { ip: '2001:db8:1111:a:b0::200', userAgent: USER_AGENT, country: 'US', region: 'US-CA' },
      click: { ttclid: 'E.C.P.aBcD', ttp: '2NfKzuHkoFGWFYKEBFmvzNUKmLd' },
      person: {
        email: 'jane.doe@example.com',
        phone: '+12133734253',
        externalId: 'c-77',
        city: 'Los Angeles',
        country: 'US',
      },
      order: { id: '1002', value: 10, currency: 'USD' },
    },
    permit: 'limited',
    site: SITE,
    out: {
      event: 'Purchase',
      event_time: NOON_SECONDS,
      event_id: 'o-1002',
      user: { ip: '2001:db8:1111:a:b0::200', user_agent: USER_AGENT },
      page: { url: 'https://shop.example/thanks?utm_source=tiktok' },
      properties: { value: 10, currency: 'USD', order_id: '1002' },
      limited_data_use: true,
    },
    source: 'TikTok, Events API 2.0 — Limited Data Use, read 2026-11-21',
  },
  {
    title: 'a search goes under both names that TikTok uses for its words',
    in: { name: 'search', eventId: 's-1', occurredAtMs: NOON_MS, search: { query: 'crème de jour' } },
    permit: 'full',
    site: SITE,
    out: {
      event: 'Search',
      event_time: NOON_SECONDS,
      event_id: 's-1',
      properties: { search_string: 'crème de jour', query: 'crème de jour' },
    },
    source: `${EVENTS_API} (search_string); TikTok Events API tag template for Google Tag Manager (query)`,
  },
  {
    title: 'a lead is Lead, not the old SubmitForm, and what kind it is goes as its description',
    in: { name: 'generate_lead', eventId: 'l-1', occurredAtMs: NOON_MS, lead: { id: 'L77', type: 'newsletter' } },
    permit: 'full',
    site: SITE,
    out: {
      event: 'Lead',
      event_time: NOON_SECONDS,
      event_id: 'l-1',
      properties: { description: 'newsletter' },
    },
    source: 'TikTok, Events API 2.0 — Supported events, read 2026-11-21',
  },
  {
    title: 'the address of an inner network is left out',
    in: {
      name: 'page_view',
      eventId: 'p-1',
      occurredAtMs: NOON_MS,
      client: { ip: '192.168.1.20', userAgent: USER_AGENT },
    },
    permit: 'full',
    site: SITE,
    out: { event: 'Pageview', event_time: NOON_SECONDS, event_id: 'p-1', user: { user_agent: USER_AGENT } },
    source: `${EVENTS_API}: user.ip is the device's public address`,
  },
  {
    title: 'what the policy does not allow does not leave',
    in: {
      name: 'purchase',
      eventId: 'o-1003',
      occurredAtMs: NOON_MS,
      person: { email: 'jane.doe@example.com', phone: '+33612345678' },
      order: { id: '1003', value: 10, currency: 'EUR' },
    },
    permit: 'full',
    site: SITE,
    allowed: ['person.email', 'order.value', 'order.currency'],
    out: {
      event: 'Purchase',
      event_time: NOON_SECONDS,
      event_id: 'o-1003',
      user: { email: '86e0b9e56c17cc4d12387e1949b85053fbe73bc3ce5a1188713a9d300cc6133d' },
      properties: { value: 10, currency: 'EUR' },
    },
    source: 'sha256sum of jane.doe@example.com',
  },
  {
    title: 'a currency that TikTok does not take is refused here, with the reason',
    in: {
      name: 'purchase',
      eventId: 'o-1004',
      occurredAtMs: NOON_MS,
      order: { id: '1004', value: 10, currency: 'BGN' },
    },
    permit: 'full',
    site: SITE,
    out: { refused: 'unsupported_currency' },
    source: `${EVENTS_API}: list of currencies`,
  },
]
