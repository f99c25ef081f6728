// Payments, newest first, with a filter and everything of one of them.

import { control } from '../api.js';
import { choice, el, field, form, number, Rows, time } from '../dom.js';
import { t } from '../text.js';

const PAGE = 50;
const STATUSES = ['paid', 'failed', 'cancelled', 'ready'];

export async function payments({ attempt }) {
  const asked = { status: '', find: '', page: 1, limit: PAGE };
  const detail = el('div', { id: 'detail' });
  const total = el('span', { id: 'total' });
  const newest = el('button', { onclick: () => ask({ page: 1 }) }, t('payments.newest'));
  const older = el('button', { onclick: () => ask({ page: asked.page + 1 }) }, t('payments.more'));
  const show = (payment) => {
    const turn = () => attempt(() => control('POST', '/turn-paid', { imp_uid: payment.imp_uid }));
    detail.replaceChildren(
      el('h3', {}, `${t('payments.detail')} ${payment.imp_uid}`),
      payment.status === 'failed' ? el('button', { onclick: turn }, t('payments.turn')) : '',
      el('pre', { tabindex: '0' }, JSON.stringify(payment, null, 2)),
    );
  };
  const table = new Rows(
    [t('time'), 'merchant_uid', 'imp_uid', 'customer_uid', t('status'), t('amount'), ''],
    (payment) => [
      time(payment.paid_at || payment.failed_at || payment.started_at),
      payment.merchant_uid,
      el('td', {}, el('code', {}, payment.imp_uid)),
      payment.customer_uid,
      el('td', { class: payment.status, title: payment.fail_reason }, payment.status),
      number(payment.amount - payment.cancel_amount),
      el('button', { onclick: () => show(payment) }, t('payments.show')),
    ],
    t('none'),
  );
  const update = async () => {
    const told = await control('GET', `/payments?${new URLSearchParams(asked)}`);
    total.textContent = `${told.total.toLocaleString('ko-KR')} ${t('payments.total')}`;
    table.show(told.payments);
    newest.disabled = asked.page === 1;
    older.disabled = asked.page * PAGE >= told.total;
  };
  const ask = (change) => attempt(async () => Object.assign(asked, { page: 1 }, change));
  const statuses = [['', t('payments.all')], ...STATUSES.map((status) => [status, status])];
  const nodes = [
    el('h2', {}, t('payments.title')),
    form(
      'filter',
      ask,
      field(t('status'), choice('status', statuses, '')),
      field(t('payments.find'), el('input', { name: 'find', type: 'search', size: 30 })),
      el('button', {}, t('payments.show')),
      total,
    ),
    table.node,
    el('div', { class: 'row' }, newest, older),
    detail,
  ];
  return { nodes, update };
}
