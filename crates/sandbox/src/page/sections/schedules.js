// The gateway's schedules, and the clock that they go by.

import { control } from '../api.js';
import { el, field, form, number, Rows, time } from '../dom.js';
import { t } from '../text.js';

const HOUR = 3600;

export async function schedules({ attempt, say }) {
  const table = new Rows(
    [t('schedules.at'), 'merchant_uid', 'customer_uid', t('amount'), t('status'), t('schedules.outcome')],
    (one) => [
      time(one.schedule_at),
      one.merchant_uid,
      one.customer_uid,
      number(one.amount),
      el('td', { class: one.schedule_status }, one.schedule_status),
      el('td', { class: one.payment_status ?? '' }, [one.payment_status, one.fail_reason].filter(Boolean).join(': ')),
    ],
    t('none'),
  );
  const update = async () => table.show((await control('GET', '/schedules')).schedules);
  const advance = (seconds) =>
    attempt(async () => {
      const { ran } = await control('POST', '/clock/advance', { seconds });
      say(`${ran.length} ${t('schedules.ran')}`);
    });
  const put = (clock) => attempt(() => control('PUT', '/clock', clock));
  const step = (id, seconds) => el('button', { id: `advance-${id}`, onclick: () => advance(seconds) }, t(`schedules.${id}`));
  const nodes = [
    el('h2', {}, t('schedules.title')),
    el('p', { class: 'hint' }, t('schedules.hint')),
    el(
      'div',
      { class: 'row' },
      el('button', { id: 'stop-clock', onclick: () => put({ mode: 'manual' }) }, t('schedules.stop')),
      el('button', { id: 'run-clock', onclick: () => put({ mode: 'real' }) }, t('schedules.run')),
      step('hour', HOUR),
      step('day', 24 * HOUR),
      step('month', 30 * 24 * HOUR),
    ),
    form(
      'advance',
      ({ seconds }) => advance(Number(seconds)),
      field(t('schedules.seconds'), el('input', { name: 'seconds', type: 'number', min: 0, value: 60, required: true })),
      el('button', {}, t('schedules.advance')),
    ),
    table.node,
  ];
  return { nodes, update };
}
