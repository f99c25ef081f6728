// The calls of the API.

import { control } from '../api.js';
import { el, Rows, time } from '../dom.js';
import { t } from '../text.js';

export async function requests() {
  const table = new Rows(
    [t('time'), t('requests.call'), t('status'), t('requests.body')],
    ({ at, method, path, status, body }) => [
      time(at),
      `${method} ${path}`,
      String(status ?? ''),
      el('td', {}, body === null ? '' : el('code', {}, JSON.stringify(body))),
    ],
    t('none'),
  );
  const update = async () => table.show((await control('GET', '/requests')).requests.slice(-200).reverse());
  const nodes = [el('h2', {}, t('requests.title')), el('p', { class: 'hint' }, t('requests.hint')), table.node];
  return { nodes, update };
}
