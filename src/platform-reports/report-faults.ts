/** What is wrong with a line of an export, in both languages. */

export interface Words {
  readonly en: string
  readonly fr: string
}

export interface Fault extends Words {
  /** Counted from 1, as an editor does. */
  readonly line: number
}

export const FAULT = {
  noReport: (found: readonly string[]): Words => ({
    en: `no report that is known: needs the columns event and at (one event a line), day, event and a count (what was received), or day and purchases (what is credited to ads); found: ${found.join(', ')}`,
    fr: `aucun rapport connu : il faut les colonnes event et at (un événement par ligne), jour, événement et un nombre (ce qui a été reçu), ou jour et achats (ce qui est attribué aux publicités) ; trouvé : ${found.join(', ')}`,
  }),
  empty: { en: 'the file has no line', fr: 'le fichier n’a aucune ligne' },
  cells: (expected: number, found: number): Words => ({
    en: `${found} cells where the headings are ${expected}`,
    fr: `${found} cellules pour ${expected} en-têtes`,
  }),
  at: {
    en: 'no time with a time zone: write 2026-11-20T10:15:00Z or 2026-11-20 10:15:00+01:00',
    fr: 'pas d’heure avec son fuseau : écrivez 2026-11-20T10:15:00Z ou 2026-11-20 10:15:00+01:00',
  },
  day: { en: 'no day: write 2026-11-20', fr: 'pas de jour : écrivez 2026-11-20' },
  period: {
    en: 'several days in one line: export again with a breakdown by day',
    fr: 'plusieurs jours sur une ligne : exportez de nouveau avec une ventilation par jour',
  },
  count: { en: 'no count', fr: 'pas de nombre entier' },
  amount: { en: 'no amount', fr: 'pas de montant' },
  currency: (code: string): Words => ({
    en: `no currency of ISO 4217: ${code}`,
    fr: `pas une devise ISO 4217 : ${code}`,
  }),
  moneyWithout: {
    en: 'an amount without a currency: add a column currency, or the code in brackets in a heading',
    fr: 'un montant sans devise : ajoutez une colonne devise, ou le code entre parenthèses dans un en-tête',
  },
  tooLong: { en: 'a text of more than 256 letters', fr: 'un texte de plus de 256 caractères' },
  tooMany: (most: number): Words => ({
    en: `more than ${most} lines: divide the file`,
    fr: `plus de ${most} lignes : divisez le fichier`,
  }),
} as const
