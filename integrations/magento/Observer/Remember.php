<?php

namespace Tidegate\Orders\Observer;

use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;
use Magento\Framework\HTTP\PhpEnvironment\RemoteAddress;
use Psr\Log\LoggerInterface;
use Throwable;
use Tidegate\Orders\Model\Browser;
use Tidegate\Orders\Model\Outbox;

/** At the checkout, while it is the buyer's own browser that asks. */
class Remember implements ObserverInterface
{
    public function __construct(
        private readonly Outbox $outbox,
        private readonly RemoteAddress $address,
        private readonly LoggerInterface $log
    ) {
    }

    public function execute(Observer $observer): void
    {
        try {
            $quote = (int) $observer->getData('quote')->getId();
            // Without any cookie it is a server that asks, and what it has is not the buyer's.
            if ($quote > 0 && ($_SERVER['HTTP_COOKIE'] ?? '') !== '') {
                $server = ['TIDEGATE_IP' => $this->address->getRemoteAddress() ?: null] + $_SERVER;
                $this->outbox->keepSnapshot($quote, Browser::of($server, time()), time());
            }
        } catch (Throwable $error) {
            $this->log->error('Tidegate: ' . $error->getMessage());
        }
    }
}
