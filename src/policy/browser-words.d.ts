/** What is wrong with the browser side of a site, and what to write instead, in both languages. */
export declare const WRONG: {
  readonly noDomainOfItsOwn: (host: string) => {
    en: string
    fr: string
  }
  readonly otherDomain: (
    host: string,
    domain: string,
    others: readonly string[],
  ) => {
    en: string
    fr: string
  }
  readonly stagingIsProduction: (origin: string) => {
    en: string
    fr: string
  }
  readonly ofAnotherSite: (
    origin: string,
    site: string,
  ) => {
    en: string
    fr: string
  }
  readonly noDestinationOfSite: (id: string) => {
    en: string
    fr: string
  }
}
export declare const HINT: {
  readonly ownName: {
    readonly en: 'give the gateway a name under the site’s own domain, e.g. https://events.shop.example'
    readonly fr: 'donnez à la passerelle un nom sous le domaine du site, p. ex. https://events.shop.example'
  }
  readonly underTheSame: {
    readonly en: 'give it a name under the domain of the hosts, or make a site of its own for the others: a cookie cannot be shared across domains'
    readonly fr: 'donnez-lui un nom sous le domaine des hôtes, ou faites un site à part pour les autres : un cookie ne se partage pas entre domaines'
  }
  readonly keepOneOrigin: {
    readonly en: 'keep one of the two'
    readonly fr: 'gardez l’un des deux'
  }
}
