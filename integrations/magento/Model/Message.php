<?php

namespace Tidegate\Orders\Model;

/** An order as it stands when the message leaves, in the form that docs/sources/magento.md describes. From plain data: nothing of Magento is needed. */
final class Message
{
    private const ORDER = [
        'entity_id', 'increment_id', 'quote_id', 'state', 'status', 'created_at', 'updated_at', 'order_currency_code', 'base_currency_code',
        'grand_total', 'base_grand_total', 'tax_amount', 'base_tax_amount', 'shipping_amount', 'base_shipping_amount', 'shipping_incl_tax',
        'base_shipping_incl_tax', 'shipping_tax_amount', 'base_shipping_tax_amount', 'discount_amount', 'base_discount_amount', 'total_paid',
        'base_total_paid', 'total_due', 'base_total_due', 'customer_id', 'customer_is_guest', 'customer_email', 'customer_firstname',
        'customer_lastname', 'coupon_code', 'store_id',
    ];
    private const ITEM = [
        'item_id', 'parent_item_id', 'product_id', 'product_type', 'sku', 'name', 'qty_ordered', 'price', 'base_price', 'price_incl_tax',
        'base_price_incl_tax', 'row_total', 'base_row_total', 'discount_amount', 'base_discount_amount', 'tax_amount', 'base_tax_amount',
        'discount_tax_compensation_amount', 'base_discount_tax_compensation_amount',
    ];
    private const ADDRESS = ['firstname', 'lastname', 'city', 'region_code', 'postcode', 'country_id', 'telephone'];
    private const MEMO = ['entity_id', 'increment_id', 'created_at', 'grand_total', 'base_grand_total', 'order_currency_code', 'base_currency_code'];

    /**
     * @param array<string, mixed> $order
     * @param list<array<string, mixed>> $items
     * @param array<string, mixed> $billing
     * @param list<array<string, mixed>> $memos
     * @param array<string, mixed> $browser
     */
    public static function of(array $order, array $items, array $billing, array $memos, array $browser): string
    {
        $message = [
            'source' => 'magento',
            'event' => 'observer.sales_order_save_commit_after',
            // Where it is empty, staff has typed the order in: that must be said too.
            'order' => ['remote_ip' => $order['remote_ip'] ?? null] + self::only(self::ORDER, $order) + [
                'payment' => ['method' => $order['payment_method'] ?? null],
                'billing_address' => self::only(self::ADDRESS, $billing),
                'items' => array_map(static fn (array $item) => self::only(self::ITEM, $item), $items),
            ],
            'creditmemos' => array_map(static fn (array $memo) => self::only(self::MEMO, $memo), $memos),
        ] + $browser;

        return (string) json_encode($message, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
    }

    /**
     * @param list<string> $names
     * @param array<string, mixed> $from
     *
     * @return array<string, mixed>
     */
    private static function only(array $names, array $from): array
    {
        return array_filter(array_intersect_key($from, array_flip($names)), static fn ($value) => $value !== null);
    }
}
