<?php

namespace Tidegate;

/** The words of the settings page. */
final class Texts
{
    private const EN = [
        'description' => 'Tells your Tidegate gateway of each order, payment and refund, signed and with what the buyer answered on consent.',
        'uninstall' => 'Messages that have not left yet are lost. Uninstall?',
        'settings' => 'Settings',
        'url' => 'Address of the gateway',
        'url_hint' => 'https://events.shop.example, without a path.',
        'site' => 'Site',
        'site_hint' => 'The site’s id in the policy. It may stay empty where the gateway has one site only.',
        'secret' => 'Secret',
        'secret_hint' => 'Set the same text at the gateway, under the name that the policy lists in sources.prestashop.secrets.',
        'save' => 'Save',
        'saved' => 'Saved.',
        'url_wrong' => 'The address must begin with https:// and have no path.',
        'secret_wrong' => 'The secret must be whsec_ and the base64 of 24 bytes at least.',
        'test' => 'Test the connection',
        'test_ok' => 'The gateway answered and knows this shop’s signature.',
        'test_failed' => 'The gateway did not take the test: ',
        'again' => 'Send again',
        'state' => 'State',
        'waiting' => 'Orders that wait to be sent',
        'stopped' => 'of these given up after eleven tries',
        'last_error' => 'Last error',
        'cron' => 'Call this address every five minutes (cron), so that nothing waits for the next visit to the back office:',
    ];
    private const FR = [
        'description' => 'Signale à votre passerelle Tidegate chaque commande, paiement et remboursement, avec une signature et la réponse de l’acheteur sur le consentement.',
        'uninstall' => 'Les messages qui ne sont pas encore partis seront perdus. Désinstaller ?',
        'settings' => 'Réglages',
        'url' => 'Adresse de la passerelle',
        'url_hint' => 'https://events.shop.example, sans chemin.',
        'site' => 'Site',
        'site_hint' => 'L’identifiant du site dans la politique. Peut rester vide si la passerelle n’a qu’un site.',
        'secret' => 'Secret',
        'secret_hint' => 'Posez le même texte côté passerelle, sous le nom que la politique inscrit dans sources.prestashop.secrets.',
        'save' => 'Enregistrer',
        'saved' => 'Enregistré.',
        'url_wrong' => 'L’adresse doit commencer par https:// et n’avoir aucun chemin.',
        'secret_wrong' => 'Le secret doit être whsec_ suivi du base64 de 24 octets au moins.',
        'test' => 'Essayer la connexion',
        'test_ok' => 'La passerelle a répondu et reconnaît la signature de cette boutique.',
        'test_failed' => 'La passerelle n’a pas accepté l’essai : ',
        'again' => 'Renvoyer',
        'state' => 'État',
        'waiting' => 'Commandes en attente d’envoi',
        'stopped' => 'dont abandonnées après onze essais',
        'last_error' => 'Dernière erreur',
        'cron' => 'Appelez cette adresse toutes les cinq minutes (cron), pour que rien n’attende la prochaine visite du back-office :',
    ];

    public static function in(string $language, string $name): string
    {
        return ($language === 'fr' ? self::FR : self::EN)[$name];
    }
}
