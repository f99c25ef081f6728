// The guide's section 1: the PG channels, the keys, and where webhooks go.

import { control } from '../api.js';
import { choice, el, field, form, Rows } from '../dom.js';
import { t } from '../text.js';

export async function channels({ attempt }) {
  const { pgs } = await control('GET', '/pgs');
  let settings = await control('GET', '/settings');
  const change = (patch, done = t('saved')) => attempt(() => control('PUT', '/settings', patch), done);
  const replace = (list) => change({ channels: list });
  const table = new Rows(
    [t('channels.pg'), t('channels.mid'), t('channels.type'), t('channels.test'), t('channels.standalone'), ''],
    (channel) => [
      channel.pg_provider,
      el('td', {}, el('code', {}, channel.pg_id)),
      channel.type + (isDefault(settings, channel) ? ` (${t('channels.default')})` : ''),
      channel.sandbox ? '✓' : '',
      standalone(settings, channel, replace),
      el('button', { onclick: () => replace(settings.channels.filter((other) => !isSame(other, channel))) }, t('remove')),
    ],
    t('none'),
  );
  const update = async () => {
    settings = await control('GET', '/settings');
    table.show(settings.channels);
  };
  const nodes = [
    el('h2', {}, t('channels.title')),
    el('p', { class: 'hint' }, t('channels.hint')),
    development(pgs, attempt),
    table.node,
    el('h3', {}, t('channels.another')),
    another(pgs, (channel) => replace([...settings.channels, channel])),
    el('h3', {}, t('channels.keys')),
    keys(settings, change),
    el('h3', {}, t('channels.webhook')),
    webhook(settings, change),
  ];
  return { nodes, update };
}

const isSame = (one, other) => one.pg_provider === other.pg_provider && one.pg_id === other.pg_id && one.type === other.type;
const isDefault = ({ channels: list }, channel) => list.find(({ type }) => type === 'api_payment') === channel;

const named = (pgs) => pgs.map((pg) => [pg, `${t(`pg.${pg}`)} (${pg})`]);

/** One press, as in the console. Only Settlebank has such an account. */
function development(pgs, attempt) {
  const use = el('button', { class: 'first', id: 'development-account' }, t('channels.development'));
  const select = choice('pg', named(pgs), 'settle');
  select.id = 'pg';
  select.addEventListener('change', () => (use.disabled = select.value !== 'settle'));
  const submit = () => attempt(() => control('POST', '/settings/development-account'), t('channels.developed'));
  return form('development', submit, field(t('channels.pg'), select), use);
}

function standalone(settings, channel, replace) {
  const turn = ({ target }) => {
    const turned = (other) => (isSame(other, channel) ? { ...other, standalone_billing_key: target.checked } : other);
    return replace(settings.channels.map(turned));
  };
  const is = channel.standalone_billing_key ?? settings.standalone_billing_key;
  return el('input', { type: 'checkbox', checked: is, 'aria-label': t('channels.standalone'), onchange: turn });
}

function another(pgs, add) {
  const types = ['api_payment', 'payment', 'certification'].map((type) => [type, type]);
  const submit = ({ pg_provider, pg_id, type }) => add({ pg_provider, pg_id, type, sandbox: true });
  return form(
    'another',
    submit,
    field(t('channels.pg'), choice('pg_provider', named(pgs), pgs[0])),
    field(t('channels.mid'), el('input', { name: 'pg_id', required: true })),
    field(t('channels.type'), choice('type', types, 'api_payment')),
    el('button', {}, t('add')),
  );
}

function keys({ api_key, api_secret }, change) {
  return form(
    'keys',
    change,
    field(t('channels.key'), el('input', { name: 'api_key', value: api_key, required: true })),
    field(t('channels.secret'), el('input', { name: 'api_secret', value: api_secret, required: true, size: 40 })),
    el('button', {}, t('save')),
  );
}

function webhook({ webhook_url, webhook_content_type }, change) {
  const forms = [['json', 'application/json'], ['form', 'application/x-www-form-urlencoded']];
  const submit = ({ url, form: chosen }) => change({ webhook_url: url || null, webhook_content_type: chosen });
  return form(
    'webhook',
    submit,
    field(t('channels.url'), el('input', { name: 'url', type: 'url', value: webhook_url ?? '', size: 40, placeholder: 'http://127.0.0.1:3000/webhook' })),
    field(t('channels.form'), choice('form', forms, webhook_content_type)),
    el('button', {}, t('save')),
  );
}
