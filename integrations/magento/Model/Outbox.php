<?php

namespace Tidegate\Orders\Model;

use Magento\Framework\App\ResourceConnection;
use Magento\Framework\DB\Adapter\AdapterInterface;

/** One row for each order of which something is to be told. The message itself is written when it leaves: it says how the order stands then. */
class Outbox
{
    /** Seconds to the next try; after the last of them the row stays for somebody to look at. */
    private const WAITS = [60, 300, 900, 3600, 21600, 43200, 43200, 86400, 86400, 86400];
    private const CLAIM_SECONDS = 60;
    private const SNAPSHOT_DAYS = 90;

    public function __construct(private readonly ResourceConnection $resource)
    {
    }

    /** An order that waits already is not written twice. */
    public function add(int $orderId, int $now): void
    {
        $row = ['order_id' => $orderId, 'message' => bin2hex(random_bytes(16)), 'attempts' => 0, 'next_at' => $now];
        $this->db()->insertOnDuplicate($this->table('tidegate_outbox'), $row, ['message', 'attempts', 'next_at']);
    }

    /** @return list<array<string, mixed>> */
    public function due(int $now, int $limit): array
    {
        $question = $this->db()->select()->from($this->table('tidegate_outbox'))
            ->where('next_at <= ?', $now)->where('attempts <= ?', count(self::WAITS))->order('next_at')->limit($limit);

        return $this->db()->fetchAll($question);
    }

    /** @param array<string, mixed> $row */
    public function claim(array $row, int $now): bool
    {
        $mine = $this->where($row) + ['next_at = ?' => (int) $row['next_at']];

        return $this->db()->update($this->table('tidegate_outbox'), ['next_at' => $now + self::CLAIM_SECONDS], $mine) === 1;
    }

    /** @param array<string, mixed> $row where the order has changed meanwhile, the row is another's and stays */
    public function done(array $row): void
    {
        $this->db()->delete($this->table('tidegate_outbox'), $this->where($row));
    }

    /** @param array<string, mixed> $row */
    public function failed(array $row, string $error, int $now): void
    {
        $attempts = (int) $row['attempts'] + 1;
        $next = $now + (self::WAITS[$attempts - 1] ?? 0);
        $change = ['attempts' => $attempts, 'next_at' => $next, 'last_error' => mb_substr($error, 0, 255)];
        $this->db()->update($this->table('tidegate_outbox'), $change, $this->where($row));
    }

    /** @param array<string, mixed> $snapshot */
    public function keepSnapshot(int $quoteId, array $snapshot, int $now): void
    {
        $text = json_encode($snapshot, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
        if ($text === false || strlen($text) > 60000) {
            return;
        }
        $row = ['quote_id' => $quoteId, 'snapshot' => $text, 'seen_at' => $now];
        $this->db()->insertOnDuplicate($this->table('tidegate_browser'), $row, ['snapshot', 'seen_at']);
    }

    /** @return array<string, mixed> */
    public function snapshot(int $quoteId): array
    {
        $question = $this->db()->select()->from($this->table('tidegate_browser'), 'snapshot')->where('quote_id = ?', $quoteId);
        $snapshot = json_decode((string) $this->db()->fetchOne($question), true);

        return is_array($snapshot) ? $snapshot : [];
    }

    public function forgetOldSnapshots(int $now): void
    {
        $before = $now - self::SNAPSHOT_DAYS * 86400;
        $this->db()->delete($this->table('tidegate_browser'), ['seen_at < ?' => $before]);
    }

    /**
     * @param array<string, mixed> $row
     *
     * @return array<string, mixed>
     */
    private function where(array $row): array
    {
        return ['order_id = ?' => (int) $row['order_id'], 'message = ?' => (string) $row['message']];
    }

    private function db(): AdapterInterface
    {
        return $this->resource->getConnection('sales');
    }

    private function table(string $name): string
    {
        return $this->resource->getTableName($name, 'sales');
    }
}
