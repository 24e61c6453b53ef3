import { DOOR_FRENCH } from './door-french.ts'
import type { Words } from './words.ts'

export const FRENCH: Words = {
  typography: withHardSpaces,
  findings: {
    nothing_arrives: [
      'Aucun événement n’est arrivé',
      'Vérifiez que la balise est sur les pages et que la politique liste l’adresse du site sous « origins ». Depuis un serveur, envoyez un événement d’essai avec le jeton du site.',
    ],
    ...DOOR_FRENCH,
    field_unknown: [
      '« {field} » arrive et n’est pas dans la politique',
      'Personne ne le reçoit : Tidegate ne connaît pas ce champ et l’abandonne. S’il vous le faut, faites-le envoyer sous un nom que Tidegate connaît (tous sont dans docs/diagnostics.fr.md) ; sinon, faites-le retirer de la balise.',
    ],
    'field_unknown.suggested': [
      '« {field} » arrive et n’est pas dans la politique',
      'Personne ne le reçoit : Tidegate ne connaît pas ce champ et l’abandonne. Sans doute voulait-on dire : {suggestion}. Faites-le renommer ainsi (tous les noms sont dans docs/diagnostics.fr.md), ou retirer de la balise.',
    ],
    'field_unknown.(unprintable)': [
      'Des champs arrivent dont le nom ne peut pas être montré',
      'Leur nom est trop long, contient des signes inattendus ou ressemble à une donnée personnelle. Ils sont abandonnés. Demandez au développeur ce que le site envoie en plus des champs documentés.',
    ],
    field_not_in_policy: [
      '« {field} » arrive et la politique ne le laisse pas partir vers {destination}',
      'C’est normal si c’est voulu. Si {destination} doit le recevoir, faites-le ajouter à la politique, et approuver, pour ces événements : {events}.',
    ],
    event_unknown: [
      'Un événement nommé « {event} » arrive, et Tidegate ne le connaît pas',
      'Il est refusé. Faites-le renommer selon les noms standard (purchase, add_to_cart, generate_lead…) ou retirer de la balise.',
    ],
    'event_unknown.(unprintable)': [
      'Des événements arrivent dont le nom ne peut pas être montré',
      'Ils sont refusés. Leur nom contient des espaces, des signes inattendus ou ce qui ressemble à une donnée personnelle. Faites-les renommer selon les noms standard (purchase, add_to_cart, generate_lead…).',
    ],
    'event_unknown.suggested': [
      'Un événement nommé « {event} » arrive, et Tidegate ne le connaît pas',
      'Il est refusé. Sans doute voulait-on dire : {suggestion}. Faites-le renommer ainsi.',
    ],
    event_malformed: [
      'Des événements sont refusés à cause de « {path} » : {reason}',
      'Ces événements sont perdus. Donnez cette phrase au développeur. La forme d’un événement est dans /v1/openapi.json ; tidegate explain permet d’en essayer un.',
    ],
    event_not_in_plan: [
      'Des événements arrivent qui ne sont pas dans le plan : {events}',
      'Aucune plateforme ne les reçoit. Si vous voulez vous servir de l’un d’eux, faites-le ajouter à la politique ; sinon, cessez de l’envoyer.',
    ],
    event_not_for_destination: [
      'Des événements arrivent que le plan n’envoie pas à {destination} : {events}',
      'C’est normal si c’est voulu. Si {destination} doit en connaître un, faites-le ajouter à la politique pour {destination}.',
    ],
    event_absent: [
      'Des événements du plan n’arrivent pas',
      'Ce sont : {events}. Faites sur le site ce qui déclenche chacun et regardez à nouveau après une minute. Ce qui n’arrive toujours pas n’est envoyé ni par la balise ni par le serveur.',
    ],
    'event_absent.purchase': [
      '« purchase » est dans le plan et aucun achat n’arrive',
      'N’augmentez pas de budget avant d’avoir réparé : les plateformes ne voient aucune vente. Passez une commande d’essai et regardez à nouveau après une minute. Si rien n’arrive, la page de remerciement ou le serveur de la boutique ne l’envoie pas.',
    ],
    event_stopped: [
      'Plus rien depuis un jour, alors qu’il en arrivait : {events}',
      'Demandez ce qui a changé sur le site à ce moment : un nouveau thème, un autre bandeau de consentement, une autre page de paiement.',
    ],
    match_key_missing: [
      'Envoyé à {destination} sans {key} : {events}',
      'Faites-le envoyer avec l’événement dès que la boutique le connaît. Plus il y en a, plus {destination} peut rattacher de ventes à un clic.',
    ],
    'match_key_missing.email': [
      'Envoyé à {destination} sans adresse e-mail : {events}',
      'Envoyez person.email avec l’événement : c’est la clé la plus forte. Elle ne part que hachée. Si elle est envoyée et manque quand même ici, voyez plus bas si elle était inutilisable.',
    ],
    'match_key_missing.phone': [
      'Envoyé à {destination} sans numéro de téléphone : {events}',
      'Si vous le demandez à la commande, envoyez person.phone, avec person.country pour les numéros sans « + ».',
    ],
    'match_key_missing.external_id': [
      'Envoyé à {destination} sans votre numéro de client : {events}',
      'Envoyez person.external_id : le même pour la même personne dans chaque événement, aussi avant l’achat.',
    ],
    'match_key_missing.click_id': [
      'Pas un seul événement n’arrive chez {destination} avec un identifiant de clic',
      'L’identifiant de clic vient dans l’adresse de la page après une publicité ({destination} l’ajoute). Vérifiez que les redirections et le bandeau de consentement ne coupent pas l’adresse, et que page.url est envoyée avec tout ce qui suit « ? ».',
    ],
    'match_key_missing.browser_id': [
      'Des événements arrivent chez {destination} sans l’identifiant du navigateur',
      'C’est un cookie que pose le pixel de la plateforme (_ttp, _fbp). Si les événements viennent d’un serveur, transmettez click.ttp et click.fbp avec la commande. Manque dans : {events}.',
    ],
    'match_key_missing.ip': [
      'Des événements arrivent chez {destination} sans adresse IP',
      'Les événements d’un serveur doivent porter client.ip de l’acheteur, et non celle du serveur. Pour ceux des pages, l’exploitant doit nommer l’en-tête qui porte l’adresse (TIDEGATE_CLIENT_IP_HEADER, docs/configuration.md). Les adresses privées (10.…, 192.168.…) ne partent pas. Manque dans : {events}.',
    ],
    'match_key_missing.user_agent': [
      'Des événements arrivent chez {destination} sans le nom du navigateur',
      'Les événements d’un serveur doivent porter client.user_agent de l’acheteur. Certaines plateformes refusent un événement qui ne l’a pas. Manque dans : {events}.',
    ],
    match_key_not_in_policy: [
      'La politique ne laisse pas partir vers {destination} : {key} ({events})',
      'Sans cette clé, moins de ventes sont rattachées à un clic. C’est au juriste de dire si elle peut sortir : demandez-lui, et faites changer et approuver la politique.',
    ],
    personal_data_stopped: [
      'Une donnée personnelle ({kind}) a été trouvée dans « {field} » et arrêtée',
      'L’événement est parti sans elle. Faites chercher au développeur pourquoi elle s’y trouve : sa place est dans person.email, person.phone et ainsi de suite, où elle est hachée.',
    ],
    'personal_data_stopped.unknown': [
      'Une donnée personnelle a été trouvée dans « {field} » et arrêtée',
      'L’événement est parti sans elle. Faites chercher au développeur pourquoi elle s’y trouve : sa place est dans person.email, person.phone et ainsi de suite, où elle est hachée.',
    ],
    identifier_unusable: [
      '« {field} » arrive et ne peut pas servir : {reason}',
      'La valeur a été laissée de côté, et l’événement est parti sans elle. Faites-la corriger là où elle est formée.',
    ],
    'identifier_unusable.no_country': [
      '« {field} » arrive sans pays pour le lire',
      'Envoyez les numéros sous leur forme internationale (+33…), ou person.country avec eux.',
    ],
    'identifier_unusable.placeholder': [
      '« {field} » arrive avec un texte de remplissage au lieu d’une valeur',
      'La balise envoie un texte comme « null », « undefined » ou « {{email}} » : sa variable n’est pas remplie. Faites en sorte qu’elle n’envoie rien quand il n’y a rien.',
    ],
    'identifier_unusable.empty': [
      '« {field} » arrive vide',
      'Rien n’est perdu. Si la boutique connaît la valeur, la balise part avant qu’elle ne soit remplie.',
    ],
    value_missing: [
      '« {event} » arrive sans montant',
      'Les plateformes ne peuvent pas calculer ce que rapportent vos publicités, et certaines refusent une telle vente. Envoyez order.value et order.currency.',
    ],
    value_zero: [
      '« {event} » arrive avec un montant de 0',
      'Une commande gratuite ou un échantillon, c’est normal. Si ce sont de vraies ventes, le montant est lu avant que le panier ne soit additionné.',
    ],
    currency_without_value: [
      'Des prix et une devise arrivent sans montant : {events}',
      'Envoyez aussi order.value : les plateformes savent alors ce que vaut le panier.',
    ],
    order_id_missing: [
      '« {event} » arrive sans numéro de commande',
      'Une page de remerciement rechargée, ou la même commande envoyée par le serveur, serait comptée deux fois. Envoyez order.id.',
    ],
    tax_above_value: [
      'Plus de taxe que de montant : {events}',
      'L’un des deux est faux, ou ils ne sont pas dans la même unité. Vérifiez order.tax et order.value sur une vraie commande.',
    ],
    decimals_beyond_currency: [
      'Des montants ont plus de décimales que la devise : {events}',
      'Le yen et le won n’ont pas de centimes, l’euro a deux décimales. Faites arrondir le montant comme sur la facture.',
    ],
    value_in_minor_units: [
      'Des montants valent cent fois leurs articles, donc en centimes : {events}',
      'N’augmentez pas de budget avant d’avoir réparé : chacun compte cent fois dans les rendements que vous lisez. Envoyez 42.50 et non 4250. S’il n’y en a que quelques-uns, cherchez ce qu’ils ont en commun : un moyen de paiement, une page, une devise.',
    ],
    prices_in_minor_units: [
      'Des prix valent cent fois le montant, donc en centimes : {events}',
      'Envoyez le prix de chaque article dans la même unité que le montant : 8.50 et non 850.',
    ],
    value_above_items: [
      'Des montants dépassent les articles, la taxe et la livraison réunis : {events}',
      'Si le montant comprend la taxe ou la livraison et que les prix ne les comprennent pas, envoyez aussi order.tax et order.shipping. Sinon, il manque un article à la liste, ou sa quantité.',
    ],
    value_below_items: [
      'Des montants sont inférieurs à leurs articles : {events}',
      'Une remise a le même effet. Si vous n’en faites pas, la liste contient des articles non achetés, ou des prix avant réduction.',
    ],
    several_currencies: [
      'Des achats arrivent en plusieurs devises : {currency}, et {others}',
      'C’est normal si vous vendez à l’étranger : chaque vente part avec la sienne. Si vous ne vendez que dans une devise, la page la lit au mauvais endroit.',
    ],
    duplicates: [
      'Des copies ont été arrêtées : {events}',
      'Chacun n’est compté qu’une fois, rien n’est perdu. Quelques copies sont normales : une page rechargée, ou le navigateur et le serveur qui envoient la même chose.',
    ],
    'duplicates.purchase': [
      'Des copies de « purchase » ont été arrêtées',
      'Chaque commande n’est comptée qu’une fois : vos chiffres sont justes. La plupart des copies viennent d’une page de remerciement rechargée, ou du navigateur et du serveur qui envoient la même commande, ce qui est voulu.',
    ],
    clock_ahead: [
      'Des événements sont datés de quelques minutes en avance',
      'Une horloge est déréglée. Ils sont pris. Faites régler l’horloge du serveur par le réseau.',
    ],
    clock_ahead_refused: [
      'Des événements sont datés du futur et refusés',
      'Ces événements sont perdus. Une horloge est déréglée, ou secondes et millisecondes ont été confondues. Faites vérifier occurred_at.',
    ],
    'clock_whole_hours.ahead': [
      'Des événements ont des heures entières d’avance : un mauvais fuseau horaire',
      'Ces événements sont perdus. L’heure locale est envoyée comme si c’était l’heure UTC (« Z »). Faites envoyer occurred_at en UTC, ou avec son fuseau (+02:00).',
    ],
    'clock_whole_hours.late': [
      'Des événements ont des heures entières de retard : sans doute un mauvais fuseau horaire',
      'Ils sont pris, mais les plateformes les placent à la mauvaise heure. Faites envoyer occurred_at en UTC, ou avec son fuseau (+02:00).',
    ],
    clock_late: [
      'Des événements arrivent des heures ou des jours après coup',
      'Ils sont pris. Plus ils arrivent tôt, mieux les publicités sont dirigées : faites-les envoyer tout de suite, et non une fois par nuit.',
    ],
    clock_too_late: [
      'Des événements trop vieux pour {destination} ne sont pas partis',
      'Faites-les envoyer plus tôt. Une plateforme ne prend que les événements des derniers jours.',
    ],
    consent_refused: [
      'Rien n’est parti, à cause du consentement : {reason}',
      'C’est la loi qui agit, et non un défaut. Comparez la part avec celle que donne votre bandeau de consentement.',
    ],
    'consent_refused.consent_unknown': [
      'Rien n’est parti, car aucune réponse à la question du consentement n’est venue',
      'Si c’est plus que la part des visiteurs qui laissent le bandeau sans réponse, la balise part avant le bandeau, ou le consentement n’est pas transmis avec les événements du serveur.',
    ],
    'consent_refused.consent_malformed': [
      'Rien n’est parti, car le consentement envoyé est illisible',
      'Dans le doute, c’est non. Faites vérifier au développeur ce que transmet l’outil de consentement (docs/consent.fr.md).',
    ],
    'consent_refused.consent_expired': [
      'Rien n’est parti, car la réponse est trop ancienne',
      'Faites en sorte que le bandeau repose la question avant que ses réponses n’expirent.',
    ],
    destination_requirement: [
      'Pas envoyé à {destination} : {reason}',
      'La plateforme l’aurait refusé. Faites ajouter ce qui manque à : {events}.',
    ],
    destination_rejects: [
      '{destination} n’a pas pris des événements ({outcome})',
      'Donnez sa réponse, qui est dans les reçus des événements, au développeur. Ce que la plateforme a refusé est gardé quelques jours et peut être relancé (tidegate dead-letters) ; ce qui est devenu trop vieux est perdu.',
    ],
    destination_retrying: [
      '{destination} ne répond pas en ce moment',
      'Rien n’est perdu : les événements attendent et partiront quand elle répondra.',
    ],
    destination_parked: [
      '{destination} refuse notre accès : rien n’est livré',
      'Les événements attendent sept jours. Faites renouveler le jeton d’accès dans le gestionnaire d’événements de la plateforme et enregistrez-le ; ce qui attend partira alors tout seul.',
    ],
  },
  names: {
    browser: 'pages',
    server: 'serveurs',
    not_json: 'le corps n’est pas du JSON',
    wrong_structure: 'le corps n’est ni un événement ni une liste d’événements',
    body_incomplete: 'le corps est coupé ou arrive trop lentement',
    too_deep: 'le corps est imbriqué trop profondément',
    forbidden_key: 'le corps contient un nom interdit',
    no_events: 'la liste d’événements est vide',
    too_many_events: 'plus de 500 événements à la fois',
    malformed: 'il manque quelque chose dont ce format a besoin',
    source_not_configured: 'la politique ne liste pas cette source, ou son secret n’est pas défini',
    signature_missing: 'elles ne sont pas signées',
    signature_mismatch: 'elles sont signées avec un autre secret, ou ont été changées en route',
    timestamp_out_of_tolerance: 'leur signature est trop ancienne, ou une horloge est fausse',
    key_missing: 'elles n’ont pas de clé',
    key_unknown: 'leur clé n’est pas de ce site',
    access_request: 'quelqu’un demande ce qui est gardé à son sujet',
    erase_person: 'quelqu’un doit être oublié, sous plus de noms qu’on n’en efface à la fois',
    erase_shop: 'la boutique est partie, et ses données sont à effacer',
    uninstalled: 'la boutique a retiré l’application : elle n’envoie plus rien',
    needed: 'il manque',
    no_text: 'ce doit être un texte',
    no_number: 'ce doit être un nombre (42.5 et non "42.5")',
    no_whole_number: 'ce doit être un nombre entier',
    no_boolean: 'ce doit être true ou false',
    no_object: 'ce doit être un objet avec ses propres champs',
    no_list: 'ce doit être une liste',
    no_id: 'ce doit être un texte ou un nombre entier, pas trop long',
    no_time: 'ce doit être une date et une heure avec leur fuseau (2026-11-22T12:00:00Z)',
    no_currency: 'ce n’est pas un code de devise ISO 4217 en vigueur (EUR, USD…)',
    currency_needed: 'un montant ne va pas sans sa devise',
    number_too_large: 'le nombre est trop grand',
    number_too_small: 'le nombre est trop petit (un montant n’est pas négatif)',
    text_too_long: 'le texte est trop long',
    text_too_short: 'le texte est vide ou trop court',
    list_too_long: 'la liste est trop longue',
    not_one_of: 'ce n’est aucun des mots pris ici',
    not_printable: 'il contient des signes qui ne s’impriment pas',
    other: 'il n’est pas comme il doit être',
    click_id: 'identifiant de clic',
    browser_id: 'identifiant du navigateur',
    external_id: 'votre numéro de client',
    email: 'adresse e-mail',
    phone: 'numéro de téléphone',
    ip: 'adresse IP',
    user_agent: 'nom du navigateur',
    iban: 'compte bancaire',
    card: 'carte bancaire',
    nir: 'numéro de sécurité sociale',
    national_id: 'identifiant national',
    birth_date: 'date de naissance',
    jwt: 'jeton de connexion (JWT)',
    session_token: 'code de session ou de commande',
    address: 'numéro de rue',
    sha256: 'identifiant haché',
    oversized: 'trop long pour être examiné',
    too_long: 'trop long pour être vrai',
    not_unicode: 'texte abîmé',
    md5_hash: 'haché en MD5, que les plateformes ne prennent pas',
    hash_not_convertible: 'haché d’une autre façon que celle de la plateforme',
    not_an_email: 'pas une adresse e-mail',
    not_a_phone: 'pas un numéro de téléphone',
    not_a_country: 'pas un pays',
    not_a_state: 'pas une région',
    not_a_zip: 'pas un code postal',
    not_a_birth_date: 'pas une date de naissance certaine',
    not_a_gender: 'pas un genre que la plateforme connaît',
    not_a_web_address: 'pas une adresse web',
    consent_denied: 'des personnes ont refusé',
    consent_withdrawn: 'des personnes sont revenues sur leur accord',
    consent_awaited: 'la réponse peut encore venir du navigateur',
    consent_never_came: 'la réponse n’est pas venue à temps',
    opted_out: 'des personnes se sont opposées',
    known_child: 'la personne est un enfant',
    missing_page_url: 'il manque l’adresse de la page',
    missing_user_agent: 'il manque le nom du navigateur',
    missing_value: 'il manque le montant',
    missing_currency: 'il manque la devise',
    unsupported_currency: 'elle ne connaît pas cette devise',
    insufficient_user_data: 'rien ne permet de reconnaître une personne ou un navigateur',
    event_too_large: 'l’événement est trop gros',
    personal_data_in_event_id: 'l’identifiant de l’événement contient une donnée personnelle',
    rejected: 'rejetés',
    expired: 'abandonnés, trop anciens',
    '(other)': '(autres)',
    '(unprintable)': '(ne peut pas être montré)',
  },
}

/** French puts a space before some signs, and a line must not break there. */
function withHardSpaces(text: string): string {
  return text.replaceAll(/ (?=[:;!?»])/g, '\u00A0').replaceAll('« ', '«\u00A0')
}
