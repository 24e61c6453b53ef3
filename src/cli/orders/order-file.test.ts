/**
 * Exports as shops write them: the headers are the shops' own words, amounts and times were worked out by hand. Paris is at UTC+1
 * in November and at UTC+2 in July.
 */
import { describe, expect, it } from 'vitest'
import { readOrderFile, type OrderFile, type ReadOptions } from './order-file.ts'

const OPTIONS: ReadOptions = { timeZone: 'Europe/Paris', states: new Map(), excludedTags: new Set() }

type Read = Extract<OrderFile, { ok: true }>

function read(text: string, options: Partial<ReadOptions> = {}): Read {
  const file = readOrderFile(new TextEncoder().encode(text), { ...OPTIONS, ...options })
  if (!file.ok) throw new Error(file.why.en)
  return file
}

function refusal(text: string, options: Partial<ReadOptions> = {}): string {
  const file = readOrderFile(new TextEncoder().encode(text), { ...OPTIONS, ...options })
  return file.ok ? '' : file.why.en
}

const problemsOf = (file: Read) => file.problems.map(({ line, why }) => `${line} ${why.en}`)

describe('an export of Shopify', () => {
  const HEADER =
    'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Cancelled at,Refunded Amount,Id,Tags,Source'
  const rows = [
    '#1001,jane@example.com,partially_refunded,2026-11-20 10:12:40 +0100,fulfilled,2026-11-21 09:00:00 +0100,yes,EUR,42.50,4.90,7.90,47.40,HIVER,5.00,Colissimo,2026-11-20 10:12:33 +0100,1,"Crème, 50 ml",28.50,,12.00,5678901234567890123,vip,web',
    '#1001,,,,,,,,,,,,,,,2026-11-20 10:12:33 +0100,2,Savon,9.50,,,,,',
    '#1002,,paid,2026-11-20 11:00:00 +0100,,,no,EUR,10.00,0.00,1.67,10.00,,0.00,,2026-11-20 11:00:00 +0100,1,Savon,10.00,,0.00,5678901234567890124,"wholesale, b2b",pos',
    '#1003,,voided,,,,no,EUR,10.00,0.00,1.67,10.00,,0.00,,2026-11-20 11:30:00 +0100,1,Savon,10.00,2026-11-20 12:00:00 +0100,0.00,5678901234567890125,,web',
  ]

  it('is one order for all its line items, with the totals of the first', () => {
    const file = read([HEADER, ...rows].join('\n'), { excludedTags: new Set(['b2b']) })
    expect([file.how, file.problems]).toMatchObject([{ format: 'shopify', decimal: 'point', rows: 4 }, []])
    expect(file.orders[0]).toEqual({
      order_id: '5678901234567890123',
      source: 'import:shopify',
      name: '#1001',
      at: '2026-11-20T09:12:33.000Z',
      channel: 'web',
      payment: 'paid',
      money: { total: '47.4', currency: 'EUR', tax: '7.9', shipping: '4.9', discount: '5' },
      code: 'HIVER',
      // The file says how much was given back and not when: the last time that the row knows.
      refunds: [{ id: '5678901234567890123:refunded', value: '12', currency: 'EUR', at: '2026-11-21T08:00:00.000Z' }],
    })
    expect(file.orders.slice(1)).toMatchObject([
      { channel: 'pos', excluded_by: 'tag:b2b', payment: 'paid' },
      { payment: 'failed', cancelled_at: '2026-11-20T11:00:00.000Z' },
    ])
  })
})

describe('an export of WooCommerce', () => {
  it('counts a sale when it was paid, and shipping with its tax', () => {
    const file = read(
      `order_id,order_number,order_date,paid_date,status,shipping_total,shipping_tax_total,tax_total,cart_discount,order_total,order_currency,refunded_total
1207,1207,2026-11-20 10:12:33,2026-11-20 10:14:00,wc-completed,4.08,0.82,7.90,5.00,47.40,EUR,0
1208,1208,2026-07-01 10:00:00,,on-hold,0,0,1.67,0,10.00,EUR,0
1209,1209,2026-11-20 12:00:00,2026-11-20 12:00:05,refunded,0,0,1.67,0,10.00,EUR,
1210,1210,2026-11-20 12:00:00,,prêt-au-retrait,0,0,1.67,0,10.00,EUR,`,
    )
    expect(file.orders).toMatchObject([
      {
        order_id: '1207',
        at: '2026-11-20T09:14:00.000Z',
        money: { total: '47.4', shipping: '4.9', shipping_tax: '0.82' },
      },
      { payment: 'awaiting', at: '2026-07-01T08:00:00.000Z' },
      { payment: 'paid', refunds: [{ value: '10' }] },
    ])
    expect(problemsOf(file)).toEqual([
      '5 The state “prêt-au-retrait” is not known; say what it means with --status "prêt-au-retrait=paid", or in place of paid: awaiting, failed, cancelled, refunded.',
    ])
  })

  it('knows the report of the analytics, which has no total, and says so', () => {
    const report =
      '"Date","Order #","Status","Customer","N. Revenue"\n"2026-11-20 10:12:33","1207","completed","","39.5"'
    expect(refusal(report)).toContain('net revenue')
  })
})

describe('an export of PrestaShop', () => {
  it('is read in French, with decimal commas, spaces that part thousands, and the day first', () => {
    const file = read(
      '\ufeff"ID";"Référence";"Nouveau client";"Livraison";"Client";"Total";"Paiement";"État";"Date"\n' +
        '"12";"XKBKNABJK";"Oui";"France";"J. DOE";"1 247,40 €";"Carte";"Paiement accepté";"20/11/2026 10:12:33"\n' +
        '"13";"OHSATSERP";"Non";"France";"J. DOE";"10,00 €";"Virement";"En attente de virement bancaire";"20/11/2026 11:00:00"\n',
    )
    expect(file.how).toMatchObject({ format: 'prestashop', separator: ';', decimal: 'comma', dates: 'day-month' })
    expect(file.orders).toMatchObject([
      {
        order_id: '12',
        name: 'XKBKNABJK',
        at: '2026-11-20T09:12:33.000Z',
        money: { total: '1247.4', currency: 'EUR' },
      },
      { payment: 'awaiting' },
    ])
  })
})

describe('an export of TikTok Shop', () => {
  const HEADER =
    'Order ID,Order Status,Order Substatus,Cancelation/Return Type,Normal or Pre-order,SKU ID,Seller SKU,Product Name,Variation,Quantity,SKU Platform Discount,SKU Seller Discount,SKU Subtotal After Discount,Shipping Fee After Discount,Payment platform discount,Taxes,Order Amount,Order Refund Amount,Created Time,Paid Time,Delivered Time,Cancelled Time'
  const EXPLAINED =
    'Platform unique order ID.,Current order status.,,,,,,,,,,,,,,,Amount the buyer paid.,,Time of order creation.,,,'

  it('is one order for all its SKUs: the amount of the order is no sum of its rows, and days come before months', () => {
    const order = (sku: string, discount: string, refunded = '0') =>
      `576461413038785752,Completed,,,Normal,${sku},s,n,,1,EUR ${discount},0,10.00,EUR 3.99,EUR 1.00,EUR 4.33,EUR 25.98,EUR ${refunded},05/06/2026 10:12:33\t,05/06/2026 10:12:40\t,08/06/2026 12:00:00\t,`
    const unpaid =
      '576461413038785753,Unpaid,,,Normal,3,s,n,,1,EUR 0,0,10.00,EUR 0,EUR 0,EUR 0,EUR 10.00,,05/06/2026 11:00:00,,,'
    const file = read([HEADER, EXPLAINED, order('1', '2.00'), order('2', '0.50'), unpaid].join('\r\n'))
    expect([file.how, file.problems]).toMatchObject([{ format: 'tiktok-shop', dates: 'day-month', rows: 3 }, []])
    expect(file.orders).toEqual([
      {
        order_id: '576461413038785752',
        source: 'import:tiktok-shop',
        at: '2026-06-05T08:12:40.000Z',
        channel: 'marketplace',
        payment: 'paid',
        money: { total: '25.98', currency: 'EUR', tax: '4.33', shipping: '3.99' },
        // 25.98 + 2.00 + 0.50 + 1.00
        merchant_total: '29.48',
      },
      expect.objectContaining({ order_id: '576461413038785753', payment: 'awaiting', channel: 'marketplace' }),
    ])
  })

  it('is read with French headers as well', () => {
    const file = read(
      'ID de commande;Statut de la commande;Montant de la commande;Date de création;Date de paiement\n' +
        '576461413038785752;Terminée;25,98 €;05/06/2026 10:12:33;05/06/2026 10:12:40\n',
    )
    expect(file.orders).toMatchObject([{ payment: 'paid', money: { total: '25.98', currency: 'EUR' } }])
  })
})

describe('the plain format', () => {
  const HEADER = 'order_id,created_at,status,total,currency,name,refund_id,refund_total,refund_at,channel,test'

  it('has one more row for each further refund', () => {
    const file = read(
      [
        HEADER,
        'A-1,2026-11-20T10:12:33+01:00,paid,100,JPY,#1,r1,30,2026-11-21,,',
        'A-1,2026-11-20T10:12:33+01:00,paid,100,JPY,#1,r2,20,2026-11-22,,',
        'A-2,2026-11-20,cancelled,10.5,EUR,,,,,pos,true',
      ].join('\n'),
    )
    expect(file.orders).toEqual([
      expect.objectContaining({
        refunds: [
          { id: 'r1', value: '30', currency: 'JPY', at: '2026-11-20T23:00:00.000Z' },
          { id: 'r2', value: '20', currency: 'JPY', at: '2026-11-21T23:00:00.000Z' },
        ],
      }),
      expect.objectContaining({
        payment: 'failed',
        cancelled_at: '2026-11-19T23:00:00.000Z',
        channel: 'pos',
        test: true,
      }),
    ])
  })

  it('says for analysis where an order was sent, whether it is the buyer’s first, and its code', () => {
    const file = read(
      [
        'order_id,created_at,status,total,currency,region,first_order,code',
        'A-1,2026-11-20,paid,100,EUR,FR-69,yes,LIVE10',
        'A-2,2026-11-20,paid,100,EUR,BE,non,',
        'A-3,2026-11-20,paid,100,EUR,Bretagne,,',
      ].join('\n'),
    )
    expect(file.orders.map(({ region, first_time: first, code }) => [region, first, code])).toEqual([
      ['FR-69', true, 'LIVE10'],
      ['BE', false, undefined],
      [undefined, undefined, undefined],
    ])
  })

  it('names what is wrong by its line, also below texts of several lines, and reads the rest', () => {
    const file = read(
      [
        `${HEADER},note`,
        'A-1,2026-11-20,paid,10.50,EUR,,,,,,,"of two\nlines"',
        'A-2,2026-02-30,paid,10.50,EUR,,,,,,',
        'A-3,2026-11-20,paid,ten,EUR,,,,,,',
        ',2026-11-20,paid,10.50,EUR,,,,,,',
        'A-4,2026-11-20,paid,,EURO,,,,,shop,',
        'A-5,2026-11-20,paid,10.50,EUR,,,,,,',
      ].join('\n'),
    )
    expect(file.orders.map(({ order_id: id }) => id)).toEqual(['A-1', 'A-5'])
    expect(problemsOf(file)).toEqual([
      '4 created_at: “2026-02-30” is no date that can be read.',
      '5 total: “ten” is no amount (the file is read with a decimal point).',
      '6 The row names no order.',
      '7 “EURO” is no currency of ISO 4217.',
      '7 total is empty.',
      '7 The channel “shop” is none of web, pos, draft, marketplace, renewal, sample.',
    ])
  })

  it('leaves out an order of a day that has not come, and one of a part of a yen', () => {
    const rows = [
      'A-1,2026-11-23T08:00:00+09:00,paid,1234,JPY,,,,,,',
      'A-2,2036-11-20,paid,10.50,EUR,,,,,,',
      'A-3,2026-11-20,paid,1234.5,JPY,,,,,,',
    ]
    const file = read([HEADER, ...rows].join('\n'), { nowMs: Date.parse('2026-11-22T12:00:00Z') })
    expect(file.orders.map(({ order_id: id }) => id)).toEqual(['A-1'])
    expect(problemsOf(file)).toEqual([
      expect.stringMatching(/^3 created_at: “2036-11-20” has not come yet/),
      expect.stringMatching(/^4 total: “1234\.5” is no amount in JPY/),
    ])
  })

  it('does not ask about day and month of a date that can be read in one way, nor for a currency beside an amount that cannot be', () => {
    const options = { nowMs: Date.parse('2026-11-22T12:00:00Z') }
    const late = read(plain('1;2036-11-20T11:00:00+01:00;paid;30,00;EUR'), options)
    expect(problemsOf(late)).toEqual(['2 created_at: “2036-11-20T11:00:00+01:00” has not come yet.'])
    const mixed = read(plain('1;25/12/2026;paid;30,00;EUR', '2;20/11/2026;paid;30,00;EUR'), options)
    expect(problemsOf(mixed)).toEqual([expect.stringContaining('Are day and month mixed up? --dates')])
    const mistyped = read(
      ['"ID";"Référence";"Nouveau client";"Livraison";"Client";"Total";"Paiement";"État";"Date"', PAID('47,4O €')].join(
        '\n',
      ),
    )
    expect(problemsOf(mistyped)).toEqual([expect.stringMatching(/^2 Total: “47,4O €” is no amount/)])
  })

  const PAID = (total: string) =>
    `"12";"XKBKNABJK";"Oui";"France";"J. DOE";"${total}";"Carte";"Paiement accepté";"20/11/2026 10:12:33"`

  const plain = (...rows: string[]) => ['order_id;created_at;status;total;currency', ...rows].join('\n')

  it('is never guessed: what could be read in two ways must be said', () => {
    expect(refusal(plain('1;2026-11-20;paid;1.234;EUR'))).toContain('--decimal')
    expect(refusal(plain('1;2026-11-20;paid;1.50;EUR', '2;2026-11-20;paid;1,50;EUR'))).toContain('--decimal')
    expect(refusal(plain('1;05/06/2026;paid;1,50;EUR'))).toContain('--dates')
    const said = read(plain('1;05/06/2026;paid;1.234;EUR'), { decimal: 'comma', dates: 'month-day' })
    expect(said.orders).toMatchObject([{ at: '2026-05-05T22:00:00.000Z', money: { total: '1234' } }])
    // 1.234,50 leaves no doubt about 1.234 either.
    const decided = read(plain('1;2026-11-20;paid;1.234;EUR', '2;2026-11-20;paid;1.234,50;EUR'))
    expect(decided.orders).toMatchObject([{ money: { total: '1234' } }, { money: { total: '1234.5' } }])
  })

  it('is read by the clock of the shop, also in the hours when it is set', () => {
    const file = read(
      plain('1;2026-10-25 02:30;paid;1;EUR', '2;2026-10-25 03:30;paid;1;EUR', '3;2026-03-29 03:30;paid;1;EUR'),
    )
    expect(file.orders.map(({ at }) => at)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T02:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
    ])
  })

  it('is read as spreadsheets on Windows write it, and what is no table of orders is refused', () => {
    const windows = Uint8Array.from(plain('1;2026-11-20;pay\u00e9;1;EUR'), (letter) => letter.charCodeAt(0))
    const file = readOrderFile(windows, { ...OPTIONS, states: new Map([['paye', 'paid']]) })
    expect(file).toMatchObject({ ok: true, how: { encoding: 'Windows-1252' }, orders: [{ payment: 'paid' }] })
    for (const nonsense of ['', 'a,b\n1,2', 'order_id,created_at,status,total\n"open', '{"json":true}'])
      expect(refusal(nonsense)).not.toBe('')
  })
})

describe('a file that passed through a spreadsheet or was written by hand', () => {
  const HEADER = 'order_id,created_at,status,total'
  const row = (id: string, total: string) => `${id},2026-11-20T10:00:00Z,paid,${total}`
  const told = (...rows: readonly string[]) => read([HEADER, ...rows].join('\n'), { currency: 'EUR' })

  it('is refused where order numbers were shortened: different orders have the same then', () => {
    const text = [HEADER, row('5.67890E+12', '47.40'), row('5.67890E+12', '57.40')].join('\n')
    expect(refusal(text)).toMatch(/^Line 2: a spreadsheet has shortened/)
    expect(refusal(text.replaceAll('5.67890E+12', '"5,6789E+12"'))).toMatch(/^Line 2: /)
  })

  it('loses no cents to a decimal comma that parts a cell in two', () => {
    const file = told(row('A-1', '47,40'), row('A-2', '60.00'))
    expect(file.orders.map(({ order_id: id }) => id)).toEqual(['A-2'])
    expect(problemsOf(file)).toEqual([expect.stringMatching(/^2 5 cells under a header of 4/)])
  })

  it('does not choose between two totals of one order', () => {
    const file = told(row('A-1', '47.40'), row('A-2', '10.00'), row('A-1', '99.00'), row('A-2', '10'))
    expect(file.orders.map(({ order_id: id }) => id)).toEqual(['A-2'])
    expect(problemsOf(file)).toEqual(['4 total: “99.00” is not what line 2 says of the same order.'])
  })

  it.each(['1E+03', '12€50', '47.4O', 'l0.00', '-5.00'])('takes %s for no total', (cell) => {
    const file = told(row('A-1', cell), row('A-2', 'EUR 60.00'), row('A-3', '7.00 zł'), row('A-4', '7.00 €'))
    expect(file.orders.map(({ order_id: id, money }) => `${id} ${money.total} ${money.currency}`)).toEqual([
      'A-2 60 EUR',
      'A-3 7 PLN',
      'A-4 7 EUR',
    ])
    expect(problemsOf(file)).toEqual([expect.stringMatching(/^2 total: /)])
  })
})
