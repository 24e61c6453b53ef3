/** What is wrong with the analysis of a site, and what to write instead, in both languages. */
export declare const WRONG: {
  readonly windowBeyondJourneys: (
    days: number,
    kept: number,
  ) => {
    en: string
    fr: string
  }
  readonly ownHost: (host: string) => {
    en: string
    fr: string
  }
  readonly codesWithoutOrders: {
    readonly en: 'needs `orders`: a promo code is kept with its order, and no ledger of orders is kept'
    readonly fr: 'exige `orders` : un code promo est gardé avec sa commande, et aucun registre des commandes n’est tenu'
  }
  readonly codeTwice: (
    code: string,
    other: string,
  ) => {
    en: string
    fr: string
  }
  readonly linkParameter: (name: string) => {
    en: string
    fr: string
  }
  readonly journeysOfChildren: {
    readonly en: 'is not possible in the sector `minors`: of a child no journey is kept'
    readonly fr: 'est impossible dans le secteur `minors` : d’un enfant, aucun parcours n’est gardé'
  }
}
export declare const HINT: {
  readonly shorterWindow: {
    readonly en: 'write a smaller `window_days`, or a larger `journey_days`'
    readonly fr: 'réduisez `window_days`, ou augmentez `journey_days`'
  }
  readonly takeOut: {
    readonly en: 'take it out'
    readonly fr: 'retirez-le'
  }
  readonly addOrders: {
    readonly en: 'add `orders: { time_zone: Europe/Paris }`, with the time zone of the shop, or take `codes` out'
    readonly fr: 'ajoutez `orders: { time_zone: Europe/Paris }`, avec le fuseau de la boutique, ou retirez `codes`'
  }
}
