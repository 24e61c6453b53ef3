/** The words around the figures, on the page and in the terminal. */
import type { Language } from './words.ts'

export interface FrameWords {
  readonly title: string
  readonly orders: string
  readonly delivered: string
  readonly platformSays: string
  readonly shown: string
  readonly notShown: string
  readonly merged: string
  readonly otherDays: string
  readonly otherTimes: string
  readonly compared: string
  /** Days of the period of which the platform's figures say nothing: `{days}`. */
  readonly silentDays: string
  readonly unknown: string
  readonly differences: string
  readonly credits: string
  readonly byClick: string
  readonly closes: string
  readonly gap: string
  readonly onTop: string
  /** `(s)`: of several. */
  readonly notDelivered: string
  readonly unseen: string
  readonly open: string
  readonly todo: string
  readonly page: string
  readonly frame: string
  readonly days: string
  readonly zone: string
  readonly boundary: string
  readonly money: string
  readonly presentment: string
  readonly shop: string
  readonly tax: string
  readonly shipping: string
  readonly included: string
  readonly excluded: string
  readonly counted: string
  readonly paid: string
  readonly created: string
  readonly leftOut: string
  readonly unique: string
  /** What the policy calls what it leaves out, and what makes a purchase one. */
  readonly called: Readonly<Record<string, string>>
  readonly policy: string
  readonly asOf: string
  readonly tells: Readonly<Record<'events' | 'counts' | 'nothing', string>>
  readonly noOrders: string
  readonly noOrdersNext: readonly string[]
  readonly noPlatform: string
  readonly noPlatformNext: readonly string[]
}

export const FRAME: Readonly<Record<Language, FrameWords>> = {
  en: {
    title: 'Reconciliation',
    orders: 'Orders of the shop',
    delivered: 'Delivered',
    platformSays: 'Counted by the platform',
    shown: 'Delivered, and in its figures',
    notShown: 'Delivered, and not in its figures',
    merged: 'Copies that it has already merged by itself',
    otherDays: 'Of orders of other days',
    otherTimes: 'Of these orders, counted on other days',
    compared: 'To be explained',
    silentDays:
      'The platform’s figures have nothing for {days}. If they were not imported for these days, the sums below lack them: import them, or ask for fewer days.',
    unknown: 'unknown',
    differences: 'Delivered with another value',
    credits: 'What it credits to its ads (another question, not part of these sums)',
    byClick: 'by a click',
    closes: 'closes',
    gap: 'The gap',
    onTop: 'on top',
    notDelivered: 'not delivered',
    unseen: 'delivered and not in its figures',
    open: 'DOES NOT CLOSE',
    todo: 'What to do',
    page: 'page',
    frame: 'How this was counted',
    days: 'Days',
    zone: 'Time zone of the shop',
    boundary: 'These days, in UTC',
    money: 'Money',
    presentment: 'what the buyer saw',
    shop: 'the shop’s own currency',
    tax: 'Tax',
    shipping: 'Shipping',
    included: 'included',
    excluded: 'left out',
    counted: 'A sale counts',
    paid: 'when it is paid',
    created: 'when it is placed',
    leftOut: 'Left out by the policy',
    unique: 'A purchase is counted once by',
    called: {
      test: 'test orders',
      pos: 'sales at the till',
      draft: 'orders entered by staff',
      renewal: 'renewals of subscriptions',
      unpaid: 'orders that are not paid',
      'order.id': 'the order’s number',
      event_id: 'the event’s own id',
    },
    policy: 'Digest of the policy',
    asOf: 'As of',
    tells: {
      events: 'The platform’s figures name each event.',
      counts: 'The platform’s figures are numbers only: the surplus is worked out from what the gateway delivered.',
      nothing: 'There are no figures of the platform for these days.',
    },
    noOrders: 'There are no orders in the ledger for these days',
    noOrdersNext: [
      'Import the shop’s list of orders: tidegate orders import orders.csv',
      'Or connect the shop, so that it tells of its orders by itself (docs/orders.md).',
      'Check the days: the day begins at midnight of the shop’s time zone.',
    ],
    noPlatform: 'The platform’s figures are missing',
    noPlatformNext: [
      'Export them from Events Manager or Ads Manager and import the file (docs/reconciliation.md).',
      'Or let the gateway ask the platform’s reporting API each day.',
      'Until then, what the platform counted is unknown; the reasons of the orders stand all the same.',
    ],
  },
  fr: {
    title: 'Rapprochement',
    orders: 'Commandes de la boutique',
    delivered: 'Livrées',
    platformSays: 'Comptées par la plateforme',
    shown: 'Livrées, et dans ses chiffres',
    notShown: 'Livrées, et absentes de ses chiffres',
    merged: 'Copies qu’elle a déjà réunies elle-même',
    otherDays: 'De commandes d’autres jours',
    otherTimes: 'De ces commandes, comptées d’autres jours',
    compared: 'À expliquer',
    silentDays:
      'Les chiffres de la plateforme n’ont rien pour {days}. S’ils n’ont pas été importés pour ces jours, ils manquent aux sommes ci-dessous : importez-les, ou demandez moins de jours.',
    unknown: 'inconnu',
    differences: 'Livrées avec un autre montant',
    credits: 'Ce qu’elle attribue à ses publicités (une autre question, hors de ces sommes)',
    byClick: 'par un clic',
    closes: 'le compte est bon',
    gap: 'L’écart',
    onTop: 'en plus',
    notDelivered: 'non livrée(s)',
    unseen: 'livrée(s) et absente(s) de ses chiffres',
    open: 'LE COMPTE N’EST PAS BON',
    todo: 'Que faire',
    page: 'page',
    frame: 'Comment on a compté',
    days: 'Jours',
    zone: 'Fuseau horaire de la boutique',
    boundary: 'Ces jours, en UTC',
    money: 'Montants',
    presentment: 'ce que l’acheteur a vu',
    shop: 'la devise de la boutique',
    tax: 'Taxes',
    shipping: 'Frais de port',
    included: 'dans les montants',
    excluded: 'hors des montants',
    counted: 'Une vente compte',
    paid: 'quand elle est payée',
    created: 'quand elle est passée',
    leftOut: 'Écartées par la politique',
    unique: 'Un achat est compté une fois par',
    called: {
      test: 'commandes d’essai',
      pos: 'ventes en caisse',
      draft: 'commandes saisies par l’équipe',
      renewal: 'renouvellements d’abonnement',
      unpaid: 'commandes non payées',
      'order.id': 'numéro de commande',
      event_id: 'identifiant de l’événement',
    },
    policy: 'Empreinte de la politique',
    asOf: 'État au',
    tells: {
      events: 'Les chiffres de la plateforme nomment chaque événement.',
      counts:
        'Les chiffres de la plateforme ne sont que des nombres : l’excédent est calculé d’après ce que la passerelle a livré.',
      nothing: 'Il n’y a pas de chiffres de la plateforme pour ces jours.',
    },
    noOrders: 'Le registre n’a aucune commande pour ces jours',
    noOrdersNext: [
      'Importez la liste des commandes de la boutique : tidegate orders import orders.csv',
      'Ou branchez la boutique, pour qu’elle annonce ses commandes elle-même (docs/orders.fr.md).',
      'Vérifiez les jours : le jour commence à minuit, au fuseau horaire de la boutique.',
    ],
    noPlatform: 'Il manque les chiffres de la plateforme',
    noPlatformNext: [
      'Exportez-les du gestionnaire d’événements ou de publicités, et importez le fichier (docs/reconciliation.fr.md).',
      'Ou laissez la passerelle interroger chaque jour l’API de la plateforme.',
      'D’ici là, ce que la plateforme a compté est inconnu ; les motifs des commandes tiennent quand même.',
    ],
  },
}
