/** What is wrong with the orders and the sources of a site, and what to write instead, in both languages. */
export declare const WRONG: {
  readonly sourcesWithoutOrders: {
    readonly en: 'needs `orders`: nothing says how the orders that come this way are counted'
    readonly fr: 'exige `orders` : rien ne dit comment compter les commandes qui arrivent par là'
  }
  readonly unpaidCounts: {
    readonly en: '`unpaid` is excluded, and `purchase_when: created` counts orders before they are paid'
    readonly fr: '`unpaid` est exclu, et `purchase_when: created` compte les commandes avant leur paiement'
  }
  readonly ofAnotherSite: (
    value: string,
    site: string,
  ) => {
    en: string
    fr: string
  }
  readonly ofAnotherSource: (
    value: string,
    source: string,
  ) => {
    en: string
    fr: string
  }
  readonly tokenOfDestination: (
    name: string,
    destination: string,
  ) => {
    en: string
    fr: string
  }
  readonly halfOfKeys: (missing: string) => {
    en: string
    fr: string
  }
}
export declare const HINT: {
  readonly addOrders: {
    readonly en: 'add `orders: { time_zone: Europe/Paris }`, with the time zone of the shop'
    readonly fr: 'ajoutez `orders: { time_zone: Europe/Paris }`, avec le fuseau de la boutique'
  }
  readonly dropUnpaid: {
    readonly en: 'take `unpaid` out of `excluded`, or write `purchase_when: paid`'
    readonly fr: 'retirez `unpaid` de `excluded`, ou écrivez `purchase_when: paid`'
  }
  readonly ownKey: {
    readonly en: 'give each a secret of its own, under a name of its own'
    readonly fr: 'donnez à chacun un secret à lui, sous un nom à lui'
  }
}
