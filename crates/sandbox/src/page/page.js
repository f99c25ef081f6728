// The page: which section is shown, in which language, for which merchant.

import { chooseMerchant, control, Refused, useToken } from './api.js';
import { choice, el, field, time } from './dom.js';
import { language, speak, t } from './text.js';
import { cards } from './sections/cards.js';
import { channels } from './sections/channels.js';
import { faults } from './sections/faults.js';
import { keys } from './sections/keys.js';
import { pay } from './sections/pay.js';
import { payments } from './sections/payments.js';
import { requests } from './sections/requests.js';
import { schedules } from './sections/schedules.js';
import { webhooks } from './sections/webhooks.js';

/** Each makes its nodes, and may tell how they are kept up to date. */
const SECTIONS = { channels, pay, payments, keys, schedules, faults, webhooks, requests, cards };
const EVERY_MS = 2000;

const byId = (id) => document.getElementById(id);
const named = () => (location.hash.slice(1) in SECTIONS ? location.hash.slice(1) : 'channels');

let drawing = 0;
let update = null;
let clock = null;

/** Says something to whoever looks or listens. */
function say(text, isWrong = false) {
  const said = byId('said');
  said.className = isWrong ? 'wrong' : '';
  said.textContent = text;
}

/** Does what was asked for and tells what it came to, or why not. */
async function attempt(work, done) {
  try {
    await work();
    if (done) say(done);
    await refresh();
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  if (error instanceof Refused && error.status === 403 && error.code === 'sandbox.not_loopback') askForToken();
  else say(error instanceof Refused ? error.message : t('unreachable'), true);
}

async function refresh() {
  const shown = await control('GET', '/clock');
  clock.textContent = `${t('clock')}: ${time(shown.now)} (${t(`schedules.${shown.mode}`)})`;
  if (update) await update();
}

function askForToken() {
  const input = el('input', { type: 'password', id: 'token', autocomplete: 'off' });
  const use = () => {
    useToken(input.value);
    draw().catch(fail);
  };
  byId('main').replaceChildren(el('div', { class: 'row' }, field(t('token'), input), el('button', { onclick: use }, t('use'))));
}

async function draw() {
  const name = named();
  const mine = (drawing += 1);
  document.documentElement.lang = language;
  byId('skip').textContent = t('skip');
  byId('tagline').textContent = t('tagline');
  drawNav();
  clock = el('span', { id: 'clock' });
  const reset = () => attempt(() => control('POST', '/reset'), t('resetDone'));
  const several = await merchants();
  const section = await SECTIONS[name]({ attempt, say });
  // Somebody who is quick has asked for another one meanwhile.
  if (mine !== drawing) return;
  byId('bar').replaceChildren(languages(), ...several, clock, el('button', { id: 'reset', onclick: reset }, t('reset')));
  update = section.update ?? null;
  byId('main').replaceChildren(...section.nodes);
  byId('main').dataset.section = name;
  await refresh();
}

function drawNav() {
  const link = (name) => el('a', { href: `#${name}`, 'aria-current': name === named() ? 'page' : null }, t(`nav.${name}`));
  byId('nav').replaceChildren(...Object.keys(SECTIONS).map(link));
}

function languages() {
  const select = choice('language', [['en', 'English'], ['ko', '한국어']], language);
  select.id = 'language';
  select.addEventListener('change', () => {
    speak(select.value);
    draw().catch(fail);
  });
  return field(t('language'), select);
}

let chosenMerchant = null;

async function merchants() {
  const { merchants: all } = await control('GET', '/merchants');
  if (all.length < 2) return [];
  const select = choice('merchant', all.map(({ api_key: key }) => [key, key]), chosenMerchant ?? all[0].api_key);
  select.addEventListener('change', () => {
    chosenMerchant = select.value;
    chooseMerchant(select.value);
    draw().catch(fail);
  });
  return [field(t('merchant'), select)];
}

window.addEventListener('hashchange', () => {
  if (location.hash === '#main') return;
  say('');
  draw().then(() => byId('main').focus()).catch(fail);
});
setInterval(() => clock && document.visibilityState === 'visible' && refresh().catch(() => {}), EVERY_MS);
draw().catch(fail);
