/** What can be wrong with a media export, for whoever exported it. What a cell says is shown, cut: it is their own file. */
import type { Bilingual } from '../command.ts'
import { shown } from '../orders/order-words.ts'

export const WORDS = {
  unknownFormat: (found: readonly string[]) => ({
    en: `The headings are those of no export that is known, or could be of several; say which with --kind, or rename columns as docs/media.md says. Found: ${found.map(shown).join(', ')}.`,
    fr: `Les en-têtes ne sont ceux d’aucun export connu, ou peuvent être de plusieurs ; dites lequel avec --kind, ou renommez les colonnes comme le dit docs/media.fr.md. Trouvé : ${found.map(shown).join(', ')}.`,
  }),
  missingColumns: (names: readonly string[]) => ({
    en: `The file has no column ${names.join(', ')}.`,
    fr: `Il manque au fichier la colonne ${names.join(', ')}.`,
  }),
  spreadsheet: {
    en: 'This is a spreadsheet’s own file (.xlsx); export again as CSV.',
    fr: 'C’est un fichier de tableur (.xlsx) ; refaites l’export au format CSV.',
  },
  cut: {
    en: 'The line breaks off: it has fewer cells than the headings. The file was not downloaded whole; export it again.',
    fr: 'La ligne s’interrompt : elle a moins de cellules que les en-têtes. Le fichier n’a pas été téléchargé en entier ; refaites l’export.',
  },
  noSource: {
    en: 'Nothing in the file says which platform it is from; say it with --source tiktok or --source meta.',
    fr: 'Rien dans le fichier ne dit de quelle plateforme il vient ; indiquez-la avec --source tiktok ou --source meta.',
  },
  noVendor: {
    en: 'Nothing in the file says who measured; say it with --vendor doubleverify, ias, zefr or moat.',
    fr: 'Rien dans le fichier ne dit qui a mesuré ; indiquez-le avec --vendor doubleverify, ias, zefr ou moat.',
  },
  noWindow: {
    en: 'The file has orders that the platform claims and does not say in which window; say it with --window 7d_click_1d_view, as it is set in the ad groups.',
    fr: 'Le fichier contient des commandes que la plateforme revendique sans dire dans quelle fenêtre ; indiquez-la avec --window 7d_click_1d_view, telle qu’elle est réglée dans les groupes d’annonces.',
  },
  twoWindows: (own: string, said: string) => ({
    en: `The file says the window ${own}, --window says ${said}.`,
    fr: `Le fichier indique la fenêtre ${own}, --window dit ${said}.`,
  }),
  badWindow: (cell: string) => ({
    en: `“${shown(cell)}” is no window such as 7-day click, 1-day view.`,
    fr: `« ${shown(cell)} » n’est pas une fenêtre telle que clic 7 jours, vue 1 jour.`,
  }),
  decimalsBoth: {
    en: 'Some numbers have a decimal point and others a decimal comma; say which is meant with --decimal point or --decimal comma: the others are then named line by line.',
    fr: 'Certains nombres ont un point décimal, d’autres une virgule ; dites lequel vaut avec --decimal point ou --decimal comma : les autres seront alors signalés ligne par ligne.',
  },
  decimalsUndecided: {
    en: 'Amounts such as 1.234 could be one thousand or one and a bit, and nothing in the file decides it; say --decimal point or --decimal comma.',
    fr: 'Des montants comme 1.234 peuvent valoir mille ou un et des poussières, et rien dans le fichier ne tranche ; dites --decimal point ou --decimal comma.',
  },
  daysBoth: {
    en: 'Some dates have the day first and others the month; export the file again with dates such as 2026-11-20.',
    fr: 'Certaines dates commencent par le jour, d’autres par le mois ; refaites l’export avec des dates comme 2026-11-20.',
  },
  daysUndecided: {
    en: 'Dates such as 05/06/2026 could be of May or of June, and nothing in the file decides it; say --dates day-month or --dates month-day.',
    fr: 'Des dates comme 05/06/2026 peuvent être de mai ou de juin, et rien dans le fichier ne tranche ; dites --dates day-month ou --dates month-day.',
  },
  period: {
    en: 'Several days in one line: export again with a breakdown by day.',
    fr: 'Plusieurs jours sur une ligne : refaites l’export avec une ventilation par jour.',
  },
  twice: (line: number) => ({
    en: `The same as line ${line} says something about (same id, day and window): export again without a breakdown by age, placement or country.`,
    fr: `La ligne ${line} parle déjà de la même chose (mêmes identifiant, jour et fenêtre) : refaites l’export sans ventilation par âge, emplacement ou pays.`,
  }),
  tooManyCells: (header: number, found: number) => ({
    en: `${found} cells under ${header} headings: a comma of an amount or of a text parts one in two.`,
    fr: `${found} cellules pour ${header} en-têtes : une virgule d’un montant ou d’un texte en coupe une en deux.`,
  }),
  noCell: (name: string) => ({ en: `${name} is empty.`, fr: `${name} est vide.` }),
  cutNumber: (name: string, cell: string) => ({
    en: `${name}: a spreadsheet has shortened the number to “${shown(cell)}”. Import the export as it is, without saving it from a spreadsheet.`,
    fr: `${name} : un tableur a raccourci le numéro en « ${shown(cell)} ». Importez l’export tel quel, sans l’enregistrer depuis un tableur.`,
  }),
  tooLong: (name: string, most: number) => ({
    en: `${name}: more than ${most} characters.`,
    fr: `${name} : plus de ${most} caractères.`,
  }),
  noPostId: (name: string, cell: string) => ({
    en: `${name}: “${shown(cell)}” is neither the number of a post nor its address.`,
    fr: `${name} : « ${shown(cell)} » n’est ni le numéro d’une publication, ni son adresse.`,
  }),
  noCount: (name: string, cell: string) => ({
    en: `${name}: “${shown(cell)}” is no whole number.`,
    fr: `${name} : « ${shown(cell)} » n’est pas un nombre entier.`,
  }),
  noShare: (name: string, cell: string) => ({
    en: `${name}: “${shown(cell)}” is no share between 0 and 1 (or 0% and 100%).`,
    fr: `${name} : « ${shown(cell)} » n’est pas une part entre 0 et 1 (ou 0 % et 100 %).`,
  }),
  noAmount: (name: string, cell: string) => ({
    en: `${name}: “${shown(cell)}” is no amount.`,
    fr: `${name} : « ${shown(cell)} » n’est pas un montant.`,
  }),
  noDay: (name: string, cell: string) => ({
    en: `${name}: “${shown(cell)}” is no day such as 2026-11-20.`,
    fr: `${name} : « ${shown(cell)} » n’est pas un jour tel que 2026-11-20.`,
  }),
  noTime: (name: string, cell: string) => ({
    en: `${name}: “${shown(cell)}” is no time such as 2026-11-20 20:00.`,
    fr: `${name} : « ${shown(cell)} » n’est pas une heure telle que 2026-11-20 20:00.`,
  }),
  notYet: (name: string, cell: string) => ({
    en: `${name}: “${shown(cell)}” has not come yet. Are day and month mixed up? --dates day-month or month-day says which comes first.`,
    fr: `${name} : « ${shown(cell)} » n’est pas encore venu. Jour et mois sont-ils intervertis ? --dates day-month ou month-day dit lequel vient d’abord.`,
  }),
  noDecimals: (name: string, cell: string, currency: string) => ({
    en: `${name}: “${shown(cell)}” is no amount in ${currency}, which has no decimals: is it another currency, or is the sign one of thousands (--decimal point or --decimal comma)?`,
    fr: `${name} : « ${shown(cell)} » n’est pas un montant en ${currency}, qui n’a pas de décimales : est-ce une autre devise, ou le signe sépare-t-il les milliers (--decimal point ou --decimal comma) ?`,
  }),
  noZone: {
    en: 'A time without its zone: say by which clock it was written, with --time-zone Europe/Paris.',
    fr: 'Une heure sans fuseau : dites selon quelle horloge elle est écrite, avec --time-zone Europe/Paris.',
  },
  endsBefore: { en: 'It ends before it begins.', fr: 'La fin précède le début.' },
  noCurrency: {
    en: 'The currency is said nowhere; say it with --currency EUR.',
    fr: 'La devise n’est dite nulle part ; indiquez-la avec --currency EUR.',
  },
  badCurrency: (cell: string) => ({
    en: `“${shown(cell)}” is no currency of ISO 4217.`,
    fr: `« ${shown(cell)} » n’est pas une devise ISO 4217.`,
  }),
  twoCurrencies: (one: string, other: string) => ({
    en: `The line speaks of ${one}, and the amount of ${other}.`,
    fr: `La ligne parle de ${one}, et le montant de ${other}.`,
  }),
  badLine: (cell: string) => ({
    en: `“${shown(cell)}” is none of the lines goods, shipping, fees, other.`,
    fr: `« ${shown(cell)} » n’est ni goods (marchandises), ni shipping (livraison), fees (frais) ou other (autres).`,
  }),
  noCost: {
    en: 'Neither share nor per_order says anything.',
    fr: 'Ni share (part) ni per_order (par commande) ne dit quelque chose.',
  },
  unfit: (path: string, message: string) => ({
    en: `${path}: ${message}.`,
    fr: `${path} : valeur refusée (${message}).`,
  }),
} as const satisfies Record<string, Bilingual | ((...args: never[]) => Bilingual)>
