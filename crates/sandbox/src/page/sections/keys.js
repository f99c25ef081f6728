// The billing keys.

import { control } from '../api.js';
import { el, Rows, time } from '../dom.js';
import { t } from '../text.js';

export async function keys() {
  const table = new Rows(
    ['customer_uid', t('keys.card'), t('channels.pg'), t('keys.issued'), t('keys.changed')],
    (key) => [
      key.customer_uid,
      `${key.card_name} ${key.card_number ?? ''}`,
      `${key.pg_provider}.${key.pg_id}`,
      time(key.inserted),
      time(key.updated),
    ],
    t('none'),
  );
  const update = async () => table.show((await control('GET', '/billing-keys')).billing_keys);
  return { nodes: [el('h2', {}, t('keys.title')), table.node], update };
}
