// What the page says, in two languages.

import english from './english.js';
import korean from './korean.js';

const LANGUAGES = { en: english, ko: korean };

const remembered = () => new URLSearchParams(location.search).get('lang') ?? localStorage.getItem('keyin-language');

export let language = LANGUAGES[remembered()] ? remembered() : navigator.language.startsWith('ko') ? 'ko' : 'en';

export function speak(chosen) {
  localStorage.setItem('keyin-language', chosen);
  language = chosen;
}

/** The text of that name. */
export function t(name) {
  return LANGUAGES[language][name] ?? name;
}
