<?php

namespace Tidegate;

use Configuration;

/** Takes what is due from the outbox to the gateway. */
final class Sender
{
    public const VERSION = '1.0.0';
    private const TIMEOUT_SECONDS = 10;

    public static function sendDue(int $limit): int
    {
        $sent = 0;
        foreach (Outbox::due(time(), $limit) as $row) {
            if (!Outbox::claim($row, time())) {
                continue;
            }
            $error = self::send($row);
            if ($error === null) {
                Outbox::done($row);
                ++$sent;
            } else {
                Outbox::failed($row, $error, time());
            }
        }

        return $sent;
    }

    /** @return string|null null where the gateway has taken it */
    public static function ping(int $idShop): ?string
    {
        return self::post($idShop, 'ping_' . bin2hex(random_bytes(8)), ['source' => 'prestashop', 'hook' => 'ping']);
    }

    /** @param array<string, mixed> $row */
    private static function send(array $row): ?string
    {
        $order = OrderReader::read((int) $row['id_order']);
        if ($order === null) {
            return null;
        }

        return self::post((int) $row['id_shop'], 'msg_' . $row['message'], self::message((string) $row['hook'], $order));
    }

    /**
     * @param array<string, mixed> $order
     *
     * @return array<string, mixed>
     */
    public static function message(string $hook, array $order): array
    {
        $head = ['source' => 'prestashop', 'module_version' => self::VERSION, 'hook' => $hook];

        return $head + $order + Outbox::snapshot((int) $order['order']['id_cart']);
    }

    /** @param array<string, mixed> $message */
    private static function post(int $idShop, string $id, array $message): ?string
    {
        $url = self::url($idShop);
        $body = json_encode($message, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
        $secret = (string) Configuration::get('TIDEGATE_SECRET', null, null, $idShop);
        $signed = $body === false ? [] : Signature::headers($secret, $id, time(), $body);
        if ($url === null || $signed === []) {
            return 'not configured';
        }
        $headers = ['content-type: application/json'];
        foreach ($signed as $name => $value) {
            $headers[] = "$name: $value";
        }
        $call = curl_init($url);
        curl_setopt_array($call, [
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => $body,
            CURLOPT_HTTPHEADER => $headers,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_CONNECTTIMEOUT => 5,
            CURLOPT_TIMEOUT => self::TIMEOUT_SECONDS,
        ]);
        $answer = curl_exec($call);
        $status = (int) curl_getinfo($call, CURLINFO_RESPONSE_CODE);
        if ($status >= 200 && $status < 300) {
            return null;
        }

        return $answer === false ? curl_error($call) : $status . ' ' . mb_substr((string) $answer, 0, 200);
    }

    private static function url(int $idShop): ?string
    {
        $gateway = rtrim((string) Configuration::get('TIDEGATE_URL', null, null, $idShop), '/');
        $site = (string) Configuration::get('TIDEGATE_SITE', null, null, $idShop);
        if ($gateway === '') {
            return null;
        }

        return $gateway . '/hooks/prestashop' . ($site === '' ? '' : '?site=' . rawurlencode($site));
    }
}
