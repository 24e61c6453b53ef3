import type { Words } from './words.ts'

export const FRENCH: Words = {
  reasons: {
    test_order: {
      title: 'commande d’essai',
      means: 'La boutique la marque comme un essai.',
      todo: 'Rien : ce n’est pas une vente.',
      shown: 'la commande',
    },
    sample_or_replacement: {
      title: 'échantillon ou remplacement',
      means: 'Un échantillon offert, ou un colis renvoyé.',
      todo: 'Rien : ce n’est pas une vente.',
      shown: 'la commande',
    },
    channel_marketplace: {
      title: 'vendue sur une place de marché',
      means: 'La place de marché connaît déjà sa vente : renvoyée, elle compterait deux fois.',
      todo: 'Rien. Elle reste dans les comptes, et hors des publicités.',
      shown: 'la commande',
    },
    channel_pos: {
      title: 'vendue en magasin',
      means: 'Vendue au comptoir ; le site laisse ces ventes de côté.',
      todo: 'Rien, sauf si les ventes en magasin doivent compter : retirez alors `pos` de `excluded` dans la politique.',
      shown: 'la commande',
    },
    channel_draft: {
      title: 'saisie par l’équipe',
      means: 'Commande par téléphone, devis ou import ; le site les laisse de côté.',
      todo: 'Rien, sauf si elles doivent compter : retirez alors `draft` de `excluded` dans la politique.',
      shown: 'la commande',
    },
    renewal: {
      title: 'renouvellement d’abonnement',
      means: 'Pas le premier paiement d’un abonnement : aucune publicité ne l’a amené cette fois.',
      todo: 'Rien, sauf si les renouvellements doivent compter : retirez alors `renewal` de `excluded` dans la politique.',
      shown: 'la commande',
    },
    excluded_by_site: {
      title: 'écartée par le site',
      means: 'Une étiquette, un marché ou la provenance de la commande est dans la liste de ce qui ne compte pas.',
      todo: 'Si elle doit compter, changez cette liste dans la politique.',
      shown: 'la politique',
    },
    awaiting_payment: {
      title: 'pas encore payée',
      means: 'Le virement, le chèque ou le prélèvement n’est pas arrivé. Aucun achat n’est envoyé avant.',
      todo: 'Attendez le paiement, ou relancez le client.',
      shown: 'la commande',
    },
    cancelled_unpaid: {
      title: 'annulée avant paiement',
      means: 'Le paiement a échoué ou expiré, ou la commande a été annulée avant.',
      todo: 'Rien : aucun argent n’est entré.',
      shown: 'la commande',
    },
    outside_period: {
      title: 'hors de ces jours',
      means: 'Au fuseau horaire de la boutique, elle a été vendue avant ou après les jours comparés.',
      todo: 'Regardez les jours voisins, et le fuseau horaire de la liste d’où elle vient.',
      shown: 'l’heure',
    },
    not_received: {
      title: 'jamais arrivée chez nous',
      means: 'Le back-office la connaît ; ni page, ni serveur, ni webhook n’a annoncé la commande payée.',
      todo: 'Vérifiez le webhook de la boutique et la balise de la page de remerciement ; renvoyez la commande depuis la boutique.',
      shown: 'l’import ou le relevé quotidien',
    },
    refused_at_door: {
      title: 'refoulée à l’entrée',
      means: 'Une copie est venue sans pouvoir être crue : signature, clé ou adresse fausse, ou envoi trop gros.',
      todo: 'Comparez le secret du webhook dans la boutique et celui de la passerelle, puis faites renvoyer la commande.',
      shown: 'le journal de l’entrée',
    },
    parked: {
      title: 'mise de côté',
      means: 'Elle vient bien de la boutique, et ne pouvait pas servir telle quelle.',
      todo: 'Lisez pourquoi : tidegate parked list. Ensuite : tidegate parked redrive.',
      shown: 'la liste de ce qui est mis de côté',
    },
    not_in_policy: {
      title: 'pas approuvée',
      means: 'La politique signée ne laisse pas partir les achats vers ce destinataire.',
      todo: 'Faites-le approuver dans la politique, si c’est voulu.',
      shown: 'l’empreinte de la politique',
    },
    consent_unknown: {
      title: 'consentement inconnu',
      means: 'Aucune réponse de l’acheteur n’a été trouvée : rien n’est parti.',
      todo: 'Faites porter la réponse par la commande (numéro de panier, de paiement ou de visiteur), pour qu’elle soit rattachée.',
      shown: 'le reçu',
    },
    consent_denied: {
      title: 'consentement refusé',
      means: 'L’acheteur a dit non à la publicité.',
      todo: 'Rien : c’est sa réponse.',
      shown: 'le reçu',
    },
    consent_withdrawn: {
      title: 'consentement retiré',
      means: 'L’acheteur a repris son accord avant l’envoi.',
      todo: 'Rien : c’est sa réponse.',
      shown: 'le reçu',
    },
    no_match_key: {
      title: 'rien pour reconnaître l’acheteur',
      means: 'Ce destinataire demande un identifiant de clic, un e-mail ou un téléphone, et aucun ne pouvait partir.',
      todo: 'Regardez quelles clés la politique laisse sortir, et si l’identifiant de clic survit jusqu’au paiement.',
      shown: 'le reçu',
    },
    waiting: {
      title: 'encore en attente',
      means: 'Elle est gardée et partira ; le destinataire est lent, en panne, ou n’accepte pas les identifiants.',
      todo: 'Revenez plus tard. Si cela reste, regardez le destinataire dans /diagnostics.',
      shown: 'la file d’envoi',
    },
    expired: {
      title: 'trop ancienne pour être prise',
      means: 'À son arrivée ou à son envoi, elle était plus ancienne que ce que le destinataire accepte.',
      todo: 'Envoyez les commandes au fil de l’eau ; cherchez ce qui a retenu celle-ci.',
      shown: 'le reçu',
    },
    rejected: {
      title: 'refusée par le destinataire',
      means: 'La plateforme a dit non définitivement, ou l’aurait dit et n’a rien reçu ; le code dit pourquoi.',
      todo: 'Cherchez le code, réparez la cause ; ce que la plateforme elle-même a refusé : tidegate dead-letters redrive.',
      shown: 'le reçu',
    },
    undeliverable: {
      title: 'impossible à livrer',
      means: 'Tous les essais ont été faits, ou son temps de garde est passé.',
      todo: 'Cherchez pourquoi le destinataire est resté si longtemps injoignable.',
      shown: 'le reçu',
    },
    outcome_unknown: {
      title: 'envoyée, réponse perdue',
      means: 'Elle est partie, et personne ne sait si elle a été prise. Elle n’a pas été renvoyée.',
      todo: 'Cherchez la commande dans la liste de la plateforme.',
      shown: 'le reçu',
    },
    delivered_value_differs: {
      title: 'livrée, avec un autre montant',
      means: 'La plateforme a la commande, avec un montant qui n’est pas celui de la boutique.',
      todo: 'Voyez plus bas quel côté de l’argent a été envoyé.',
      shown: 'le reçu et la commande',
    },
    delivered_then_refunded: {
      title: 'livrée, puis remboursée',
      means: 'La vente a été comptée ; tout ou partie a été remboursé ensuite.',
      todo: 'Tenez-en compte pour juger la campagne : les plateformes gardent la vente.',
      shown: 'le registre, avec les deux dates',
    },
    delivered: {
      title: 'livrée',
      means: 'La même commande, avec le même montant.',
      todo: 'Rien.',
      shown: 'le reçu',
    },
  },
  surpluses: {
    double_fire: {
      title: 'comptée deux fois',
      means: 'La commande a déjà son événement ; en voici un autre pour la même commande.',
      todo: 'Réparez la cause indiquée à côté.',
    },
    foreign_sender: {
      title: 'd’un autre expéditeur',
      means:
        'La passerelle n’a jamais fait cet événement : une autre application, le canal de la plateforme ou une vieille balise envoie aussi.',
      todo: 'Dans le gestionnaire d’événements de la plateforme, cherchez quelle intégration envoie des achats en plus de la passerelle, et coupez-la.',
    },
    cancelled_or_test: {
      title: 'd’une commande qui n’est pas une vente',
      means: 'La commande est un essai, a été annulée ou n’a jamais été payée ; la plateforme l’a comptée quand même.',
      todo: 'Envoyez les achats une fois payés, et marquez les essais comme tels.',
    },
    no_such_order: {
      title: 'sans commande',
      means:
        'Aucune commande du back-office ne lui correspond : un robot, un site de préproduction, ou une page qui se déclenche sans vente.',
      todo: 'Regardez de quelle page et de quelle adresse il vient ; importez d’abord les commandes, s’il en manque.',
    },
  },
  unknown: {
    title: 'impossible à distinguer',
    means:
      'La plateforme ne donne qu’un nombre. Il en contient autant de plus que ce que nous connaissons ; lesquels, elle ne le dit pas.',
    todo: 'Importez la liste des événements de la plateforme, si elle existe ; cherchez-y d’autres expéditeurs.',
  },
  fires: {
    other_id_within_30_minutes: 'un autre identifiant, en moins de 30 minutes',
    reopened_later: 'un autre identifiant, plus tard : la page a été rouverte',
    same_id_after_48_hours: 'le même identifiant, plus de 48 heures après',
  },
  causes: {
    policy_counts_by_event_id: {
      title: 'la politique compte les achats par identifiant d’événement',
      means: 'Chaque copie d’une commande avait son propre identifiant, et chacune est donc passée.',
      todo: 'Dans la politique, écrivez `unique: order.id` pour purchase et faites-la approuver ; ce qu’elle dit aujourd’hui est plus bas.',
    },
    platform_pixel_beside_us: {
      title: 'le pixel de la plateforme envoie à côté de la passerelle',
      means: 'Un événement est venu avec un identifiant que la passerelle n’a pas envoyé, ou pas à ce moment-là.',
      todo: 'Retirez de la page le pixel de la plateforme, ou donnez-lui l’identifiant d’événement de la commande.',
    },
    server_and_browser_not_merged: {
      title: 'la copie du serveur et celle du navigateur n’ont pas été reconnues comme une seule commande',
      means: 'Les deux sont passées par la passerelle, sous des noms qu’elle n’a pas pu rapprocher.',
      todo: 'Envoyez le même numéro de commande des deux côtés, ou joignez ses autres noms (`order.aliases`). Si c’est le webhook de la boutique qui les apporte, et en dernier, laissez aux ventes le temps de l’attendre (`settle_seconds`).',
    },
  },
  mended:
    'Rien de plus : la politique d’aujourd’hui dit `unique: order.id` pour purchase. Les jours qui suivent ce changement n’en ont plus.',
  codes: {
    part_of_basket:
      'partie d’un panier que la page a annoncé en entier : son montant est compté avec l’autre partie. Que la page envoie le numéro de chaque commande',
  },
  differences: {
    currency_side: {
      title: 'l’autre devise',
      means: 'Le montant est dans la devise de l’acheteur au lieu de celle de la boutique, ou l’inverse.',
      todo: 'Envoyez le côté que la politique nomme sous `orders.money`.',
    },
    tax_basis: {
      title: 'hors taxes ou toutes taxes comprises',
      means: 'La taxe est dans l’un des deux montants et pas dans l’autre.',
      todo: 'Envoyez le montant comme la politique le dit sous `orders.tax`.',
    },
    shipping_basis: {
      title: 'avec ou sans le port',
      means: 'Les frais de port sont dans l’un des deux montants et pas dans l’autre.',
      todo: 'Envoyez le montant comme la politique le dit sous `orders.shipping`.',
    },
    discount: {
      title: 'avant la remise',
      means: 'La remise n’a pas été déduite.',
      todo: 'Envoyez le total de la commande, jamais une somme d’articles.',
    },
    edited_later: {
      title: 'modifiée après la vente',
      means: 'La commande a changé ensuite ; la plateforme garde le montant de la vente.',
      todo: 'Rien : une vente ne se réécrit pas.',
    },
    rounding: {
      title: 'arrondi',
      means: 'Quelques centimes, ou les centimes ont été coupés.',
      todo: 'Envoyez le total de la commande tel que la boutique l’a.',
    },
    value_basis: {
      title: 'un autre montant',
      means: 'Aucun côté de cette commande ne le donne ; souvent une somme d’articles sans taxe ni port.',
      todo: 'Comparez une commande avec ce que la page envoie, et envoyez le total de la commande.',
    },
  },
  credits: {
    attributed_elsewhere: {
      title: 'reçues, et pas attribuées à ses publicités',
      means: 'La plateforme connaît la vente et ne voit aucune de ses publicités derrière.',
      todo: 'Rien : ce n’est pas une perte.',
    },
    view_or_modelled: {
      title: 'par une vue, ou estimées',
      means: 'La plateforme les attribue à une publicité qui a été vue, ou les estime.',
      todo: 'Lisez-les à part des clics.',
    },
    other_window: {
      title: 'dans une autre fenêtre',
      means: 'Comptées avec un autre délai entre la publicité et la vente, donc à d’autres jours.',
      todo: 'Ne comparez que la même fenêtre.',
    },
  },
}
