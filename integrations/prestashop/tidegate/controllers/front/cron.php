<?php

use Tidegate\Outbox;
use Tidegate\Sender;

/** Sends what is due; called by a cron with the token of the settings page. */
class TidegateCronModuleFrontController extends ModuleFrontController
{
    public $ajax = true;

    public function initContent()
    {
        $token = (string) Configuration::getGlobalValue('TIDEGATE_CRON');
        header('content-type: application/json');
        if ($token === '' || !hash_equals($token, (string) Tools::getValue('token'))) {
            http_response_code(403);
            exit('{"error":"token"}');
        }
        $sent = Sender::sendDue(50);
        Outbox::forgetOldSnapshots(time());
        exit(json_encode(['sent' => $sent, 'waiting' => Outbox::state()['waiting']]));
    }
}
