/** Example: the page of one product, with a banner of two buttons. */

export function productPage(gatewayUrl: string): string {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Lamp — Example Shop</title>
  <h1>Lamp</h1>
  <p>39.00 €</p>
  <div role="dialog" aria-label="Cookies">
    <button data-answer="granted">Accept</button>
    <button data-answer="denied">Refuse</button>
  </div>
  <script type="module">
    const gateway = ${JSON.stringify(gatewayUrl)}
    const send = (event) => fetch(gateway + '/e', { method: 'POST', keepalive: true, body: JSON.stringify(event) })

    for (const button of document.querySelectorAll('[data-answer]')) {
      button.addEventListener('click', async () => {
        const answer = button.dataset.answer
        document.querySelector('[role=dialog]').remove()
        await send({
          event: 'view_item',
          event_id: crypto.randomUUID(),
          occurred_at: new Date().toISOString(),
          page: { url: location.href },
          order: { value: 39, currency: 'EUR', items: [{ id: 'lamp', name: 'Lamp', quantity: 1, price: 39 }] },
          consent: {
            state: { ad_storage: answer, ad_user_data: answer, ad_personalization: answer, analytics_storage: answer },
            at: new Date().toISOString(),
            source: 'banner',
          },
        })
        document.body.dataset.sent = 'yes'
      })
    }
  </script>
</html>
`
}
