// What goes wrong on purpose.

import { control } from '../api.js';
import { choice, el, field, form, Rows } from '../dom.js';
import { t } from '../text.js';

export async function faults({ attempt }) {
  const { operations, kinds } = await control('GET', '/faults/names');
  let list = [];
  const replace = (next) => attempt(() => control('PUT', '/faults', { faults: next }), t('saved'));
  const table = new Rows(
    [t('faults.operation'), t('faults.kind'), t('faults.times'), t('faults.probability'), t('faults.delay'), t('faults.seconds'), t('faults.who'), ''],
    (fault) => [
      fault.operation,
      fault.kind,
      String(fault.times ?? t('faults.until')),
      String(fault.probability),
      String(fault.delay_ms),
      String(fault.seconds ?? ''),
      fault.customer_uid ?? fault.merchant_uid,
      el('button', { onclick: () => replace(list.filter((other) => other !== fault)) }, t('remove')),
    ],
    t('none'),
  );
  const update = async () => {
    list = (await control('GET', '/faults')).faults;
    table.show(list);
  };
  const nodes = [
    el('h2', {}, t('faults.title')),
    el('p', { class: 'hint' }, t('faults.hint')),
    form(
      'fault',
      (fields) => replace([...list, fault(fields)]),
      field(t('faults.operation'), choice('operation', operations.map((name) => [name, name]), 'onetime')),
      field(t('faults.kind'), choice('kind', kinds.map((name) => [name, name]), 'drop_after')),
      field(t('faults.times'), el('input', { name: 'times', type: 'number', min: 1, value: 1 })),
      field(t('faults.probability'), el('input', { name: 'probability', type: 'number', min: 0, max: 1, step: 'any', value: 1 })),
      field(t('faults.delay'), el('input', { name: 'delay_ms', type: 'number', min: 0, value: 0 })),
      field(t('faults.seconds'), el('input', { name: 'seconds', type: 'number', min: 1 })),
      field('customer_uid', el('input', { name: 'customer_uid' })),
      field('merchant_uid', el('input', { name: 'merchant_uid' })),
      el('button', { class: 'first' }, t('add')),
    ),
    table.node,
    el('div', { class: 'row' }, el('button', { onclick: () => attempt(() => control('DELETE', '/faults')) }, t('faults.clear'))),
  ];
  return { nodes, update };
}

/** What was filled in; an empty field is left out. */
function fault({ operation, kind, customer_uid, merchant_uid, ...numbers }) {
  const made = { operation, kind };
  for (const [name, text] of Object.entries(numbers)) if (text !== '') made[name] = Number(text);
  if (customer_uid) made.customer_uid = customer_uid;
  if (merchant_uid) made.merchant_uid = merchant_uid;
  return made;
}
