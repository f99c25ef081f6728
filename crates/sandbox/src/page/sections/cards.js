// The cards that decline.

import { control } from '../api.js';
import { el, Rows } from '../dom.js';
import { t } from '../text.js';

/** `4000-0000-0031-0005`, as the API writes it. */
export const grouped = (number) => number.match(/.{1,4}/g).join('-');

export async function cards() {
  const { cards: list } = await control('GET', '/test-cards');
  const table = new Rows(
    [t('pay.card'), t('cards.does'), t('cards.code'), t('cards.reason'), t('cards.kind')],
    ({ number, behaviour, decline }) => [
      el('td', {}, el('code', {}, grouped(number))),
      t(`cards.${behaviour}`),
      decline?.code,
      decline?.text,
      decline?.kind,
    ],
    t('none'),
  );
  table.show(list);
  return { nodes: [el('h2', {}, t('cards.title')), el('p', { class: 'hint' }, t('cards.hint')), table.node] };
}
