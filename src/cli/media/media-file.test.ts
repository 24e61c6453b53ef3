/** Exports as Ads Manager, TikTok Studio, Seller Center, the creator marketplace and vendors write them; the numbers are counted by hand. */
import { describe, expect, it } from 'vitest'
import { howText } from './import-words.ts'
import { readMediaFile, type MediaFile, type MediaOptions } from './media-file.ts'

const encoder = new TextEncoder()

function read(lines: readonly string[], options: Partial<MediaOptions> = {}): MediaFile {
  return readMediaFile(encoder.encode(lines.join('\r\n')), { timeZone: 'Europe/Paris', ...options })
}

function rows(lines: readonly string[], options: Partial<MediaOptions> = {}): unknown {
  const file = read(lines, options)
  return file.ok && file.problems.length === 0 ? file.rows : file
}

/** In English, with the line: `3: Cost is empty.` */
function faults(lines: readonly string[], options: Partial<MediaOptions> = {}): readonly string[] {
  const file = read(lines, options)
  if (!file.ok) return [`0: ${file.why.en}`]
  expect(file.problems.length === 0 || file.rows.length === 0).toBe(true)
  return file.problems.map(({ line, why }) => `${line}: ${why.en}`)
}

const TIKTOK =
  'Campaign name,Campaign ID,Ad group name,Ad group ID,Ad name,Ad ID,By Day,Currency,Cost,Impressions,Reach,Clicks (destination),Clicks (all),Video views,2-second video views,6-second video views,Complete payment,total_complete_payment_rate'

/** In English, with the line, of what is taken all the same. */
function doubts(lines: readonly string[], options: Partial<MediaOptions> = {}): readonly string[] {
  const file = read(lines, options)
  if (!file.ok || file.problems.length > 0) throw new Error(faults(lines, options).join())
  return file.doubts.map(({ line, why }) => `${line}: ${why.en}`)
}

describe('a line that cannot be, or is seldom meant', () => {
  const HEAD = 'Ad ID,By Day,Currency,Cost,Impressions,Clicks (destination),Video views,2-second video views'
  const nowMs = Date.parse('2026-11-22T23:30:00Z')
  const tiktok = { source: 'tiktok', nowMs } as const

  it('of a day that has not come is refused by its line; where it is tomorrow already, it is that day', () => {
    const file = [HEAD, '1,2026-11-23,EUR,1.00,10,1,5,2', '1,2036-02-20,EUR,1.00,10,1,5,2']
    expect(faults(file, tiktok)).toEqual([expect.stringMatching(/^3: By Day: “2036-02-20” has not come yet\./)])
    expect(faults(['line,from,share', 'goods,2027-01-01,0.4'], { nowMs })).toEqual([])
    expect(faults(['order_id,source,at', '1001,TikTok,2036-11-20T10:00:00Z'], { nowMs })[0]).toContain('has not come')
  })

  it('that breaks off at the end of the file is refused: the download stopped there', () => {
    const line = '1790000000003001,2026-11-20,EUR,12.50,1000,10,900,500'
    expect(faults([HEAD, line, '1790000000003002,2026-11-20,EUR,1'], tiktok)).toEqual([
      expect.stringMatching(/^3: The line breaks off/),
    ])
    // Where every line leaves its last cells out, nothing was lost.
    expect(faults([HEAD, '1790000000003001,2026-11-20,EUR,1', '1790000000003002,2026-11-20,EUR,1'], tiktok)).toEqual([])
  })

  it('with a part of a yen is refused: it is another currency, or a thousand', () => {
    const file = [HEAD, '1,2026-11-20,JPY,1234.5,10,1,5,2', '2,2026-11-20,JPY,1234.00,10,1,5,2']
    expect(faults(file, tiktok)).toEqual([expect.stringMatching(/^2: Cost: “1234\.5” is no amount in JPY/)])
    expect(faults([HEAD, '1,2026-11-20,EUR,12.3456,10,1,5,2'], tiktok)).toEqual([])
  })

  it('with money that comes back is taken as a credit, and told', () => {
    const file = [HEAD, '1,2026-11-20,EUR,-12.34,10,1,5,2']
    expect(doubts(file, tiktok)).toEqual([expect.stringMatching(/^2: Spend is below zero \(-12\.34 EUR\): taken/)])
    expect(rows(file, tiktok)).toMatchObject([{ spend: -1_234 }])
  })

  it('with more of a part than of the whole is taken, and told in both languages', () => {
    const file = [HEAD, '1,2026-11-20,EUR,1.00,1000,5,2000,2001', '2,2026-11-20,EUR,1.00,2000,5,2000,1']
    expect(doubts(file, tiktok)).toEqual([
      expect.stringMatching(/^2: More Plays \(2,000\) than Impressions \(1,000\): taken/),
      expect.stringMatching(/^2: More 2 s views \(2,001\) than Plays \(2,000\): taken/),
    ])
    const told = read(file, tiktok)
    expect(told.ok && told.doubts[0]?.why.fr).toMatch(/^Lectures \(2\s000\) dépasse Impressions \(1\s000\)/)
    const vendor = ['Date,Monitored Impressions,Measured Impressions,Viewable Impressions', '2026-11-20,100,90,95']
    expect(doubts(vendor, { ...tiktok, vendor: 'IAS' })).toEqual([expect.stringMatching(/\(95\) than .*\(90\)/)])
  })
})

describe('TikTok Ads Manager', () => {
  it('is read ad by ad and day by day, with the value that TikTok calls a rate, without its line of sums', () => {
    const file = [
      TIKTOK,
      'Launch,1801,Broad,1802,Unboxing,1803,2026-11-20,EUR,"1,234.56","45,678",30000,512,601,40000,9000,4000,7,310.50',
      'Launch,1801,Broad,1802,Old one (deleted),1804,2026-11-20,EUR,0.005,0,0,0,0,-,-,-,0,0.00',
      'Total of 2 results,-,-,-,-,-,-,EUR,"1,234.57","45,678",30000,512,601,40000,9000,4000,7,310.50',
    ]
    expect(rows(file, { window: '7d_click_1d_view' })).toEqual([
      {
        kind: 'media',
        source: 'tiktok',
        level: 'ad',
        day: '2026-11-20',
        campaign_id: '1801',
        campaign: 'Launch',
        group_id: '1802',
        group: 'Broad',
        id: '1803',
        name: 'Unboxing',
        currency: 'EUR',
        spend: 123_456,
        metrics: {
          impressions: 45_678,
          reach: 30_000,
          clicks: 512,
          all_clicks: 601,
          plays: 40_000,
          views_2s: 9_000,
          views_6s: 4_000,
        },
        claimed_orders: 7,
        claimed_value: 31_050,
        window: '7d_click_1d_view',
        date_basis: 'impression',
        paid: true,
      },
      // A dash says nothing, a nought says none; half a cent is one.
      expect.objectContaining({
        id: '1804',
        spend: 1,
        metrics: { impressions: 0, reach: 0, clicks: 0, all_clicks: 0 },
        claimed_orders: 0,
      }),
    ])
  })

  it('reads French headings, decimal commas, thin spaces and the euro sign, and days before months where the file shows it', () => {
    const file = [
      'Nom de la campagne;Nom du groupe d’annonces;ID de l’annonce;Nom de l’annonce;Par jour;Coût;Impressions;Clics (destination);Vues de vidéo de 2 secondes',
      'Lancement;Large;1803;Déballage;05/11/2026;1 234,56 €;45 678;512;9 000',
      'Lancement;Large;1803;Déballage;21/11/2026;0,4 €;1.200;3;40',
    ]
    expect(rows(file)).toMatchObject([
      {
        day: '2026-11-05',
        currency: 'EUR',
        spend: 123_456,
        metrics: { impressions: 45_678, clicks: 512, views_2s: 9_000 },
      },
      { day: '2026-11-21', spend: 40, metrics: { impressions: 1_200 } },
    ])
    expect(rows([...file.slice(0, 1), 'L;L;1;D;05/11/2026;1 €;4;5;6', 'L;L;1;D;11/21/2026;1 €;4;5;6'])).toMatchObject([
      { day: '2026-05-11' },
      { day: '2026-11-21' },
    ])
  })

  it('asks what nothing in the file decides', () => {
    const head = 'By Day,Ad group ID,Ad ID,Currency,Cost,Purchases'
    const one = (day: string, cost: string) => [head, `${day},1802,1803,EUR,${cost},1`]
    const window = { window: '1d_click' }
    expect(faults(one('05/06/2026', '1.50'), window)).toEqual([expect.stringContaining('--dates day-month or')])
    expect(faults([...one('21/11/2026', '1.50'), '11/21/2026,1,1,EUR,1.5,1'], window)).toEqual([
      expect.stringContaining('Some dates have the day first'),
    ])
    expect(faults(one('2026-11-20', '1.234'), window)).toEqual([expect.stringContaining('--decimal point or')])
    expect(faults(one('2026-11-20', '1.50'))).toEqual([expect.stringMatching(/^2: .*--window 7d_click_1d_view/)])
    expect(faults(['By Day,Ad ID,Cost', '2026-11-20,1,1.50'])).toEqual([expect.stringContaining('--source tiktok')])
    expect(rows(one('05/06/2026', '1.234'), { ...window, dates: 'month-day', decimal: 'comma' })).toMatchObject([
      { day: '2026-05-06', spend: 123_400, window: '1d_click' },
    ])
  })

  it('names each line that is wrong, and then takes none', () => {
    const file = [
      TIKTOK,
      'L,1,B,2,U,1803,2026-11-20,EUR,1.00,10,1,1,1,1,1,1,1,1',
      'L,1,B,2,U,,2026-11-20,EUR,1.00,10,1,1,1,1,1,1,1,1',
      'L,1,B,2,U,1804,2026-02-30,EUR,,many,1,1,1,1,1,1,1,1',
      'L,1,B,2,U,1.79E+15,2026-11-20,EUX,1.00,10,1,1,1,1,1,1,1,1',
      'L,1,B,2,U,1803,2026-11-20,EUR,2.00,20,1,1,1,1,1,1,1,1',
      'L,1,B,2,U,1805,2026-11-20,EUR,1,00,10,1,1,1,1,1,1,1,1',
    ]
    expect(faults(file, { window: '7d_click' })).toEqual([
      '3: Ad ID is empty.',
      '4: Cost is empty.',
      '4: By Day: “2026-02-30” is no day such as 2026-11-20.',
      '4: Impressions: “many” is no whole number.',
      '5: “EUX” is no currency of ISO 4217.',
      expect.stringContaining('5: Ad ID: a spreadsheet has shortened'),
      expect.stringContaining('6: The same as line 2 says something about'),
      expect.stringContaining('7: 19 cells under 18 headings'),
    ])
    expect(faults(['Ad ID,Ad group ID,Cost', '1,2,3'])).toEqual(['0: The file has no column By Day.'])
    expect(faults(['Week,Sales', '1,2'])).toEqual([expect.stringContaining('Found: Week, Sales.')])
  })

  it('keeps the post that a Spark ad runs, so that both can be told apart and joined', () => {
    const file = [
      'stat_time_day,adgroup_id,ad_id,tiktok_item_id,currency,spend',
      "2026-11-20 00:00:00,2,3,'7300000000000000001,EUR,5",
    ]
    expect(rows(file)).toMatchObject([
      { level: 'ad', id: '3', post_id: '7300000000000000001', day: '2026-11-20', paid: true },
    ])
  })
})

describe('Meta Ads Manager', () => {
  it('takes the currency from the heading and the window from its own column', () => {
    const file = [
      'Reporting starts,Reporting ends,Ad name,Ad ID,Ad set name,Attribution setting,Amount spent (EUR),Impressions,Link clicks,Purchases,Purchases conversion value',
      '2026-11-20,2026-11-20,Unboxing,238001,Broad,7-day click or 1-day view,12.5,1000,20,2,85',
      '2026-11-20,2026-11-20,,,,,12.5,1000,20,2,85',
    ]
    expect(rows(file)).toMatchObject([
      {
        source: 'meta',
        id: '238001',
        spend: 1_250,
        claimed_orders: 2,
        claimed_value: 8_500,
        window: '7d_click_1d_view',
      },
    ])
    expect(faults([file[0] ?? '', '2026-11-01,2026-11-30,U,1,B,7-day click,1,1,1,1,1'])).toEqual([
      expect.stringContaining('2: Several days in one line'),
    ])
    expect(faults(file, { window: '1d_click' })).toEqual([
      '2: The file says the window 7d_click_1d_view, --window says 1d_click.',
    ])
  })

  it('reads it in French', () => {
    const file = [
      'Début des rapports,Fin des rapports,Jour,Identifiant de la publicité,Nom de l’ensemble de publicités,Paramètre d’attribution,Montant dépensé (EUR),Impressions,Clics sur un lien,Achats,Valeur de conversion des achats',
      '2026-11-01,2026-11-30,2026-11-20,238001,Large,Clic sous 7 jours ou vue sous 1 jour,"12,5",1000,20,2,"85,00"',
    ]
    expect(rows(file)).toMatchObject([
      { source: 'meta', day: '2026-11-20', spend: 1_250, claimed_value: 8_500, window: '7d_click_1d_view' },
    ])
  })
})

describe('what is no ad', () => {
  it('dates what a post has had in all by its publication, so that a later export takes the place of an earlier one', () => {
    const file = [
      'Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views',
      'How it is made,https://www.tiktok.com/@atelier/video/7300000000000000001,2026-11-18 19:30,400,12,30,10000',
    ]
    expect(rows(file)).toEqual([
      expect.objectContaining({ kind: 'post', id: '7300000000000000001', published_at: '2026-11-18T18:30:00.000Z' }),
      {
        kind: 'media',
        source: 'tiktok',
        level: 'post',
        id: '7300000000000000001',
        name: 'How it is made',
        day: '2026-11-18',
        window: 'lifetime',
        metrics: { plays: 10_000, likes: 400, comments: 12, shares: 30 },
        paid: false,
      },
    ])
    const noZone = readMediaFile(encoder.encode(file.join('\n')), {})
    expect(noZone.ok && noZone.problems.map(({ why }) => why.en)).toEqual([
      expect.stringContaining('A time without its zone'),
    ])
  })

  it('finds the headings of a Live below the name of the report', () => {
    const file = [
      'LIVE analytics',
      '',
      'LIVE ID,LIVE title,Start time,End time,LIVE views,Viewers,Product clicks',
      '88,Evening of the kits,2026-11-19 20:00,2026-11-19 21:30,"5,400",3100,240',
    ]
    expect(rows(file, { source: 'tiktok' })).toEqual([
      {
        kind: 'live',
        source: 'tiktok',
        id: '88',
        name: 'Evening of the kits',
        starts_at: '2026-11-19T19:00:00.000Z',
        ends_at: '2026-11-19T20:30:00.000Z',
      },
      expect.objectContaining({
        level: 'live',
        metrics: { live_views: 5_400, live_unique_views: 3_100, product_clicks: 240 },
      }),
    ])
  })

  it('makes counts of the creator marketplace’s shares, which it calls views, and keeps paid and organic apart', () => {
    const file = [
      'item_id,creator,create_time,organic_views,paid_views,organic_likes,two_seconds_views,six_seconds_views',
      '7300000000000000002,@lea.coud,2026-11-10T08:00:00Z,2000,500,90,0.35,0.1',
    ]
    expect(rows(file)).toMatchObject([
      { kind: 'post', creator: '@lea.coud' },
      { paid: false, metrics: { plays: 2_000, views_2s: 700, views_6s: 200, likes: 90 } },
      { paid: true, metrics: { plays: 500, views_2s: 175, views_6s: 50 } },
    ])
    expect(faults([file[0] ?? '', '7,@l,2026-11-10T08:00:00Z,2000,500,90,700,0.1'])).toContain(
      '2: two_seconds_views: “700” is no share between 0 and 1 (or 0% and 100%).',
    )
  })

  it('takes the counts of a verification vendor, and asks who measured where the file does not say', () => {
    const file = [
      'Date,Ad ID,Monitored Impressions,Measured Impressions,Viewable Impressions',
      '2026-11-20,1803,1000,900,630',
    ]
    expect(rows(file, { source: 'tiktok', vendor: 'DoubleVerify' })).toEqual([
      {
        kind: 'verification',
        source: 'tiktok',
        vendor: 'doubleverify',
        day: '2026-11-20',
        id: '1803',
        monitored: 1_000,
        measured: 900,
        viewable: 630,
      },
    ])
    expect(faults(file, { source: 'tiktok' })).toEqual([
      expect.stringContaining('2: Nothing in the file says who measured'),
    ])
  })

  it('takes lines of cost and answers of a survey from plain files', () => {
    expect(
      rows([
        'ligne;depuis;part;par commande;devise',
        'marchandises;2026-01-01;38 %;;',
        'livraison;2026-01-01;;4,90;EUR',
      ]),
    ).toEqual([
      { kind: 'cost', line: 'goods', from: '2026-01-01', share: 0.38 },
      { kind: 'cost', line: 'shipping', from: '2026-01-01', per_order: 490, currency: 'EUR' },
    ])
    expect(rows(['order_id,source,at', '1001,Une vidéo TikTok,2026-11-20T10:00:00+01:00'])).toEqual([
      { kind: 'survey', order_id: '1001', source: 'une_video_tiktok', at: '2026-11-20T09:00:00.000Z' },
    ])
  })
})

it('names the columns that nothing is taken from: “Conversions” are of whatever an ad is optimised for, and no orders', () => {
  const file = read(
    ['Ad ID,By Day,Currency,Cost,Conversions,Cost per conversion', '1803,2026-11-20,EUR,12.50,7,1.79'],
    {
      source: 'tiktok',
    },
  )
  expect(file.ok && file.how.unread).toEqual(['Conversions', 'Cost per conversion'])
  expect(file.ok && howText(file.how, 1, 'en')).toMatch(
    /\nColumns that are not read: Conversions, Cost per conversion\.\n$/,
  )
  expect(file.ok && howText(file.how, 1, 'fr')).toMatch(/\nColonnes non lues : Conversions, Cost per conversion\.\n$/)
})
