// A table that a click on a column's head sorts. Long ones show a part until more is asked for.

import { element } from './html.mjs';
import { sortRows } from './table_order.mjs';

const PART = 200;

/**
 * columns: {name, title, text, value(row) -> exact text, shown(row) -> as people read it, long}.
 * onOpen(row): a click on a row; idOf(row): its key, shown as a button in the first column.
 */
export class TableView {
    constructor({ id, columns, onOpen = null, idOf = () => null }) {
        this.columns = columns;
        this.onOpen = onOpen;
        this.idOf = idOf;
        this.rows = [];
        this.sorted = { column: null, direction: 1 };
        this.limit = PART;
        this.chosen = null;
        this.body = element('tbody');
        this.heads = columns.map((column) => this.head(column));
        this.table = element('table', { class: 'rows', id }, element('thead', {}, element('tr', {}, ...this.heads)), this.body);
        this.more = element('div', { class: 'more' });
        this.node = element('div', {}, element('div', { class: 'scroll' }, this.table), this.more);
    }

    head(column) {
        const arrow = element('span', { class: 'arrow', 'aria-hidden': 'true' });
        const sort = () => this.sortBy(column);
        return element('th', { class: column.text ? 'text' : null, scope: 'col', 'data-column': column.name, title: column.title ?? null },
            element('button', { type: 'button', onclick: sort }, column.name, arrow));
    }

    sortBy(column) {
        const same = this.sorted.column === column;
        this.sorted = { column, direction: same ? -this.sorted.direction : 1 };
        this.fill();
    }

    /** Shows these rows, in the order that is chosen. */
    show(rows) {
        this.rows = rows;
        this.limit = PART;
        this.fill();
    }

    choose(id) {
        this.chosen = id;
        for (const row of this.body.rows) row.classList.toggle('chosen', row.dataset.id === id);
    }

    fill() {
        const { column, direction } = this.sorted;
        for (const [index, head] of this.heads.entries()) {
            const mine = this.columns[index] === column;
            head.setAttribute('aria-sort', mine ? (direction > 0 ? 'ascending' : 'descending') : 'none');
            head.querySelector('.arrow').textContent = mine ? (direction > 0 ? '\u2191' : '\u2193') : '';
        }
        const rows = column ? sortRows(this.rows, column.value, direction) : this.rows;
        this.body.replaceChildren(...rows.slice(0, this.limit).map((row) => this.line(row)));
        this.more.replaceChildren(...this.moreButtons(rows.length));
    }

    line(row) {
        const id = this.idOf(row);
        const open = this.onOpen ? () => this.onOpen(row) : null;
        const cells = this.columns.map((column, index) => {
            const exact = column.value(row);
            const shown = column.shown ? column.shown(row) : exact;
            const content = index === 0 && open ? element('button', { type: 'button', class: 'id' }, shown) : shown;
            const style = [column.text ? 'text' : '', column.long ? 'long' : ''].filter(Boolean).join(' ');
            return element('td', { class: style || null, 'data-value': exact, title: shown === exact && !column.long ? null : exact }, content);
        });
        return element('tr', { class: [open ? 'open' : '', id !== null && id === this.chosen ? 'chosen' : ''].join(' ').trim() || null, 'data-id': id, onclick: open ?? (() => {}) }, ...cells);
    }

    moreButtons(count) {
        if (count <= this.limit) return [];
        const grow = (limit) => () => {
            this.limit = limit;
            this.fill();
        };
        return [
            element('span', { class: 'quiet' }, `${this.limit} of ${count} rows`),
            element('button', { type: 'button', onclick: grow(this.limit + PART) }, `${Math.min(PART, count - this.limit)} more`),
            element('button', { type: 'button', class: 'all', onclick: grow(count) }, 'all'),
        ];
    }
}
