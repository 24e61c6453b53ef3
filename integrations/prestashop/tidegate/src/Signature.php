<?php

namespace Tidegate;

/** Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA-256 over `id.timestamp.body`, the key is the base64 after `whsec_`. */
final class Signature
{
    private const PREFIX = 'whsec_';

    public static function newSecret(): string
    {
        return self::PREFIX . base64_encode(random_bytes(32));
    }

    public static function isSecret(string $secret): bool
    {
        return self::key($secret) !== null;
    }

    /** @return array<string, string> the three headers; empty where the secret is none: nothing is sent unsigned */
    public static function headers(string $secret, string $id, int $timestamp, string $body): array
    {
        $key = self::key($secret);
        if ($key === null) {
            return [];
        }
        $signature = base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));

        return ['webhook-id' => $id, 'webhook-timestamp' => (string) $timestamp, 'webhook-signature' => "v1,$signature"];
    }

    private static function key(string $secret): ?string
    {
        $written = str_starts_with($secret, self::PREFIX) ? substr($secret, strlen(self::PREFIX)) : '';
        $key = base64_decode($written, true);

        return $key === false || strlen($key) < 24 ? null : $key;
    }
}
