/**
 * How columns of the platforms' exports are called, in English and in French. Ads Manager's names (Meta: `Purchases`, `Purchases
 * conversion value`, `Achats`, `Valeur de conversion des achats`, `Début des rapports`; TikTok: `Total complete payment`, `Total
 * complete payment value`, `By Day`) are those that public importers of such files read, 2026-11-22. No sample of an export of
 * Events Manager (either platform) could be found, nor of TikTok's in French: those names follow the labels of the screens, and a
 * file with other headings is refused with the list of what was found, so that its columns can be renamed.
 */

export const COLUMNS = {
  /** Of one event. */
  event: ['event', 'event name', 'événement', 'évènement', 'nom de l’événement', 'nom de l’évènement', 'event type'],
  eventId: ['event_id', 'event id', 'identifiant de l’événement', 'identifiant de l’évènement', 'id de l’événement'],
  orderId: ['order_id', 'order id', 'commande', 'numéro de commande', 'identifiant de commande', 'id de commande'],
  at: ['at', 'event time', 'time', 'heure', 'heure de l’événement', 'heure de l’évènement', 'date et heure'],
  amount: ['value', 'valeur', 'montant'],
  currency: ['currency', 'currency code', 'devise', 'code de devise'],
  via: ['via', 'connection method', 'source', 'méthode de connexion', 'canal'],
  page: ['page', 'url', 'event source url', 'page url', 'adresse de la page'],
  /** Of a day. */
  day: ['day', 'by day', 'date', 'stat time day', 'jour', 'par jour'],
  dayStart: ['reporting starts', 'début des rapports'],
  dayEnd: ['reporting ends', 'fin des rapports'],
  total: [
    'total events',
    'events received',
    'count',
    'total count',
    'nombre total d’événements',
    'nombre total d’évènements',
    'événements reçus',
    'évènements reçus',
    'nombre',
  ],
  browserTotal: ['browser events', 'browser', 'événements du navigateur', 'évènements du navigateur', 'navigateur'],
  serverTotal: ['server events', 'server', 'événements du serveur', 'évènements du serveur', 'serveur'],
  /** What is credited to ads. */
  purchases: [
    'purchases',
    'website purchases',
    'achats',
    'achats sur le site web',
    'complete payment',
    'total complete payment',
    'complete payments',
    'paiements effectués',
    'total des paiements effectués',
  ],
  purchaseValue: [
    'purchases conversion value',
    'purchase conversion value',
    'website purchases conversion value',
    'valeur de conversion des achats',
    'valeur de conversion des achats sur le site web',
    'total complete payment value',
    'complete payment value',
    'total purchase value',
    'purchase value',
    'valeur totale des paiements effectués',
  ],
  window: ['attribution setting', 'attribution window', 'paramètre d’attribution', 'fenêtre d’attribution'],
  /** Only looked at for the currency in its brackets: `Amount spent (EUR)`. */
  spent: ['amount spent', 'cost', 'total cost', 'montant dépensé', 'coût', 'coût total'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type Column = keyof typeof COLUMNS

/** Column → where it stands in a line. */
export type Header = Readonly<Partial<Record<Column, number>>> & {
  /** The file speaks French: commas are decimal marks. */
  readonly french: boolean
  /** Said in the brackets of a heading. */
  readonly moneyIn?: string
}

const BY_NAME: ReadonlyMap<string, Column> = new Map(
  (Object.entries(COLUMNS) as [Column, readonly string[]][]).flatMap(([column, names]) =>
    names.map((name): [string, Column] => [folded(name), column]),
  ),
)

/** Words that are French only: they tell the language of the file. */
const FRENCH = /[éèàç’]|^(?:jour|par jour|achats|devise|montant|valeur|heure|canal|nombre|commande|navigateur|serveur)/

export function readHeader(cells: readonly string[], delimiter: string): Header {
  const found: Partial<Record<Column, number>> = {}
  let french = delimiter === ';'
  let moneyIn: string | undefined
  for (const [index, cell] of cells.entries()) {
    const { name, unit } = splitUnit(cell)
    const column = BY_NAME.get(folded(name))
    if (unit !== undefined && moneyIn === undefined) moneyIn = unit
    if (column === undefined || found[column] !== undefined) continue
    found[column] = index
    french ||= FRENCH.test(name.toLowerCase().replaceAll("'", '’'))
  }
  return { ...found, french, ...(moneyIn !== undefined && { moneyIn }) }
}

/** `Amount spent (EUR)`: the name, and the currency in its brackets. */
function splitUnit(cell: string): { readonly name: string; readonly unit?: string } {
  const parts = /^(.*?)\s*\(([A-Z]{3})\)\s*$/.exec(cell)
  return parts === null ? { name: cell } : { name: parts[1] ?? '', unit: parts[2] ?? '' }
}

/** Small letters, no accents, one kind of apostrophe and of space. */
function folded(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’‘]/g, '’')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}
