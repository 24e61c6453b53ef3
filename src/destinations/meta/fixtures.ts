/** Examples for Meta. Hashes are from `printf %s '<normalised value>' | sha256sum`. */
import type { CanonicalEvent } from '../../event/types.ts'
import type { DestinationFixture } from '../fixture.ts'

const SITE = { defaultCountry: 'FR', urlParameters: ['fbclid', 'utm_source'] }
/** 2026-11-21T12:00:00Z; `date -u -d @1795262400`. */
const NOON_MS = 1_795_262_400_000
const NOON_SECONDS = 1_795_262_400
const USER_AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0'
const EMAIL_HASH = '86e0b9e56c17cc4d12387e1949b85053fbe73bc3ce5a1188713a9d300cc6133d'

const PARAMETERS = 'Meta, Conversions API — Parameters, read 2026-11-21'
const CUSTOMER = 'Meta, Conversions API — Customer Information Parameters, read 2026-11-21'
const CLICK = 'Meta, Conversions API — fbp and fbc Parameters, read 2026-11-21'
const MATCHING = 'Meta, Conversions API — Best Practices, Baseline requirements for matching, read 2026-11-21'

/** The least that Meta takes from a website about a person: a page, a user agent, an e-mail. */
const LEAST: CanonicalEvent = {
  name: 'page_view',
  eventId: 'p-1',
  occurredAtMs: NOON_MS,
  page: { url: 'https://shop.example/' },
  client: { userAgent: USER_AGENT },
  person: { email: 'jane.doe@example.com' },
}
const LEAST_OUT = {
  event_name: 'PageView',
  event_time: NOON_SECONDS,
  event_id: 'p-1',
  action_source: 'website',
  event_source_url: 'https://shop.example/',
  user_data: { em: [EMAIL_HASH], client_user_agent: USER_AGENT },
}

export const metaFixtures: readonly DestinationFixture[] = [
  {
    title: 'a purchase with everything',
    in: {
      name: 'purchase',
      eventId: 'o-1001',
      occurredAtMs: NOON_MS + 999,
      page: {
        url: 'https://shop.example/thanks?fbclid=IwAR0_aBcD-eF&email=jane%40example.com',
        referrer: 'https://l.facebook.com/',
      },
      client: { ip: '203.0.113.7', userAgent: USER_AGENT, country: 'FR', region: 'FR-IDF', language: 'fr-FR' },
      click: { fbp: 'fb.1.1596403881668.1116446470' },
      person: {
        email: ' Jane.Doe@Example.COM ',
        phone: '06 12 34 56 78',
        externalId: 'c-77',
        firstName: 'Jane',
        lastName: "O'Connor",
        city: 'Paris',
        state: 'Île-de-France',
        zip: '75001',
        country: 'FR',
        birthDate: '1997-02-16',
        gender: 'Female',
      },
      order: {
        id: '1001',
        value: 42.5,
        tax: 7.08,
        shipping: 0,
        currency: 'EUR',
        items: [
          { id: 'sku-1', name: 'Crème', quantity: 2, price: 15, brand: 'Rivage', category: 'Soins' },
          { id: 'sku-2', name: 'Savon', price: 12.5 },
        ],
      },
    },
    permit: 'full',
    site: SITE,
    out: {
      event_name: 'Purchase',
      event_time: NOON_SECONDS,
      event_id: 'o-1001',
      action_source: 'website',
      event_source_url: 'https://shop.example/thanks?fbclid=IwAR0_aBcD-eF',
      referrer_url: 'https://l.facebook.com/',
      user_data: {
        em: [EMAIL_HASH],
        ph: ['8a3e7886c9335e82e02299fa3e87b46e2de3b0c63d56003e30a5029394a47661'],
        fn: ['81f8f6dde88365f3928796ec7aa53f72820b06db8664f5fe76a7eb13e24546a2'],
        ln: ['7a0fbfdf40cbeb97429bdb88f512cecd27f0d44b7e57986ab578423bb61936ac'],
        ct: ['1670f2e42fefa5044d59a65349e47c566009488fc57d7b4376dd5787b59e3c57'],
        st: ['7f2f97f2a36f4cae0d099b382c08f83ec00532733befa7a2831942ab70360a48'],
        zp: ['3f089dbdff98360a35193e7d401b76b21f5c0d5d6fb76a28660aaaed83a4c3e3'],
        country: ['67ad8f41a7bb0a18c45f3efd8f6a32bdcd832bcf8f3f2eb44006c03d53076e18'],
        ge: ['252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111'],
        db: ['01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c'],
        external_id: ['b07d67e691201384ef70fd40dbdff650ea5f30cbecb37128fa6692cffca534f2'],
        client_ip_address: '203.0.113.7',
        client_user_agent: USER_AGENT,
        fbc: 'fb.1.1795262400999.IwAR0_aBcD-eF',
        fbp: 'fb.1.1596403881668.1116446470',
      },
      custom_data: {
        value: 42.5,
        currency: 'EUR',
        order_id: '1001',
        content_ids: ['sku-1', 'sku-2'],
        content_type: 'product',
        contents: [
          { id: 'sku-1', quantity: 2, item_price: 15, title: 'Crème', brand: 'Rivage', category: 'Soins' },
          { id: 'sku-2', item_price: 12.5, title: 'Savon' },
        ],
        num_items: 3,
      },
    },
    source: `${CUSTOMER}; hashes by sha256sum of jane.doe@example.com, 33612345678, jane, oconnor, paris, îledefrance, 75001, fr, f, 19970216, c-77`,
  },
  {
    title: 'the least that Meta takes',
    in: LEAST,
    permit: 'full',
    site: SITE,
    out: LEAST_OUT,
    source: PARAMETERS,
  },
  {
    title: 'the articles of a list are a group, not articles that somebody has looked at',
    in: { ...LEAST, name: 'view_item_list', order: { items: [{ id: 'sku-1' }, { id: 'sku-2' }] } },
    permit: 'full',
    site: SITE,
    out: {
      ...LEAST_OUT,
      event_name: 'ViewContent',
      custom_data: {
        content_ids: ['sku-1', 'sku-2'],
        content_type: 'product_group',
        contents: [{ id: 'sku-1' }, { id: 'sku-2' }],
        num_items: 2,
      },
    },
    source: `${PARAMETERS}; canonical event → platform name: view_item_list is ViewContent with content_type product_group`,
  },
  {
    title: 'the _fbc cookie of the same click stays, with its own time',
    in: {
      ...LEAST,
      click: { fbc: 'fb.1.1554763741205.AbCdEfGhIj_KlMn', fbclid: 'AbCdEfGhIj_KlMn' },
    },
    permit: 'full',
    site: SITE,
    out: { ...LEAST_OUT, user_data: { ...LEAST_OUT.user_data, fbc: 'fb.1.1554763741205.AbCdEfGhIj_KlMn' } },
    source: CLICK,
  },
  {
    title: 'the _fbc cookie of an older click gives way to the click at hand, and case counts',
    in: {
      ...LEAST,
      click: { fbc: 'fb.1.1554763741205.abcdefghij_klmn', fbclid: 'AbCdEfGhIj_KlMn' },
    },
    permit: 'full',
    site: SITE,
    out: { ...LEAST_OUT, user_data: { ...LEAST_OUT.user_data, fbc: 'fb.1.1795262400000.AbCdEfGhIj_KlMn' } },
    source: CLICK,
  },
  {
    title: 'ill-formed browser ids are left out: Meta would refuse the whole batch',
    in: { ...LEAST, click: { fbc: 'AbCdEfGhIj_KlMn', fbp: 'fb.1.1596403881.x' } },
    permit: 'full',
    site: SITE,
    out: LEAST_OUT,
    source: `${CLICK}; error 100/2804001, Click ID Incorrectly Formatted`,
  },
  {
    title:
      'a limited permit in California: Limited Data Use with the state, and nothing that names a person or a click',
    in: {
      ...LEAST,
      name: 'purchase',
      eventId: 'o-1002',
      client: { ip: '203.0.113.7', userAgent: USER_AGENT, country: 'US', region: 'US-CA' },
      click: { fbclid: 'AbCd', fbp: 'fb.1.1596403881668.1116446470' },
      order: { id: '1002', value: 10, currency: 'USD' },
    },
    permit: 'limited',
    site: SITE,
    out: {
      event_name: 'Purchase',
      event_time: NOON_SECONDS,
      event_id: 'o-1002',
      action_source: 'website',
      event_source_url: 'https://shop.example/',
      user_data: { client_ip_address: '203.0.113.7', client_user_agent: USER_AGENT },
      custom_data: { value: 10, currency: 'USD', order_id: '1002' },
      data_processing_options: ['LDU'],
      data_processing_options_country: 1,
      data_processing_options_state: 1000,
    },
    source: 'Meta, Data Processing Options for US Users, read 2026-11-21',
  },
  {
    title: 'a limited permit elsewhere asks Meta to find the state',
    in: { ...LEAST, client: { ip: '203.0.113.7', userAgent: USER_AGENT, country: 'US', region: 'US-CO' } },
    permit: 'limited',
    site: SITE,
    out: {
      ...LEAST_OUT,
      user_data: { client_ip_address: '203.0.113.7', client_user_agent: USER_AGENT },
      data_processing_options: ['LDU'],
      data_processing_options_country: 0,
      data_processing_options_state: 0,
    },
    source: 'Meta, Data Processing Options for US Users, read 2026-11-21',
  },
  {
    title: 'a search and a lead carry their words',
    in: { ...LEAST, name: 'search', search: { query: 'crème de jour' }, lead: { type: 'newsletter' } },
    permit: 'full',
    site: SITE,
    out: {
      ...LEAST_OUT,
      event_name: 'Search',
      custom_data: { search_string: 'crème de jour', content_category: 'newsletter' },
    },
    source: 'Meta, Conversions API — Custom Data Parameters, read 2026-11-21',
  },
  {
    title: 'an event without a user agent is refused here',
    in: { ...LEAST, client: {} },
    permit: 'full',
    site: SITE,
    out: { refused: 'missing_user_agent' },
    source: PARAMETERS,
  },
  {
    title: 'an event without a page is refused here',
    in: { ...LEAST, page: {} },
    permit: 'full',
    site: SITE,
    out: { refused: 'missing_page_url' },
    source: PARAMETERS,
  },
  {
    title: 'a town and a gender are too wide to be anyone: refused here',
    in: { ...LEAST, person: { city: 'Menlo Park', state: 'CA', country: 'US', gender: 'm' } },
    permit: 'full',
    site: SITE,
    out: { refused: 'insufficient_user_data' },
    source: MATCHING,
  },
  {
    title: 'a purchase without a value is refused here',
    in: { ...LEAST, name: 'purchase', order: { id: '1003', currency: 'EUR' } },
    permit: 'full',
    site: SITE,
    out: { refused: 'missing_value' },
    source: 'Meta, error 100/2804009, Missing Value for Purchase Event',
  },
  {
    title: 'a purchase without a currency is refused here',
    in: { ...LEAST, name: 'purchase', order: { id: '1003', value: 12 } },
    permit: 'full',
    site: SITE,
    out: { refused: 'missing_currency' },
    source: 'Meta, Conversions API — Custom Data Parameters: currency is required for purchase events, read 2026-11-21',
  },
]
