<?php

namespace Tidegate\Orders\Model;

/**
 * What the buyer's browser says at the checkout: its answer to the consent tool, the visitor's number, the clicks. It is kept with the
 * quote, because the order itself is often made by the payment provider's server, which has none of these cookies.
 */
final class Browser
{
    private const VISITOR = 'tidegate_vid';
    /** Written by a script of the theme, where the consent tool keeps its answer elsewhere: JSON, percent-encoded. */
    private const CONSENT = 'tidegate_consent';
    /** Cookie => its name in the message. */
    private const CLICKS = ['ttclid' => 'ttclid', '_ttp' => 'ttp', '_fbc' => 'fbc', '_fbp' => 'fbp'];
    /** The consent tools and standards that the gateway reads; `*`: any ending. No other cookie is looked at. */
    private const CONSENT_COOKIES = [
        'axeptio_cookies*', 'axeptio_authorized_vendors*', 'axeptio_all_vendors*', 'TC_PRIVACY', 'TC_PRIVACY_CENTER', 'cmplz_*',
        'CookieConsent', 'cookieyes-consent', 'didomi_token', 'klaro', 'OptanonConsent', 'OptanonAlertBoxClosed', 'tarteaucitron',
        'cmapi_cookie_privacy', 'notice_preferences', 'notice_gdpr_prefs', 'notice_behavior', 'gpcishonored', 'cc_cookie',
        'euconsent-v2', 'addtl_consent', 'gpp', '__gpp', 'usprivacy', 'us_privacy',
    ];
    private const MAX_COOKIES = 12000;
    private const MAX_VALUE = 1024;

    /**
     * @param array<string, mixed> $server `$_SERVER` of a request of the buyer's browser
     *
     * @return array<string, mixed> members of the message; only those that there are
     */
    public static function of(array $server, int $now): array
    {
        $cookies = self::cookies((string) ($server['HTTP_COOKIE'] ?? ''));
        $clicks = [];
        foreach (self::CLICKS as $cookie => $name) {
            $value = rawurldecode($cookies[$cookie] ?? '');
            if ($value !== '' && strlen($value) <= self::MAX_VALUE) {
                $clicks[$name] = $value;
            }
        }

        return array_filter([
            'consent' => self::consent($cookies, ($server['HTTP_SEC_GPC'] ?? '') === '1', $now),
            'visitor_id' => $cookies[self::VISITOR] ?? null,
            'click' => $clicks ?: null,
            'client' => array_filter([
                'ip' => $server['TIDEGATE_IP'] ?? null,
                'user_agent' => $server['HTTP_USER_AGENT'] ?? null,
            ]) ?: null,
        ]);
    }

    /**
     * @param array<string, string> $cookies
     *
     * @return array<string, mixed>|string|null a text where the cookie cannot be read: the gateway takes that for a refusal
     */
    private static function consent(array $cookies, bool $gpc, int $now): array|string|null
    {
        $written = rawurldecode($cookies[self::CONSENT] ?? '');
        if ($written !== '') {
            $consent = json_decode($written, true, 12);

            return is_array($consent) ? $consent : $written;
        }
        $header = [];
        foreach ($cookies as $name => $value) {
            if (self::isConsent($name)) {
                $header[] = "$name=$value";
            }
        }
        $raw = implode('; ', $header);
        if (strlen($raw) > self::MAX_COOKIES) {
            return 'too long';
        }
        $signals = array_filter(['cookies' => $raw, 'gpc' => $gpc]);

        // Seen at: whoever withdraws afterwards has withdrawn, however late this message leaves.
        return $signals ? ['at' => gmdate('Y-m-d\TH:i:s\Z', $now), 'source' => 'magento', 'signals' => $signals] : null;
    }

    private static function isConsent(string $name): bool
    {
        foreach (self::CONSENT_COOKIES as $one) {
            $ending = str_ends_with($one, '*');
            if ($ending ? str_starts_with($name, rtrim($one, '*')) : $name === $one) {
                return true;
            }
        }

        return false;
    }

    /**
     * From the header itself: PHP's own list renames and decodes.
     *
     * @return array<string, string>
     */
    private static function cookies(string $header): array
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
}
