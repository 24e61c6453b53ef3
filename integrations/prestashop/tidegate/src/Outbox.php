<?php

namespace Tidegate;

use Db;

/** One row for each order of which something is to be told. The message itself is written when it leaves: it says how the order stands then. */
final class Outbox
{
    /** Seconds to the next try; after the last of them the row waits for somebody to press "Send again". */
    private const WAITS = [60, 300, 900, 3600, 21600, 43200, 43200, 86400, 86400, 86400];
    /** A sender that died with a row in its hands gives it back after this. */
    private const CLAIM_SECONDS = 60;
    private const SNAPSHOT_DAYS = 90;

    private static function table(): string
    {
        return _DB_PREFIX_ . 'tidegate_outbox';
    }

    private static function carts(): string
    {
        return _DB_PREFIX_ . 'tidegate_cart';
    }

    public static function create(): bool
    {
        return Db::getInstance()->execute(
            'CREATE TABLE IF NOT EXISTS `' . self::table() . '` (
                `id_order` INT UNSIGNED NOT NULL PRIMARY KEY,
                `id_shop` INT UNSIGNED NOT NULL,
                `hook` VARCHAR(64) NOT NULL,
                `message` CHAR(32) NOT NULL,
                `attempts` TINYINT UNSIGNED NOT NULL DEFAULT 0,
                `next_at` INT UNSIGNED NOT NULL,
                `last_error` VARCHAR(255) NOT NULL DEFAULT \'\',
                KEY `next_at` (`next_at`)
            ) ENGINE=' . _MYSQL_ENGINE_ . ' DEFAULT CHARSET=utf8mb4'
        ) && Db::getInstance()->execute(
            'CREATE TABLE IF NOT EXISTS `' . self::carts() . '` (
                `id_cart` INT UNSIGNED NOT NULL PRIMARY KEY,
                `snapshot` TEXT NOT NULL,
                `seen_at` INT UNSIGNED NOT NULL,
                KEY `seen_at` (`seen_at`)
            ) ENGINE=' . _MYSQL_ENGINE_ . ' DEFAULT CHARSET=utf8mb4'
        );
    }

    public static function drop(): bool
    {
        return Db::getInstance()->execute('DROP TABLE IF EXISTS `' . self::table() . '`, `' . self::carts() . '`');
    }

    /** Called inside hooks of the checkout: one statement, and an order that waits already is not written twice. */
    public static function add(int $idOrder, int $idShop, string $hook, int $now): void
    {
        Db::getInstance()->execute(
            'INSERT INTO `' . self::table() . '` (`id_order`, `id_shop`, `hook`, `message`, `next_at`)
            VALUES (' . $idOrder . ', ' . $idShop . ', \'' . pSQL($hook) . '\', \'' . bin2hex(random_bytes(16)) . '\', ' . $now . ')
            ON DUPLICATE KEY UPDATE `hook` = VALUES(`hook`), `message` = VALUES(`message`), `attempts` = 0, `next_at` = VALUES(`next_at`)'
        );
    }

    /** @return list<array<string, mixed>> */
    public static function due(int $now, int $limit): array
    {
        $rows = Db::getInstance()->executeS(
            'SELECT * FROM `' . self::table() . '` WHERE `next_at` <= ' . $now . ' AND `attempts` <= ' . count(self::WAITS) . '
            ORDER BY `next_at` LIMIT ' . $limit
        );

        return is_array($rows) ? $rows : [];
    }

    /** @param array<string, mixed> $row */
    public static function claim(array $row, int $now): bool
    {
        Db::getInstance()->execute(
            'UPDATE `' . self::table() . '` SET `next_at` = ' . ($now + self::CLAIM_SECONDS) . self::where($row) . '
            AND `next_at` = ' . (int) $row['next_at']
        );

        return Db::getInstance()->Affected_Rows() === 1;
    }

    /**
     * Where the order has changed while the message was on its way, the row is another's and stays.
     *
     * @param array<string, mixed> $row
     */
    public static function done(array $row): void
    {
        Db::getInstance()->execute('DELETE FROM `' . self::table() . '`' . self::where($row));
    }

    /** @param array<string, mixed> $row */
    public static function failed(array $row, string $error, int $now): void
    {
        $attempts = (int) $row['attempts'] + 1;
        $wait = self::WAITS[$attempts - 1] ?? 0;
        Db::getInstance()->execute(
            'UPDATE `' . self::table() . '` SET `attempts` = ' . $attempts . ', `next_at` = ' . ($now + $wait) . ',
            `last_error` = \'' . pSQL(mb_substr($error, 0, 255)) . '\'' . self::where($row)
        );
    }

    public static function sendAgain(int $now): void
    {
        Db::getInstance()->execute('UPDATE `' . self::table() . '` SET `attempts` = 0, `next_at` = ' . $now);
    }

    /** @return array{waiting: int, stopped: int, last_error: string} */
    public static function state(): array
    {
        $stopped = '`attempts` > ' . count(self::WAITS);
        $row = Db::getInstance()->getRow(
            'SELECT COUNT(*) AS waiting, SUM(' . $stopped . ') AS stopped, MAX(`last_error`) AS last_error FROM `' . self::table() . '`'
        );

        return [
            'waiting' => (int) ($row['waiting'] ?? 0),
            'stopped' => (int) ($row['stopped'] ?? 0),
            'last_error' => (string) ($row['last_error'] ?? ''),
        ];
    }

    /** @param array<string, mixed> $snapshot */
    public static function keepSnapshot(int $idCart, array $snapshot, int $now): void
    {
        $text = json_encode($snapshot, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
        if ($text === false || strlen($text) > 60000) {
            return;
        }
        Db::getInstance()->execute(
            'INSERT INTO `' . self::carts() . '` (`id_cart`, `snapshot`, `seen_at`)
            VALUES (' . $idCart . ', \'' . pSQL($text, true) . '\', ' . $now . ')
            ON DUPLICATE KEY UPDATE `snapshot` = VALUES(`snapshot`), `seen_at` = VALUES(`seen_at`)'
        );
    }

    /** @return array<string, mixed> */
    public static function snapshot(int $idCart): array
    {
        $text = Db::getInstance()->getValue('SELECT `snapshot` FROM `' . self::carts() . '` WHERE `id_cart` = ' . $idCart);
        $snapshot = $text ? json_decode((string) $text, true) : null;

        return is_array($snapshot) ? $snapshot : [];
    }

    public static function forgetOldSnapshots(int $now): void
    {
        $before = $now - self::SNAPSHOT_DAYS * 86400;
        Db::getInstance()->execute('DELETE FROM `' . self::carts() . '` WHERE `seen_at` < ' . $before . ' LIMIT 1000');
    }

    /** @param array<string, mixed> $row */
    private static function where(array $row): string
    {
        return ' WHERE `id_order` = ' . (int) $row['id_order'] . ' AND `message` = \'' . pSQL((string) $row['message']) . '\'';
    }
}
