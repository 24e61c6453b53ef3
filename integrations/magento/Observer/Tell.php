<?php

namespace Tidegate\Orders\Observer;

use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;
use Psr\Log\LoggerInterface;
use Throwable;
use Tidegate\Orders\Model\Outbox;

/** An order or a credit memo was saved. Only its number is written down: the buyer never waits for the gateway. */
class Tell implements ObserverInterface
{
    public function __construct(private readonly Outbox $outbox, private readonly LoggerInterface $log)
    {
    }

    public function execute(Observer $observer): void
    {
        try {
            $order = $observer->getData('order');
            $memo = $observer->getData('creditmemo');
            $id = (int) ($order !== null ? $order->getId() : $memo?->getOrderId());
            if ($id > 0) {
                $this->outbox->add($id, time());
            }
        } catch (Throwable $error) {
            $this->log->error('Tidegate: ' . $error->getMessage());
        }
    }
}
