<?php

namespace Tidegate\Orders\Cron;

use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Framework\Encryption\EncryptorInterface;
use Magento\Framework\Exception\NoSuchEntityException;
use Magento\Framework\HTTP\Client\CurlFactory;
use Magento\Sales\Api\OrderRepositoryInterface;
use Magento\Sales\Model\Order;
use Magento\Store\Model\ScopeInterface;
use Throwable;
use Tidegate\Orders\Model\Message;
use Tidegate\Orders\Model\Outbox;
use Tidegate\Orders\Model\Signature;

/** Takes what is due from the outbox to the gateway. */
class Send
{
    private const ORDERS_PER_RUN = 50;
    private const TIMEOUT_SECONDS = 10;

    public function __construct(
        private readonly Outbox $outbox,
        private readonly OrderRepositoryInterface $orders,
        private readonly ScopeConfigInterface $config,
        private readonly EncryptorInterface $encryptor,
        private readonly CurlFactory $curl
    ) {
    }

    public function execute(): void
    {
        foreach ($this->outbox->due(time(), self::ORDERS_PER_RUN) as $row) {
            if (!$this->outbox->claim($row, time())) {
                continue;
            }
            try {
                $this->send($row);
                $this->outbox->done($row);
            } catch (NoSuchEntityException) {
                $this->outbox->done($row);
            } catch (Throwable $error) {
                $this->outbox->failed($row, $error->getMessage(), time());
            }
        }
        $this->outbox->forgetOldSnapshots(time());
    }

    /** @param array<string, mixed> $row */
    private function send(array $row): void
    {
        $order = $this->orders->get((int) $row['order_id']);
        $url = rtrim($this->setting('url', (int) $order->getStoreId()), '/');
        if ($url === '' || !$order instanceof Order) {
            return;
        }
        $site = $this->setting('site', (int) $order->getStoreId());
        $secret = $this->encryptor->decrypt($this->setting('secret', (int) $order->getStoreId()));
        $body = $this->message($order);
        $headers = Signature::headers($secret, 'msg_' . $row['message'], time(), $body);
        if ($headers === []) {
            throw new \RuntimeException('no secret, or none of the form whsec_…');
        }
        $call = $this->curl->create();
        $call->setTimeout(self::TIMEOUT_SECONDS);
        $call->setHeaders(['content-type' => 'application/json'] + $headers);
        $call->post($url . '/hooks/magento' . ($site === '' ? '' : '?site=' . rawurlencode($site)), $body);
        if ($call->getStatus() < 200 || $call->getStatus() >= 300) {
            throw new \RuntimeException($call->getStatus() . ' ' . mb_substr((string) $call->getBody(), 0, 200));
        }
    }

    private function message(Order $order): string
    {
        $items = $memos = [];
        foreach ($order->getAllItems() as $item) {
            $items[] = $item->getData();
        }
        foreach ($order->getCreditmemosCollection() ?: [] as $memo) {
            $memos[] = $memo->getData();
        }
        $billing = $order->getBillingAddress();
        $facts = ['payment_method' => $order->getPayment()?->getMethod()] + $order->getData();
        $region = ['region_code' => $billing?->getRegionCode()];
        $browser = $this->outbox->snapshot((int) $order->getQuoteId());

        return Message::of($facts, $items, $region + ($billing?->getData() ?? []), $memos, $browser);
    }

    private function setting(string $name, int $storeId): string
    {
        return trim((string) $this->config->getValue("tidegate/orders/$name", ScopeInterface::SCOPE_STORE, $storeId));
    }
}
