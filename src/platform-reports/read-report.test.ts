/** Exports of platforms → rows: the three kinds of file, in both languages, and what is wrong in them, by line. */
import { describe, expect, it } from 'vitest'
import { ReportReader, type ReadReport } from './read-report.ts'

function read(text: string, delimiter = ','): ReadReport {
  const lines = text.split('\n').map((line, index) => ({ line: index + 1, cells: line.split(delimiter) }))
  const [head = { line: 1, cells: [] }, ...rest] = lines
  const reader = new ReportReader(head, delimiter)
  for (const line of rest) if (!reader.take(line)) break
  return reader.end()
}

describe('a report of single events', () => {
  it('keeps sales with their ids, in UTC, and of an address the path; other events are left out', () => {
    const found = read(
      `event,event_id,order_id,at,value,currency,via,page
Purchase,o-1,1,2026-11-20 10:15:00+01:00,42.50,EUR,Browser,https://shop.example/thanks?email=jane
CompletePayment,o-1-x,1,2026-11-20T09:15:07Z,,,Server,/thanks
PageView,p-1,,2026-11-20T09:15:07Z,,,,`,
    )
    expect(found).toMatchObject({ kind: 'event', lines: 3, leftOut: 1, faults: [] })
    expect(found.rows).toEqual([
      {
        kind: 'event',
        event: 'purchase',
        event_id: 'o-1',
        order_id: '1',
        at: '2026-11-20T09:15:00.000Z',
        value: 42.5,
        currency: 'EUR',
        via: 'browser',
        page: '/thanks',
      },
      {
        kind: 'event',
        event: 'purchase',
        event_id: 'o-1-x',
        order_id: '1',
        at: '2026-11-20T09:15:07.000Z',
        via: 'server',
        page: '/thanks',
      },
    ])
  })
})

describe('a report of what is credited to ads', () => {
  it('takes an amount that the platform has added up in binary', () => {
    const found = read('Day,Purchases,Purchases conversion value (EUR)\n2026-11-20,3,59.970000000000006')
    expect(found).toMatchObject({ faults: [], rows: [{ count: 3, value: 59.97 }] })
  })

  it('sums the campaigns of a day to the cent; the line of sums has no day', () => {
    const found = read(
      `Campaign name,Day,Amount spent (EUR),Purchases,Purchases conversion value,Attribution setting
,,300,4,0.6,
Spring,2026-11-20,100,1,0.1,7-day click
Brand,2026-11-20,100,2,0.2,7-day click
Brand,2026-11-21,100,,,7-day click`,
    )
    expect(found.rows).toEqual([
      {
        kind: 'attributed',
        event: 'purchase',
        day: '2026-11-20',
        window: '7-day click',
        currency: 'EUR',
        count: 3,
        value: 0.3,
      },
    ])
    expect(found).toMatchObject({ leftOut: 2, faults: [] })
  })

  it('reads a French export: semicolons, decimal commas, days as they are written there', () => {
    const found = read(
      `Début des rapports;Fin des rapports;Nom de la campagne;Montant dépensé (EUR);Achats;Valeur de conversion des achats
2026-09-01;2026-09-01;Prospection;850,50;12;1 500,25
02/09/2026;02/09/2026;Prospection;10;1;1500.00`,
      ';',
    )
    expect(found.faults).toEqual([])
    expect(found.rows).toMatchObject([
      { day: '2026-09-01', count: 12, value: 1500.25, currency: 'EUR' },
      { day: '2026-09-02', count: 1, value: 1500 },
    ])
  })

  it('reads TikTok’s', () => {
    const found = read(
      `Ad group name,By Day,Cost,Currency,Total complete payment,Total complete payment value
A,2026-11-20,12.00,EUR,3,127.50
Total of 1 result,Total,12.00,EUR,3,127.50`,
    )
    expect(found.rows).toEqual([
      { kind: 'attributed', event: 'purchase', day: '2026-11-20', currency: 'EUR', count: 3, value: 127.5 },
    ])
  })
})

describe('a report of what was received', () => {
  it('keeps browser and server apart', () => {
    const found = read(`Event name,Date,Browser events,Server events
Purchase,2026-11-20,97,103
PageView,2026-11-20,4000,0`)
    expect(found.rows).toEqual([
      { kind: 'received', event: 'purchase', day: '2026-11-20', via: 'browser', count: 97 },
      { kind: 'received', event: 'purchase', day: '2026-11-20', via: 'server', count: 103 },
    ])
  })
})

describe('what is wrong is said by its line, and then nothing is kept', () => {
  it.each([
    ['Campaign,Spend\nA,1', 1, 'no report that is known'],
    ['Reporting starts,Reporting ends,Purchases\n2026-11-01,2026-11-30,9', 2, 'several days in one line'],
    ['Day,Purchases\n11/20/2026,9', 2, 'no day'],
    ['Day,Purchases\n2026-02-30,9', 2, 'no day'],
    ['Day,Purchases\n2026-11-20,9\n2026-11-21,nine', 3, 'no count'],
    ['Day,Purchases,Purchases conversion value\n2026-11-20,9,12', 2, 'an amount without a currency'],
    ['Day,Purchases,Purchases conversion value,Currency\n2026-11-20,9,12,EURO', 2, 'no currency of ISO 4217'],
    ['Day,Purchases,Purchases conversion value,Currency\n2026-11-20,9,-12,EUR', 2, 'no amount'],
    ['event,at\nPurchase,2026-11-20 10:15', 2, 'no time with a time zone'],
    ['Day,Purchases\n2026-11-20', 2, '1 cells where the headings are 2'],
  ])('%s', (text, line, words) => {
    const { rows, faults } = read(text)
    expect(rows).toEqual([])
    expect(faults).toEqual([expect.objectContaining({ line, en: expect.stringContaining(words) as unknown })])
  })
})

describe('a report of a French screen', () => {
  const days = (...rows: readonly string[]) =>
    read(["Date;Nom de l'événement;Nombre total d'événements", ...rows].join('\n'), ';')

  it('knows a sale under its French name', () => {
    const found = days('2026-11-20;Achat;1 000', '2026-11-21;Achat sur le site web;12', '2026-11-21;Ajout au panier;40')
    expect(found).toMatchObject({ faults: [], leftOut: 1, rows: [{ count: 1_000 }, { count: 12 }] })
  })

  it.each(['1.000', '1,000', '1.234'])('does not take %s for one', (text) => {
    expect(days(`2026-11-20;Achat;${text}`)).toMatchObject({ rows: [], faults: [{ line: 2 }] })
  })
})
