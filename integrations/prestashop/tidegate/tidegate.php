<?php
/**
 * Tells a Tidegate gateway of the shop's orders, payments and refunds.
 */
if (!defined('_PS_VERSION_')) {
    exit;
}

require_once __DIR__ . '/src/Signature.php';
require_once __DIR__ . '/src/Browser.php';
require_once __DIR__ . '/src/OrderReader.php';
require_once __DIR__ . '/src/Outbox.php';
require_once __DIR__ . '/src/Sender.php';
require_once __DIR__ . '/src/Texts.php';

use Tidegate\Browser;
use Tidegate\Outbox;
use Tidegate\Sender;
use Tidegate\Signature;
use Tidegate\Texts;

class Tidegate extends Module
{
    private const HOOKS = [
        'actionFrontControllerSetMedia',
        'actionValidateOrderAfter',
        'actionPaymentConfirmation',
        'actionOrderStatusPostUpdate',
        'actionOrderSlipAdd',
        'actionAdminControllerSetMedia',
    ];
    private const SETTINGS = ['TIDEGATE_URL', 'TIDEGATE_SITE', 'TIDEGATE_SECRET', 'TIDEGATE_CRON'];

    /** @var bool whether this request has promised already to send when it is over */
    private $willSend = false;

    public function __construct()
    {
        $this->name = 'tidegate';
        $this->tab = 'analytics_stats';
        $this->version = Sender::VERSION;
        $this->author = 'Tidegate';
        $this->need_instance = 0;
        $this->bootstrap = true;
        $this->ps_versions_compliancy = ['min' => '8.0.0', 'max' => '9.99.99'];
        parent::__construct();
        $this->displayName = 'Tidegate';
        $this->description = $this->text('description');
        $this->confirmUninstall = $this->text('uninstall');
    }

    public function install()
    {
        return parent::install()
            && Outbox::create()
            && $this->registerHook(self::HOOKS)
            && Configuration::updateGlobalValue('TIDEGATE_SECRET', Signature::newSecret())
            && Configuration::updateGlobalValue('TIDEGATE_CRON', bin2hex(random_bytes(16)));
    }

    public function uninstall()
    {
        foreach (self::SETTINGS as $name) {
            Configuration::deleteByName($name);
        }

        return Outbox::drop() && parent::uninstall();
    }

    /** At the checkout, while it is the buyer's own browser that asks. */
    public function hookActionFrontControllerSetMedia()
    {
        $page = $this->context->controller->php_self ?? '';
        $cart = (int) ($this->context->cart->id ?? 0);
        if ($page === 'order' && $cart > 0) {
            $this->quietly(fn () => Outbox::keepSnapshot($cart, $this->browser(), time()));
        }
    }

    /** `orders`: a basket may be split into several, each a sale of its own. */
    public function hookActionValidateOrderAfter($params)
    {
        $orders = $params['orders'] ?? [$params['order'] ?? null];
        foreach ($orders as $order) {
            if ($order instanceof Order) {
                $this->rememberBuyer((int) $order->id_cart);
                $this->tell((int) $order->id, (int) $order->id_shop, 'actionValidateOrderAfter');
            }
        }
    }

    /** Some checkouts have pages of their own. A request without any of these cookies is a payment provider's, and staff's is nobody's answer. */
    private function rememberBuyer(int $idCart): void
    {
        $seen = $this->browser();
        if ($this->context->controller instanceof FrontController && (isset($seen['consent']) || isset($seen['visitor_id']))) {
            $this->quietly(fn () => Outbox::keepSnapshot($idCart, $seen, time()));
        }
    }

    /** Comes before the new state is stored: the message is written later, when it leaves. */
    public function hookActionPaymentConfirmation($params)
    {
        $this->tellOf((int) ($params['id_order'] ?? 0), 'actionPaymentConfirmation');
    }

    public function hookActionOrderStatusPostUpdate($params)
    {
        $this->tellOf((int) ($params['id_order'] ?? 0), 'actionOrderStatusPostUpdate');
    }

    public function hookActionOrderSlipAdd($params)
    {
        if (($params['order'] ?? null) instanceof Order) {
            $this->tell((int) $params['order']->id, (int) $params['order']->id_shop, 'actionOrderSlipAdd');
        }
    }

    /** Where there is no cron, each visit to the back office takes some of what is due along. */
    public function hookActionAdminControllerSetMedia()
    {
        $this->sendWhenOver();
    }

    private function tellOf(int $idOrder, string $hook): void
    {
        $order = new Order($idOrder);
        if (Validate::isLoadedObject($order)) {
            $this->tell($idOrder, (int) $order->id_shop, $hook);
        }
    }

    private function tell(int $idOrder, int $idShop, string $hook): void
    {
        $this->quietly(fn () => Outbox::add($idOrder, $idShop, $hook, time()));
        $this->sendWhenOver();
    }

    /** The buyer never waits for the gateway: only where PHP can end the answer first is anything sent within a request. */
    private function sendWhenOver(): void
    {
        if ($this->willSend || !function_exists('fastcgi_finish_request')) {
            return;
        }
        $this->willSend = true;
        register_shutdown_function(function () {
            fastcgi_finish_request();
            $this->quietly(fn () => Sender::sendDue(5));
        });
    }

    /** An order must not fail because its report does. */
    private function quietly(callable $task): void
    {
        try {
            $task();
        } catch (Throwable $error) {
            PrestaShopLogger::addLog('Tidegate: ' . $error->getMessage(), 3, null, null, null, true);
        }
    }

    /** @return array<string, mixed> */
    private function browser(): array
    {
        return Browser::of(['TIDEGATE_IP' => Tools::getRemoteAddr()] + $_SERVER, time());
    }

    public function getContent()
    {
        $said = '';
        // The form has the name of its own button in it whichever is pressed: the others are looked at first.
        if (Tools::isSubmit('testTidegate')) {
            $error = Sender::ping((int) $this->context->shop->id);
            $said = $error === null
                ? $this->displayConfirmation($this->text('test_ok'))
                : $this->displayError($this->text('test_failed') . Tools::safeOutput($error));
        } elseif (Tools::isSubmit('againTidegate')) {
            Outbox::sendAgain(time());
            Sender::sendDue(20);
        } elseif (Tools::isSubmit('submitTidegate')) {
            $said = $this->save();
        }

        return $said . $this->form() . $this->state();
    }

    private function save(): string
    {
        $url = rtrim(trim((string) Tools::getValue('TIDEGATE_URL')), '/');
        $secret = trim((string) Tools::getValue('TIDEGATE_SECRET'));
        if (!preg_match('#^(https://[a-z0-9.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?)$#i', $url)) {
            return $this->displayError($this->text('url_wrong'));
        }
        if (!Signature::isSecret($secret)) {
            return $this->displayError($this->text('secret_wrong'));
        }
        Configuration::updateValue('TIDEGATE_URL', $url);
        Configuration::updateValue('TIDEGATE_SITE', trim((string) Tools::getValue('TIDEGATE_SITE')));
        Configuration::updateValue('TIDEGATE_SECRET', $secret);

        return $this->displayConfirmation($this->text('saved'));
    }

    private function form(): string
    {
        $input = fn (string $name, string $text, bool $required) => [
            'type' => 'text',
            'name' => $name,
            'label' => $this->text($text),
            'desc' => $this->text($text . '_hint'),
            'required' => $required,
        ];
        $button = fn (string $name, string $text, string $icon) => [
            'type' => 'submit',
            'name' => $name,
            'title' => $this->text($text),
            'icon' => $icon,
            'class' => 'btn btn-default pull-right',
        ];
        $helper = new HelperForm();
        $helper->module = $this;
        $helper->name_controller = $this->name;
        $helper->token = Tools::getAdminTokenLite('AdminModules');
        $helper->currentIndex = AdminController::$currentIndex . '&configure=' . $this->name;
        $helper->submit_action = 'submitTidegate';
        $helper->default_form_language = (int) $this->context->language->id;
        foreach (['TIDEGATE_URL', 'TIDEGATE_SITE', 'TIDEGATE_SECRET'] as $name) {
            $helper->fields_value[$name] = Tools::getValue($name, Configuration::get($name));
        }

        return $helper->generateForm([['form' => [
            'legend' => ['title' => $this->text('settings'), 'icon' => 'icon-cogs'],
            'input' => [
                $input('TIDEGATE_URL', 'url', true),
                $input('TIDEGATE_SITE', 'site', false),
                $input('TIDEGATE_SECRET', 'secret', true),
            ],
            'submit' => ['title' => $this->text('save')],
            'buttons' => [
                $button('testTidegate', 'test', 'process-icon-ok'),
                $button('againTidegate', 'again', 'process-icon-refresh'),
            ],
        ]]]);
    }

    private function state(): string
    {
        $state = Outbox::state();
        $cron = $this->context->link->getModuleLink($this->name, 'cron', ['token' => Configuration::getGlobalValue('TIDEGATE_CRON')], true);
        $line = fn (string $text, string $value) => '<p>' . Tools::safeOutput($this->text($text)) . ': <strong>' . Tools::safeOutput($value) . '</strong></p>';

        return '<div class="panel"><h3>' . Tools::safeOutput($this->text('state')) . '</h3>'
            . $line('waiting', (string) $state['waiting'])
            . $line('stopped', (string) $state['stopped'])
            . ($state['last_error'] === '' ? '' : $line('last_error', $state['last_error']))
            . '<p>' . Tools::safeOutput($this->text('cron')) . '</p><p><code>' . Tools::safeOutput($cron) . '</code></p></div>';
    }

    private function text(string $name): string
    {
        return Texts::in((string) ($this->context->language->iso_code ?? 'en'), $name);
    }
}
