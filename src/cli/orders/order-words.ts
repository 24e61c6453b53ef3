/** What can be wrong with a file of orders, for whoever exported it. What a cell says is shown, cut: it is their own file. */
import type { Bilingual } from '../command.ts'
import { printable } from '../dead-letters.ts'

export function shown(cell: string): string {
  const text = printable(cell.replaceAll(/\s+/g, ' '))
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

export const WORDS = {
  unknownFormat: {
    en: 'The header is not one of the exports that are known, or could be several; say which with --format, or bring the file into the plain format (docs/orders.md).',
    fr: 'L’en-tête n’est celui d’aucun export connu, ou peut être de plusieurs ; dites lequel avec --format, ou mettez le fichier au format simple (docs/orders.fr.md).',
  },
  netReport: {
    en: 'This is WooCommerce’s analytics report: it has the net revenue and no total of the order. Export the orders with a plugin, or over the API.',
    fr: 'C’est le rapport d’analyse de WooCommerce : il donne le revenu net, pas le total de la commande. Exportez les commandes avec une extension, ou par l’API.',
  },
  missingColumns: (names: readonly string[]) => ({
    en: `The file has no column ${names.join(', ')}.`,
    fr: `Il manque au fichier la colonne ${names.join(', ')}.`,
  }),
  decimalsBoth: {
    en: 'Some amounts have a decimal point and others a decimal comma; say which is meant with --decimal point or --decimal comma: the others are then named line by line.',
    fr: 'Certains montants ont un point décimal, d’autres une virgule ; dites lequel vaut avec --decimal point ou --decimal comma : les autres seront alors signalés ligne par ligne.',
  },
  decimalsUndecided: {
    en: 'Amounts such as 1.234 could be one thousand or one and a bit, and nothing in the file decides it; say --decimal point or --decimal comma.',
    fr: 'Des montants comme 1.234 peuvent valoir mille ou un et des poussières, et rien dans le fichier ne tranche ; dites --decimal point ou --decimal comma.',
  },
  daysBoth: {
    en: 'Some dates have the day first and others the month; mend the file, or export it with dates such as 2026-11-20.',
    fr: 'Certaines dates commencent par le jour, d’autres par le mois ; corrigez le fichier, ou exportez-le avec des dates comme 2026-11-20.',
  },
  daysUndecided: {
    en: 'Dates such as 05/06/2026 could be of May or of June, and nothing in the file decides it; say --dates day-month or --dates month-day.',
    fr: 'Des dates comme 05/06/2026 peuvent être de mai ou de juin, et rien dans le fichier ne tranche ; dites --dates day-month ou --dates month-day.',
  },
  noId: { en: 'The row names no order.', fr: 'La ligne ne nomme aucune commande.' },
  noCell: (name: string) => ({ en: `${name} is empty.`, fr: `${name} est vide.` }),
  noTime: (name: string, cell: string) => ({
    en: `${name}: “${shown(cell)}” is no date that can be read.`,
    fr: `${name} : « ${shown(cell)} » n’est pas une date lisible.`,
  }),
  notYet: (name: string, cell: string) => {
    const mixed = /^\d{1,2}[/.-]/.test(cell.trim())
    return {
      en: `${name}: “${shown(cell)}” has not come yet.${mixed ? ' Are day and month mixed up? --dates day-month or month-day says which comes first.' : ''}`,
      fr: `${name} : « ${shown(cell)} » n’est pas encore venu.${mixed ? ' Jour et mois sont-ils intervertis ? --dates day-month ou month-day dit lequel vient d’abord.' : ''}`,
    }
  },
  noDecimals: (name: string, cell: string, currency: string) => ({
    en: `${name}: “${shown(cell)}” is no amount in ${currency}, which has no decimals: is it another currency, or is the sign one of thousands (--decimal point or --decimal comma)?`,
    fr: `${name} : « ${shown(cell)} » n’est pas un montant en ${currency}, qui n’a pas de décimales : est-ce une autre devise, ou le signe sépare-t-il les milliers (--decimal point ou --decimal comma) ?`,
  }),
  noAmount: (name: string, cell: string, sign: 'point' | 'comma') => ({
    en: `${name}: “${shown(cell)}” is no amount (the file is read with a decimal ${sign}).`,
    fr: `${name} : « ${shown(cell)} » n’est pas un montant (le fichier est lu avec ${sign === 'comma' ? 'la virgule décimale' : 'le point décimal'}).`,
  }),
  negativeTotal: (name: string, cell: string) => ({
    en: `${name}: “${shown(cell)}” is less than nothing; a refund stands beside its order, not in its total.`,
    fr: `${name} : « ${shown(cell)} » est inférieur à zéro ; un remboursement va à côté de sa commande, pas dans son total.`,
  }),
  otherTotal: (name: string, cell: string, line: number) => ({
    en: `${name}: “${shown(cell)}” is not what line ${line} says of the same order.`,
    fr: `${name} : « ${shown(cell)} » n’est pas ce que dit la ligne ${line} de la même commande.`,
  }),
  tooManyCells: (header: number, found: number) => ({
    en: `${found} cells under a header of ${header}: a comma of an amount or of a text parts one in two. Put such cells between quotes, or export with semicolons.`,
    fr: `${found} cellules sous un en-tête de ${header} : une virgule d’un montant ou d’un texte en coupe une en deux. Mettez ces cellules entre guillemets, ou exportez avec des points-virgules.`,
  }),
  cutNumber: (line: number, cell: string) => ({
    en: `Line ${line}: a spreadsheet has shortened the order’s number to “${shown(cell)}”, so that orders cannot be told apart. Export the file again and import it as it is, without saving it from a spreadsheet.`,
    fr: `Ligne ${line} : un tableur a raccourci le numéro de commande en « ${shown(cell)} », et les commandes ne se distinguent plus. Refaites l’export et importez-le tel quel, sans l’enregistrer depuis un tableur.`,
  }),
  noCurrency: {
    en: 'The currency is said nowhere; say it with --currency EUR.',
    fr: 'La devise n’est dite nulle part ; indiquez-la avec --currency EUR.',
  },
  badCurrency: (cell: string) => ({
    en: `“${shown(cell)}” is no currency of ISO 4217.`,
    fr: `« ${shown(cell)} » n’est pas une devise ISO 4217.`,
  }),
  unknownState: (cell: string) => ({
    en: `The state “${shown(cell)}” is not known; say what it means with --status "${shown(cell)}=paid", or in place of paid: awaiting, failed, cancelled, refunded.`,
    fr: `L’état « ${shown(cell)} » n’est pas connu ; dites ce qu’il signifie avec --status "${shown(cell)}=paid", ou au lieu de paid : awaiting, failed, cancelled, refunded.`,
  }),
  unknownChannel: (cell: string) => ({
    en: `The channel “${shown(cell)}” is none of web, pos, draft, marketplace, renewal, sample.`,
    fr: `Le canal « ${shown(cell)} » n’est ni web, ni pos, draft, marketplace, renewal ou sample.`,
  }),
  unfit: (path: string, message: string) => ({
    en: `${path}: ${message}.`,
    fr: `${path} : valeur refusée (${message}).`,
  }),
} as const satisfies Record<string, Bilingual | ((...args: never[]) => Bilingual)>
