<?php
/**
 * Plugin Name: Tidegate: consent of the order
 * Description: Writes what the buyer answered to the consent tool into the order, so that the order's webhook carries it to your Tidegate gateway. / Écrit dans la commande ce que l’acheteur a répondu à l’outil de consentement, pour que le webhook de la commande le porte à votre passerelle Tidegate.
 * Version: 1.0.0
 * Requires PHP: 8.0
 *
 * Copy this file into wp-content/mu-plugins/ (make the folder if there is none): it then runs without being activated.
 */
if (!defined('ABSPATH')) {
    exit;
}

// The checkout of shortcodes, and the checkout of blocks: in both it is the buyer's own browser that asks.
add_action('woocommerce_checkout_create_order', 'tidegate_write_consent');
add_action('woocommerce_store_api_checkout_update_order_meta', 'tidegate_write_consent_and_save');

function tidegate_write_consent_and_save(WC_Order $order): void
{
    tidegate_write_consent($order);
    $order->save_meta_data();
}

function tidegate_write_consent(WC_Order $order): void
{
    $cookies = tidegate_cookies((string) wp_unslash($_SERVER['HTTP_COOKIE'] ?? ''));
    $consent = tidegate_consent($cookies, ($_SERVER['HTTP_SEC_GPC'] ?? '') === '1');
    if ($consent !== null) {
        $order->update_meta_data('_tidegate_consent', $consent);
    }
    if (isset($cookies['tidegate_vid'])) {
        $order->update_meta_data('_tidegate_vid', $cookies['tidegate_vid']);
    }
}

/**
 * A cookie `tidegate_consent` (JSON, percent-encoded) where the theme writes one; else the cookies of the consent tools and standards that the
 * gateway reads. No other cookie is looked at.
 *
 * @param array<string, string> $cookies
 */
function tidegate_consent(array $cookies, bool $gpc): ?string
{
    $written = rawurldecode($cookies['tidegate_consent'] ?? '');
    if ($written !== '') {
        return $written;
    }
    $known = '/^(?:axeptio_(?:cookies|authorized_vendors|all_vendors).*|cmplz_.*|TC_PRIVACY|TC_PRIVACY_CENTER|CookieConsent|cookieyes-consent'
        . '|didomi_token|klaro|OptanonConsent|OptanonAlertBoxClosed|tarteaucitron|cmapi_cookie_privacy|notice_preferences|notice_gdpr_prefs'
        . '|notice_behavior|gpcishonored|cc_cookie|euconsent-v2|addtl_consent|gpp|__gpp|usprivacy|us_privacy)$/';
    $header = [];
    foreach ($cookies as $name => $value) {
        if (preg_match($known, $name)) {
            $header[] = "$name=$value";
        }
    }
    $signals = array_filter(['cookies' => implode('; ', $header), 'gpc' => $gpc]);
    if (!$signals) {
        return null;
    }

    return wp_json_encode(['at' => gmdate('Y-m-d\TH:i:s\Z'), 'source' => 'woocommerce', 'signals' => $signals]) ?: null;
}

/**
 * From the header itself: PHP's own list renames and decodes.
 *
 * @return array<string, string>
 */
function tidegate_cookies(string $header): array
{
    $cookies = [];
    foreach (explode(';', $header) as $pair) {
        [$name, $value] = explode('=', trim($pair), 2) + [1 => ''];
        if ($name !== '' && !isset($cookies[$name])) {
            $cookies[$name] = $value;
        }
    }

    return $cookies;
}
