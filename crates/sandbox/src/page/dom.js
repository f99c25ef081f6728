// Elements, made without ever reading text as HTML.

/** An element with attributes; `on…` are listeners, `false` and null are left out. Children are nodes or texts. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** A labelled field. */
export function field(label, input) {
  return el('label', {}, label, input);
}

/** A choice among `[value, text]`. */
export function choice(name, options, chosen) {
  const items = options.map(([value, text]) => el('option', { value, selected: value === chosen }, text));
  return el('select', { name }, items);
}

/** A form whose submission is handed over as an object of its fields. */
export function form(id, submit, ...children) {
  const taken = async (event) => {
    event.preventDefault();
    await submit(Object.fromEntries(new FormData(event.target)), event.target);
  };
  return el('form', { id, onsubmit: taken }, ...children);
}

/** A table body that is only drawn anew when what it shows has changed, so that the focus stays where it is. */
export class Rows {
  /** `cells` makes the cells of one row: texts, nodes, or td elements. */
  constructor(heads, cells, none) {
    this.cells = cells;
    this.none = none;
    this.columns = heads.length;
    this.shown = null;
    this.body = el('tbody');
    const head = el('thead', {}, el('tr', {}, heads.map((head) => el('th', { scope: 'col' }, head))));
    this.node = el('div', { class: 'wide' }, el('table', {}, head, this.body));
  }

  show(entries) {
    const now = JSON.stringify(entries);
    if (now === this.shown) return;
    this.shown = now;
    const rows = entries.map((entry) => el('tr', {}, this.cells(entry).map((cell) => asCell(cell))));
    if (!rows.length) rows.push(el('tr', {}, el('td', { class: 'none', colspan: this.columns }, this.none)));
    this.body.replaceChildren(...rows);
  }
}

function asCell(cell) {
  if (cell instanceof HTMLTableCellElement) return cell;
  return el('td', {}, cell ?? '');
}

export const number = (value) => el('td', { class: 'number' }, Number(value).toLocaleString('ko-KR'));

/** Seconds since 1970 as the time in Seoul, which the gateway goes by. */
export function time(seconds) {
  if (!seconds) return '';
  return new Date(seconds * 1000).toLocaleString('sv-SE', { timeZone: 'Asia/Seoul' });
}
