// What was sent to the shop, and sending it again.

import { control } from '../api.js';
import { el, Rows, time } from '../dom.js';
import { t } from '../text.js';

export async function webhooks({ attempt }) {
  const table = new Rows(
    [t('time'), 'merchant_uid', t('webhooks.body'), t('webhooks.to'), t('status'), t('webhooks.attempts'), ''],
    (webhook) => [
      time(webhook.at),
      webhook.merchant_uid,
      el('td', {}, el('code', {}, webhook.body)),
      webhook.url,
      el('td', { class: webhook.state }, webhook.state),
      webhook.attempts.map(({ at, status, failure }) => el('div', {}, `${time(at)} ${status ?? failure}`)),
      el('button', { onclick: () => attempt(() => control('POST', `/webhooks/${webhook.id}/resend`)) }, t('webhooks.resend')),
    ],
    t('none'),
  );
  const update = async () => table.show((await control('GET', '/webhooks')).webhooks.slice(-200).reverse());
  return { nodes: [el('h2', {}, t('webhooks.title')), table.node], update };
}
