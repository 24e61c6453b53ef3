/** What is wrong with the orders and the sources of a site, and what to write instead, in both languages. */

export const WRONG = {
  sourcesWithoutOrders: {
    en: 'needs `orders`: nothing says how the orders that come this way are counted',
    fr: 'exige `orders` : rien ne dit comment compter les commandes qui arrivent par là',
  },
  unpaidCounts: {
    en: '`unpaid` is excluded, and `purchase_when: created` counts orders before they are paid',
    fr: '`unpaid` est exclu, et `purchase_when: created` compte les commandes avant leur paiement',
  },
  ofAnotherSite: (value: string, site: string) => ({
    en: `\`${value}\` belongs to site \`${site}\` already: what comes with it could not be told apart`,
    fr: `\`${value}\` appartient déjà au site \`${site}\` : ce qui arrive avec ne pourrait être attribué`,
  }),
  ofAnotherSource: (value: string, source: string) => ({
    en: `\`${value}\` is the key of \`${source}\` already: who shows it could not be told apart`,
    fr: `\`${value}\` est déjà la clé de \`${source}\` : on ne saurait dire qui la présente`,
  }),
  tokenOfDestination: (name: string, destination: string) => ({
    en: `\`${name}\` is the token of \`${destination}\`: it is sent there, so that whoever reads it there could sign as this source`,
    fr: `\`${name}\` est le jeton de \`${destination}\` : il y est envoyé, et qui l’y lit pourrait signer au nom de cette source`,
  }),
  noProof: {
    en: '`secrets` is missing (for the module), and so is `adobe_clients` (for Adobe I/O Events): nobody could send',
    fr: '`secrets` manque (pour le module), et `adobe_clients` aussi (pour Adobe I/O Events) : personne ne pourrait envoyer',
  },
  halfOfKeys: (missing: string) => ({
    en: `stands alone: the shop’s API also asks for \`${missing}\``,
    fr: `ne suffit pas : l’API de la boutique demande aussi \`${missing}\``,
  }),
} as const

export const HINT = {
  addOrders: {
    en: 'add `orders: { time_zone: Europe/Paris }`, with the time zone of the shop',
    fr: 'ajoutez `orders: { time_zone: Europe/Paris }`, avec le fuseau de la boutique',
  },
  dropUnpaid: {
    en: 'take `unpaid` out of `excluded`, or write `purchase_when: paid`',
    fr: 'retirez `unpaid` de `excluded`, ou écrivez `purchase_when: paid`',
  },
  ownKey: {
    en: 'give each a secret of its own, under a name of its own',
    fr: 'donnez à chacun un secret à lui, sous un nom à lui',
  },
} as const
