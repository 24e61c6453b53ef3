import type { Words } from './document.ts'
export declare const SCHEMA_MESSAGES: {
  readonly name: {
    readonly en: 'a name here is small letters, digits and single hyphens, e.g. `my-shop`'
    readonly fr: 'un nom s’écrit ici en minuscules sans accent, chiffres et traits d’union isolés, p. ex. `my-shop`'
  }
  readonly country: {
    readonly en: 'must be a two-letter ISO 3166-1 country code in capitals, e.g. FR (the United Kingdom is GB)'
    readonly fr: 'doit être le code d’un pays en deux majuscules (ISO 3166-1), p. ex. FR (le Royaume-Uni est GB)'
  }
  readonly already_in_list: {
    readonly en: 'is already in this list'
    readonly fr: 'est déjà dans cette liste'
  }
  readonly group_name: {
    readonly en: 'a group name is small letters, digits and underscores, e.g. `contact_hashed`'
    readonly fr: 'le nom d’un groupe s’écrit en minuscules sans accent, chiffres et tirets bas, p. ex. `contact_hashed`'
  }
  readonly event_name: {
    readonly en: 'is not the name of an event'
    readonly fr: 'n’est pas le nom d’un événement'
  }
  readonly no_country: {
    readonly en: 'names no country: take the line out'
    readonly fr: 'ne nomme aucun pays : retirez la ligne'
  }
  readonly empty_condition: {
    readonly en: 'a condition must say something: take it out or fill it'
    readonly fr: 'une condition doit dire quelque chose : retirez-la ou remplissez-la'
  }
  readonly empty_field_group: {
    readonly en: 'a field group needs at least one field'
    readonly fr: 'un groupe de champs doit contenir au moins un champ'
  }
  readonly empty_event_group: {
    readonly en: 'an event group needs at least one event'
    readonly fr: 'un groupe d’événements doit contenir au moins un événement'
  }
  readonly no_field: {
    readonly en: 'takes no field: take the line out'
    readonly fr: 'ne prend aucun champ : retirez la ligne'
  }
  readonly allowed: {
    readonly en: 'must be the name of a field group, or a block: { group: …, fields: […], condition: { … } }'
    readonly fr: 'doit être le nom d’un groupe de champs, ou un bloc : { group: …, fields: […], condition: { … } }'
  }
  readonly allows_nothing: {
    readonly en: 'allows nothing: take the line out'
    readonly fr: 'n’autorise rien : retirez la ligne'
  }
  readonly limits_nothing: {
    readonly en: 'names no group, so that nothing would leave after an opt-out: set on_opt_out to drop and take the line out'
    readonly fr: 'ne nomme aucun groupe, donc rien ne sortirait après une opposition : écrivez drop pour on_opt_out et retirez la ligne'
  }
  readonly day: {
    readonly en: 'must be a day: 2027-11-30'
    readonly fr: 'doit être une date : 2027-11-30'
  }
  readonly calendar_day: {
    readonly en: 'must be a day of the calendar: 2027-11-30'
    readonly fr: 'doit être une date du calendrier : 2027-11-30'
  }
  readonly role: {
    readonly en: 'a role is small letters, digits and hyphens, e.g. `legal`'
    readonly fr: 'un rôle s’écrit en minuscules sans accent, chiffres et traits d’union, p. ex. `legal`'
  }
  readonly key_id: {
    readonly en: 'must be the key’s id, as `tidegate keys new` gave it'
    readonly fr: 'doit être l’identifiant de la clé, tel que `tidegate keys new` l’a donné'
  }
  readonly public_key: {
    readonly en: 'must be the public part of an Ed25519 key: 43 letters, as `tidegate keys new` gave it'
    readonly fr: 'doit être la partie publique d’une clé Ed25519 : 43 caractères, tels que `tidegate keys new` les a donnés'
  }
  readonly library: {
    readonly en: 'must be tidegate/standard@1, the library that is built in'
    readonly fr: 'doit être tidegate/standard@1, la bibliothèque intégrée'
  }
  readonly region: {
    readonly en: 'must be a country or a region of one by ISO 3166, e.g. `US` or `US-CA`'
    readonly fr: 'doit être un pays ou une de ses régions (ISO 3166), p. ex. `US` ou `US-CA`'
  }
  readonly consent_tool: {
    readonly en: 'is not a consent tool that is read; docs/consent.md lists them'
    readonly fr: 'n’est pas un outil de consentement qui est lu ; docs/consent.fr.md en donne la liste'
  }
  readonly quoted: {
    readonly en: 'must be text: write it in quotes'
    readonly fr: 'doit être un texte : écrivez-le entre guillemets droits'
  }
  readonly tool_key: {
    readonly en: 'must be a key as the consent tool writes it; only its end may be `*`'
    readonly fr: 'doit être une clé telle que l’outil de consentement l’écrit ; seule sa fin peut être `*`'
  }
  readonly cookie_name: {
    readonly en: 'must be the name of a cookie'
    readonly fr: 'doit être le nom d’un cookie'
  }
  readonly origin: {
    readonly en: 'must be an exact origin over https, e.g. https://www.shop.example (no path, no final slash, no *)'
    readonly fr: 'doit être une origine https exacte, p. ex. https://www.shop.example (sans chemin, sans barre finale, sans *)'
  }
  readonly development_origin: {
    readonly en: 'must be an exact origin, or a loopback one with any port, e.g. "http://127.0.0.1:*"'
    readonly fr: 'doit être une origine exacte, ou une adresse locale avec n’importe quel port, p. ex. "http://127.0.0.1:*"'
  }
  readonly host: {
    readonly en: 'must be a host name in small letters, e.g. www.shop.example'
    readonly fr: 'doit être un nom d’hôte en minuscules, p. ex. www.shop.example'
  }
  readonly secret_name: {
    readonly en: string
    readonly fr: string
  }
  readonly own_secret: {
    readonly en: 'must not begin with TIDEGATE_: those are the gateway’s own secrets, and this one is sent to the platform'
    readonly fr: 'ne peut pas commencer par TIDEGATE_ : ce sont les secrets de la passerelle, et celui-ci est envoyé à la plateforme'
  }
  readonly quoted_account: {
    readonly en: 'must be text: write the account id in quotes'
    readonly fr: 'doit être un texte : écrivez l’identifiant du compte entre guillemets droits'
  }
  readonly account: {
    readonly en: 'must be an account id: letters, digits, `_` and `-`'
    readonly fr: 'doit être un identifiant de compte : lettres, chiffres, `_` et `-`'
  }
  readonly quoted_code: {
    readonly en: 'must be text: write the code in quotes'
    readonly fr: 'doit être un texte : écrivez le code entre guillemets droits'
  }
  readonly quoted_key: {
    readonly en: 'must be text: write the key in quotes'
    readonly fr: 'doit être un texte : écrivez la clé entre guillemets droits'
  }
  readonly write_key: {
    readonly en: 'must be letters, digits, `_` and `-`, 64 at most; it is no secret, it stands in the page'
    readonly fr: 'ne contient que lettres, chiffres, `_` et `-`, 64 au plus ; ce n’est pas un secret, elle figure dans la page'
  }
  readonly test_code: {
    readonly en: 'must be letters, digits, `_` and `-`'
    readonly fr: 'ne contient que lettres, chiffres, `_` et `-`'
  }
  readonly no_purpose: {
    readonly en: 'a destination must name at least one purpose: nothing leaves without consent to something'
    readonly fr: 'un destinataire doit nommer au moins une finalité : rien ne sort sans consentement à quelque chose'
  }
  readonly names_nothing: {
    readonly en: 'names nothing: take the line out'
    readonly fr: 'ne nomme rien : retirez la ligne'
  }
  readonly vendor: {
    readonly en: `must be one of the vendors whose declarations are built in: ${string}`
    readonly fr: `doit être l’un des fournisseurs (vendors) dont les déclarations sont intégrées : ${string}`
  }
  readonly printable: {
    readonly en: 'must be printable: no line break, no control character'
    readonly fr: 'doit être imprimable : ni saut de ligne, ni caractère de commande'
  }
  readonly order_tag: {
    readonly en: 'must be a tag as the shop writes it, without spaces around it'
    readonly fr: 'doit être une étiquette telle que la boutique l’écrit, sans espace autour'
  }
  readonly renewal_source: {
    readonly en: 'must be the name of a channel as the shop writes it; only its end may be `*`'
    readonly fr: 'doit être le nom d’un canal tel que la boutique l’écrit ; seule sa fin peut être `*`'
  }
  readonly time_zone: {
    readonly en: 'must be a time zone of the IANA database, an area and a place, e.g. Europe/Paris, or UTC'
    readonly fr: 'doit être un fuseau de la base IANA, une région et une ville, p. ex. Europe/Paris, ou UTC'
  }
  readonly source_secret: {
    readonly en: string
    readonly fr: string
  }
  readonly source_own_secret: {
    readonly en: 'must not begin with TIDEGATE_: those are the gateway’s own secrets, and nobody else may know them'
    readonly fr: 'ne peut pas commencer par TIDEGATE_ : ce sont les secrets de la passerelle, que nul autre ne doit connaître'
  }
  readonly no_secret: {
    readonly en: 'names no secret: nobody could be told from anybody else'
    readonly fr: 'ne nomme aucun secret : on ne saurait dire qui envoie'
  }
  readonly no_id: {
    readonly en: 'names none: take the block out'
    readonly fr: 'n’en nomme aucun : retirez le bloc'
  }
  readonly no_source: {
    readonly en: 'names no source: take the line out'
    readonly fr: 'ne nomme aucune source : retirez la ligne'
  }
  readonly shop_url: {
    readonly en: 'must be the shop’s address over https, e.g. https://www.shop.example/boutique (no final slash, no query)'
    readonly fr: 'doit être l’adresse https de la boutique, p. ex. https://www.shop.example/boutique (sans barre finale ni paramètres)'
  }
  readonly shopify_shop: {
    readonly en: 'must be the shop’s permanent name, e.g. my-shop.myshopify.com'
    readonly fr: 'doit être le nom permanent de la boutique, p. ex. my-shop.myshopify.com'
  }
  readonly store_hash: {
    readonly en: 'must be the store hash: the small letters and digits after `store-` in the shop’s address'
    readonly fr: 'doit être le store hash : les minuscules et chiffres après `store-` dans l’adresse de la boutique'
  }
  readonly quoted_number: {
    readonly en: 'must be text: write the number in quotes'
    readonly fr: 'doit être un texte : écrivez le numéro entre guillemets droits'
  }
  readonly number_id: {
    readonly en: 'must be an id made of digits'
    readonly fr: 'doit être un identifiant fait de chiffres'
  }
  readonly app_key: {
    readonly en: 'must be the app’s public key: letters and digits'
    readonly fr: 'doit être la clé publique de l’application : lettres et chiffres'
  }
  readonly shop_cipher: {
    readonly en: 'must be the shop’s cipher as the Open API gives it: letters, digits, `_`, `=`, `-`'
    readonly fr: 'doit être le chiffre de la boutique (cipher), tel que l’Open API le donne : lettres, chiffres, `_`, `=`, `-`'
  }
  readonly measurement_id: {
    readonly en: 'must be a measurement id, e.g. G-ABC123DEF4'
    readonly fr: 'doit être un ID de mesure, p. ex. G-ABC123DEF4'
  }
  readonly pixel_code: {
    readonly en: 'must be a pixel code: capitals and digits'
    readonly fr: 'doit être un code de pixel : majuscules et chiffres'
  }
  readonly too_many_names: {
    readonly en: 'has too many names: at most 200'
    readonly fr: 'compte trop de noms : 200 au plus'
  }
  readonly analysis_purpose: {
    readonly en: 'must name at least one purpose: nothing of a journey is kept without consent to something'
    readonly fr: 'doit nommer au moins une finalité : rien d’un parcours n’est gardé sans consentement à quelque chose'
  }
  readonly touch_source: {
    readonly en: 'must be small letters, digits, `_` and `-`, 40 at most, e.g. `newsletter`'
    readonly fr: 'ne contient que minuscules sans accent, chiffres, `_` et `-`, 40 au plus, p. ex. `newsletter`'
  }
  readonly touch_pattern: {
    readonly en: 'must be text as it stands in the address; only its end may be `*`'
    readonly fr: 'doit être un texte tel qu’il figure dans l’adresse ; seule sa fin peut être `*`'
  }
  readonly referrer_host: {
    readonly en: 'must be a host name in small letters, e.g. partner.example; names under it count too'
    readonly fr: 'doit être un nom d’hôte en minuscules, p. ex. partner.example ; les noms placés dessous comptent aussi'
  }
  readonly touch_without_condition: {
    readonly en: 'has no condition: name what must be in the address, or the host of the page before'
    readonly fr: 'ne porte aucune condition : nommez ce que l’adresse doit contenir, ou l’hôte de la page d’avant'
  }
  readonly promo_code: {
    readonly en: 'must be a promo code as the buyer types it, without spaces around it, 40 characters at most'
    readonly fr: 'doit être un code promo tel que l’acheteur le saisit, sans espace autour, 40 caractères au plus'
  }
  readonly too_many_codes: {
    readonly en: 'has too many codes: at most 500'
    readonly fr: 'compte trop de codes : 500 au plus'
  }
  readonly currency: {
    readonly en: 'must be the code of a currency in capitals (ISO 4217), e.g. EUR'
    readonly fr: 'doit être le code d’une monnaie en majuscules (ISO 4217), p. ex. EUR'
  }
  readonly no_host: {
    readonly en: 'a site needs at least one host'
    readonly fr: 'un site doit avoir au moins un nom d’hôte'
  }
  readonly url_parameter: {
    readonly en: 'must be the name of one URL parameter, without *'
    readonly fr: 'doit être le nom d’un seul paramètre d’URL, sans *'
  }
}
export type SchemaMessage = keyof typeof SCHEMA_MESSAGES
/** For a schema's `error`: `.regex(…, says('host'))`. */
export declare function says(message: SchemaMessage): {
  readonly error: SchemaMessage
}
/** Undefined where the schema has no words of its own. */
export declare function schemaWords(message: string): Words | undefined
