<?php
/**
 * Writes the request that the module would send for a made-up order, with stand-ins for the few classes of PrestaShop that it reads:
 *   php integrations/prestashop/check/request.php > src/sources/prestashop-module.fixture.json
 * src/sources/prestashop-module.test.ts reads it. PrestaShop's own code is not needed, and PHP only to write the file anew.
 */

const _DB_PREFIX_ = 'ps_';
const SECRET = 'whsec_cHJlc3Rhc2hvcC1tb2R1bGUta2V5LTMyLWJ5dGVzISE=';
const SENT_AT = 1795194255;

class Stand
{
    public const ROWS = [];
    public $id;

    public function __construct($id = null)
    {
        $this->id = (int) $id;
        foreach (static::ROWS[$this->id] ?? [] as $name => $value) {
            $this->$name = $value;
        }
    }
}

#[AllowDynamicProperties]
class Order extends Stand
{
    public const ROWS = [4501 => [
        'id_customer' => '61', 'id_cart' => '9001', 'id_shop' => '1', 'id_currency' => '2', 'id_address_invoice' => '12',
        'current_state' => '2', 'reference' => 'XKBKNABJK', 'module' => 'ps_checkout', 'payment' => 'Carte bancaire',
        'date_add' => '2026-11-20 18:04:11', 'date_upd' => '2026-11-25 10:00:01', 'conversion_rate' => '1.000000',
        'total_paid' => '47.400000', 'total_paid_tax_incl' => '47.400000', 'total_paid_tax_excl' => '39.500000',
        'total_shipping_tax_incl' => '4.900000', 'total_shipping_tax_excl' => '4.083333', 'total_discounts_tax_incl' => '0.000000',
    ]];

    public function hasBeenPaid()
    {
        return 1;
    }

    public function getCartRules()
    {
        return [['id_cart_rule' => '5']];
    }

    public function getProductsDetail()
    {
        return [
            ['product_id' => '93', 'product_attribute_id' => '7', 'product_reference' => 'AR-SAVON-01', 'product_name' => 'Savon surgras',
                'product_quantity' => '2', 'unit_price_tax_incl' => '8.500000', 'unit_price_tax_excl' => '7.083333'],
            ['product_id' => '94', 'product_attribute_id' => '0', 'product_reference' => 'AR-CREME-50', 'product_name' => 'Crème visage',
                'product_quantity' => '1', 'unit_price_tax_incl' => '25.500000', 'unit_price_tax_excl' => '21.250000'],
        ];
    }
}

#[AllowDynamicProperties]
class OrderState extends Stand
{
    public const ROWS = [2 => ['paid' => '1', 'logable' => '1']];
}

#[AllowDynamicProperties]
class Customer extends Stand
{
    public const ROWS = [61 => [
        'is_guest' => '0', 'email' => 'camille.exemple@example.com', 'firstname' => 'Camille', 'lastname' => 'Exemple',
    ]];
}

#[AllowDynamicProperties]
class Address extends Stand
{
    public const ROWS = [12 => [
        'firstname' => 'Camille', 'lastname' => 'Exemple', 'city' => 'Nantes', 'postcode' => '44000', 'id_state' => 0,
        'id_country' => 8, 'phone' => '0240000000', 'phone_mobile' => '0639980001',
    ]];
}

#[AllowDynamicProperties]
class Currency extends Stand
{
    public const ROWS = [2 => ['iso_code' => 'EUR']];
}

#[AllowDynamicProperties]
class CartRule extends Stand
{
    public const ROWS = [5 => ['code' => 'BIENVENUE']];
}

class Country
{
    public static function getIsoById($id)
    {
        return $id === 8 ? 'FR' : false;
    }
}

class OrderSlip
{
    public static function getOrdersSlip($customer, $order)
    {
        return [['id_order_slip' => '31', 'date_add' => '2026-11-25 10:00:00', 'amount' => '7.083333',
            'total_products_tax_incl' => '8.500000', 'total_products_tax_excl' => '7.083333', 'total_shipping_tax_incl' => '0.000000']];
    }
}

class Validate
{
    public static function isLoadedObject($one)
    {
        return $one->id > 0;
    }
}

class Configuration
{
    public static function get($name)
    {
        return ['PS_OS_CANCELED' => '6', 'PS_OS_ERROR' => '8', 'PS_TIMEZONE' => 'Europe/Paris', 'PS_CURRENCY_DEFAULT' => '2'][$name];
    }
}

/** Answers the two questions that are asked: when the order was paid, and what the checkout had kept. */
class Db
{
    public static function getInstance()
    {
        return new self();
    }

    public function getValue($question)
    {
        return str_contains($question, 'order_history') ? '2026-11-20 18:04:12' : $GLOBALS['snapshot'];
    }
}

foreach (['Signature', 'Browser', 'OrderReader', 'Outbox', 'Sender'] as $class) {
    require __DIR__ . "/../tidegate/src/$class.php";
}

$GLOBALS['snapshot'] = json_encode(Tidegate\Browser::of([
    'REMOTE_ADDR' => '203.0.113.7',
    'HTTP_USER_AGENT' => 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)',
    'HTTP_COOKIE' => 'PrestaShop-demo=session; ttclid=E.C.P.demo123; tidegate_vid=t1m0cg.5f0c7a2e-9d41-4c1b-8a55-0c8b6f1e2d3c; '
        . 'cookieyes-consent=consentid:demo,consent:yes,action:yes,necessary:yes,analytics:yes,advertisement:yes; basket=secret',
], SENT_AT - 60));

$body = json_encode(
    Tidegate\Sender::message('actionOrderSlipAdd', Tidegate\OrderReader::read(4501)),
    JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE
);
echo json_encode(
    ['headers' => Tidegate\Signature::headers(SECRET, 'msg_check', SENT_AT, $body), 'body' => $body],
    JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES
) . "\n";
