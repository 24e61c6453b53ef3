<?php

namespace Tidegate;

use Address;
use CartRule;
use Configuration;
use Country;
use Currency;
use Customer;
use Db;
use Order;
use OrderSlip;
use OrderState;
use State;
use Validate;

/** An order as it stands when the message leaves, in the form that docs/sources/prestashop.md describes. */
final class OrderReader
{
    /** @return array<string, mixed>|null null where there is no such order any more */
    public static function read(int $idOrder): ?array
    {
        $order = new Order($idOrder);
        if (!Validate::isLoadedObject($order)) {
            return null;
        }
        $customer = new Customer((int) $order->id_customer);

        return [
            'order' => self::order($order),
            'order_slips' => self::slips($order),
            'customer' => [
                'id' => (int) $customer->id,
                'is_guest' => (bool) $customer->is_guest,
                'email' => $customer->email,
                'firstname' => $customer->firstname,
                'lastname' => $customer->lastname,
            ],
            'address' => self::address((int) $order->id_address_invoice),
        ];
    }

    /** @return array<string, mixed> */
    private static function order(Order $order): array
    {
        $state = new OrderState((int) $order->current_state);
        $shop = (int) $order->id_shop;

        return [
            'id' => (int) $order->id,
            'reference' => $order->reference,
            'id_cart' => (int) $order->id_cart,
            'id_shop' => $shop,
            'current_state' => [
                'id' => (int) $state->id,
                'paid' => (bool) $state->paid,
                'logable' => (bool) $state->logable,
                'canceled' => (int) $state->id === (int) Configuration::get('PS_OS_CANCELED'),
                'error' => (int) $state->id === (int) Configuration::get('PS_OS_ERROR'),
            ],
            'has_been_paid' => (bool) $order->hasBeenPaid(),
            'module' => $order->module,
            'payment' => $order->payment,
            'date_add' => $order->date_add,
            'date_upd' => $order->date_upd,
            'date_paid' => self::paidAt((int) $order->id),
            'timezone' => Configuration::get('PS_TIMEZONE', null, null, $shop),
            'currency' => (new Currency((int) $order->id_currency))->iso_code,
            'shop_currency' => (new Currency((int) Configuration::get('PS_CURRENCY_DEFAULT', null, null, $shop)))->iso_code,
            'conversion_rate' => self::decimal($order->conversion_rate),
            'total_paid' => self::decimal($order->total_paid),
            'total_paid_tax_incl' => self::decimal($order->total_paid_tax_incl),
            'total_paid_tax_excl' => self::decimal($order->total_paid_tax_excl),
            'total_shipping_tax_incl' => self::decimal($order->total_shipping_tax_incl),
            'total_shipping_tax_excl' => self::decimal($order->total_shipping_tax_excl),
            'total_discounts_tax_incl' => self::decimal($order->total_discounts_tax_incl),
            'coupon' => self::coupons($order),
            'order_rows' => array_map([self::class, 'row'], array_values($order->getProductsDetail())),
        ];
    }

    /** The first time that the order was in a state that counts as paid. */
    private static function paidAt(int $idOrder): ?string
    {
        $at = Db::getInstance()->getValue(
            'SELECT MIN(h.`date_add`) FROM `' . _DB_PREFIX_ . 'order_history` h
            INNER JOIN `' . _DB_PREFIX_ . 'order_state` s ON s.`id_order_state` = h.`id_order_state` AND s.`paid` = 1
            WHERE h.`id_order` = ' . $idOrder
        );

        return $at ? (string) $at : null;
    }

    private static function coupons(Order $order): ?string
    {
        $codes = [];
        foreach ($order->getCartRules() as $rule) {
            $code = (string) (new CartRule((int) $rule['id_cart_rule']))->code;
            if ($code !== '') {
                $codes[] = $code;
            }
        }

        return $codes ? implode(',', $codes) : null;
    }

    /**
     * @param array<string, mixed> $row
     *
     * @return array<string, mixed>
     */
    private static function row(array $row): array
    {
        return [
            'product_id' => (int) $row['product_id'],
            'product_attribute_id' => (int) $row['product_attribute_id'],
            'product_reference' => (string) $row['product_reference'],
            'product_name' => (string) $row['product_name'],
            'product_quantity' => (int) $row['product_quantity'],
            'unit_price_tax_incl' => self::decimal($row['unit_price_tax_incl']),
            'unit_price_tax_excl' => self::decimal($row['unit_price_tax_excl']),
        ];
    }

    /** @return list<array<string, mixed>> all credit slips: the gateway knows which of them it has seen */
    private static function slips(Order $order): array
    {
        $slips = [];
        foreach (OrderSlip::getOrdersSlip((int) $order->id_customer, (int) $order->id) as $slip) {
            $slips[] = array_filter([
                'id' => (int) $slip['id_order_slip'],
                'date_add' => (string) $slip['date_add'],
                'total_products_tax_incl' => self::decimal($slip['total_products_tax_incl']),
                'total_shipping_tax_incl' => self::decimal($slip['total_shipping_tax_incl']),
                'value' => self::chosenValue($slip),
            ], static fn ($member) => $member !== null);
        }

        return $slips;
    }

    /**
     * Staff may write a sum of their own into `amount`; else it is the sum of the products, with or without tax.
     *
     * @param array<string, mixed> $slip
     */
    private static function chosenValue(array $slip): ?string
    {
        $amount = (float) $slip['amount'];
        foreach (['total_products_tax_incl', 'total_products_tax_excl'] as $usual) {
            if (abs($amount - (float) $slip[$usual]) < 0.005) {
                return null;
            }
        }

        return self::decimal($amount + (float) $slip['total_shipping_tax_incl']);
    }

    /** @return array<string, string|null> */
    private static function address(int $idAddress): array
    {
        $address = new Address($idAddress);

        return [
            'firstname' => $address->firstname,
            'lastname' => $address->lastname,
            'city' => $address->city,
            'postcode' => $address->postcode,
            'state' => $address->id_state ? (string) (new State((int) $address->id_state))->iso_code : null,
            'country' => $address->id_country ? (string) Country::getIsoById((int) $address->id_country) : null,
            'phone' => $address->phone,
            'phone_mobile' => $address->phone_mobile,
        ];
    }

    /** Six decimals as text, as the database has them. */
    private static function decimal(mixed $amount): string
    {
        return number_format((float) $amount, 6, '.', '');
    }
}
