/** What is wrong. */
export declare const WRONG: {
  readonly missing: {
    readonly en: 'is missing'
    readonly fr: 'manque'
  }
  readonly unknownKey: (key: string) => {
    en: string
    fr: string
  }
  readonly unknownField: (field: string) => {
    en: string
    fr: string
  }
  readonly unknownDestination: (id: string) => {
    en: string
    fr: string
  }
  readonly nameOfAnEvent: (name: string) => {
    en: string
    fr: string
  }
  readonly ofAnotherSite: (
    value: string,
    site: string,
  ) => {
    en: string
    fr: string
  }
  readonly purposeTakenAway: (
    id: string,
    purpose: string,
  ) => {
    en: string
    fr: string
  }
  readonly limitedWithoutList: {
    readonly en: 'nothing says which fields leave under a limited permit'
    readonly fr: 'rien ne dit quels champs sortent dans un envoi limité'
  }
  readonly listWithoutLimited: {
    readonly en: 'is never used: on_opt_out is drop'
    readonly fr: 'ne sert jamais : on_opt_out vaut drop'
  }
  readonly limitedOnCondition: (group: string) => {
    en: string
    fr: string
  }
  readonly neitherEventNorGroup: (key: string) => {
    en: string
    fr: string
  }
  readonly eventTwice: (
    event: string,
    other: string,
  ) => {
    en: string
    fr: string
  }
  readonly eventNotTaken: (
    id: string,
    event: string,
  ) => {
    en: string
    fr: string
  }
  readonly notPlanned: (events: readonly string[]) => {
    en: string
    fr: string
  }
  readonly notInGroup: (
    field: string,
    group: string,
  ) => {
    en: string
    fr: string
  }
  readonly fieldTwice: (
    field: string,
    one: string,
    other: string,
  ) => {
    en: string
    fr: string
  }
  readonly purposeNotAskedFor: (
    group: string,
    purpose: string,
  ) => {
    en: string
    fr: string
  }
  readonly fieldNotGroup: (field: string) => {
    en: string
    fr: string
  }
  readonly unknownGroup: (name: string) => {
    en: string
    fr: string
  }
  readonly fieldNotTaken: (
    id: string,
    field: string,
  ) => {
    en: string
    fr: string
  }
  readonly notTakenWithout: (
    id: string,
    events: readonly string[],
    fields: readonly string[],
  ) => {
    en: string
    fr: string
  }
  readonly otherTreatment: (
    field: string,
    id: string,
    forms: readonly string[],
    treatment: string,
  ) => {
    en: string
    fr: string
  }
  readonly without: (
    name: string,
    word: string,
  ) => {
    en: string
    fr: string
  }
  readonly inAndOut: (country: string) => {
    en: string
    fr: string
  }
  readonly noSuchRole: (role: string) => {
    en: string
    fr: string
  }
  readonly keyIdTwice: (kid: string) => {
    en: string
    fr: string
  }
  readonly keyIdOfAnother: (kid: string) => {
    en: string
    fr: string
  }
}
/** What to write instead. */
export declare const HINT: {
  readonly ownName: {
    readonly en: 'give the group a name of its own'
    readonly fr: 'donnez au groupe un autre nom'
  }
  readonly addPurpose: (purpose: string) => {
    en: string
    fr: string
  }
  readonly addLimited: {
    readonly en: 'add `limited: [a group of fields]`, or set on_opt_out to drop'
    readonly fr: 'ajoutez `limited: [un groupe de champs]`, ou écrivez drop pour on_opt_out'
  }
  readonly conditionInAllow: {
    readonly en: 'write the condition on the lines of `allow`: it holds in a limited send too'
    readonly fr: 'écrivez la condition sur les lignes de `allow` : elle vaut aussi pour un envoi limité'
  }
  readonly takeOut: {
    readonly en: 'take it out'
    readonly fr: 'retirez cette ligne'
  }
  readonly keepOne: {
    readonly en: 'keep one of the two'
    readonly fr: 'gardez l’une des deux'
  }
  readonly eachEventOnce: {
    readonly en: 'write each event once'
    readonly fr: 'écrivez chaque événement une seule fois'
  }
  readonly takeEventOut: (
    event: string,
    id: string,
  ) => {
    en: string
    fr: string
  }
  readonly planThem: ([event, ...others]: readonly string[]) => {
    en: string
    fr: string
  }
  /** Of what there is to choose from. */
  readonly thereIs: (names: readonly string[]) => {
    en: string
    fr: string
  }
  readonly otherGroup: (groups: readonly string[]) => {
    en: string
    fr: string
  }
  readonly groupHas: (fields: readonly string[]) => {
    en: string
    fr: string
  }
  readonly oneSetOfTerms: {
    readonly en: 'keep one of the two: a field leaves on one set of terms'
    readonly fr: 'gardez l’un des deux : un champ sort à un seul titre'
  }
  readonly addToPurposes: (purpose: string) => {
    en: string
    fr: string
  }
  readonly inGroups: (groups: readonly string[]) => {
    en: string
    fr: string
  }
  readonly ownGroup: {
    readonly en: 'put it in a group of its own for the platforms that can'
    readonly fr: 'mettez-le dans un groupe à part, pour les plateformes qui le peuvent'
  }
  readonly allowGroup: (groups: readonly string[]) => {
    en: string
    fr: string
  }
  readonly allowField: (field: string) => {
    en: string
    fr: string
  }
  readonly sectorTakes: (id: string) => {
    en: string
    fr: string
  }
  readonly keyId: (id: string) => {
    en: string
    fr: string
  }
  readonly addToRoles: {
    readonly en: 'add it to `roles`'
    readonly fr: 'ajoutez-le à `roles`'
  }
}
/** What a planned event must have, and how to say it. */
export declare const OF_AN_EVENT: {
  readonly definition: {
    readonly en: 'say what it means that it happened'
    readonly fr: 'dites ce que signifie qu’il ait eu lieu'
  }
  readonly page: {
    readonly en: 'say where it happens'
    readonly fr: 'dites où il a lieu'
  }
  readonly trigger: {
    readonly en: 'say what sets it off'
    readonly fr: 'dites ce qui le déclenche'
  }
  readonly owner: {
    readonly en: 'name the team or role that answers for it; `defaults: { owner: … }` holds for all'
    readonly fr: 'nommez l’équipe ou la fonction qui en répond ; `defaults: { owner: … }` vaut pour tous'
  }
}
/** What a recipient must have. */
export declare const OF_A_RECIPIENT: {
  readonly recipient: {
    readonly en: 'name the company that receives, with its seat'
    readonly fr: 'nommez la société qui reçoit, avec son siège'
  }
  readonly transfers: {
    readonly en: 'say which countries outside the EEA the data may reach, and the safeguard; ask the platform'
    readonly fr: 'dites quels pays hors de l’EEE les données peuvent atteindre, et avec quelle garantie ; interrogez la plateforme'
  }
  readonly retention: {
    readonly en: 'say how long the recipient keeps it'
    readonly fr: 'dites combien de temps le destinataire conserve les données'
  }
  readonly terms: {
    readonly en: 'name the contract on which it receives'
    readonly fr: 'nommez le contrat en vertu duquel il reçoit les données'
  }
}
