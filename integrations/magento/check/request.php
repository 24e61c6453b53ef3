<?php
/**
 * Writes the request that the module would send for a made-up order, with the module's own code and without Magento's:
 *   php integrations/magento/check/request.php > src/sources/magento-module.fixture.json
 * src/sources/magento-module.test.ts reads it.
 */

use Tidegate\Orders\Model\Browser;
use Tidegate\Orders\Model\Message;
use Tidegate\Orders\Model\Signature;

foreach (['Signature', 'Browser', 'Message'] as $class) {
    require __DIR__ . "/../Model/$class.php";
}

const SENT_AT = 1795194255;

$order = [
    'entity_id' => '88', 'increment_id' => '000000123', 'quote_id' => '551', 'state' => 'processing', 'status' => 'processing',
    'created_at' => '2026-11-20 17:04:11', 'updated_at' => '2026-11-25 09:00:01', 'order_currency_code' => 'EUR', 'base_currency_code' => 'EUR',
    'grand_total' => '47.4000', 'base_grand_total' => '47.4000', 'tax_amount' => '7.9000', 'shipping_incl_tax' => '4.9000',
    'shipping_tax_amount' => '0.8200', 'discount_amount' => '-4.0000', 'customer_email' => 'camille.exemple@example.com', 'customer_id' => null,
    'remote_ip' => '203.0.113.7', 'payment_method' => 'checkmo', 'protect_code' => 'secret', 'customer_note' => 'private',
];
$items = [
    ['item_id' => '1', 'parent_item_id' => null, 'product_id' => '94', 'sku' => 'AR-CREME-50', 'name' => 'Crème visage', 'qty_ordered' => '1.0000',
        'price_incl_tax' => '46.5000', 'row_total' => '38.7500', 'discount_amount' => '4.0000', 'tax_amount' => '7.0800',
        'discount_tax_compensation_amount' => '0.6700'],
    ['item_id' => '2', 'parent_item_id' => '1', 'product_id' => '95', 'sku' => 'AR-CREME-50', 'name' => 'Crème visage 50 ml', 'qty_ordered' => '1.0000'],
];
$billing = ['firstname' => 'Camille', 'lastname' => 'Exemple', 'city' => 'Nantes', 'postcode' => '44000', 'country_id' => 'FR', 'telephone' => '0639980001'];
$memos = [['increment_id' => '000000009', 'created_at' => '2026-11-25 09:00:00', 'grand_total' => '8.5000', 'order_currency_code' => 'EUR']];
$browser = Browser::of([
    'TIDEGATE_IP' => '203.0.113.7',
    'HTTP_USER_AGENT' => 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)',
    'HTTP_COOKIE' => 'PHPSESSID=session; ttclid=E.C.P.demo123; cookieyes-consent=consentid:demo,consent:yes,action:yes,advertisement:yes',
], SENT_AT - 60);

$body = Message::of($order, $items, $billing, $memos, $browser);
$headers = Signature::headers('whsec_cHJlc3Rhc2hvcC1tb2R1bGUta2V5LTMyLWJ5dGVzISE=', 'msg_check', SENT_AT, $body);
echo json_encode(['headers' => $headers, 'body' => $body], JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES) . "\n";
