// Order and choice of a table's rows.

import { compareTexts, toNumber } from './numbers.mjs';

/** Stable; what is empty stays last in both directions. direction: 1 up, -1 down. */
export function sortRows(rows, textOf, direction) {
    return rows
        .map((row, index) => ({ row, index, text: textOf(row) }))
        .sort((a, b) => {
            const order = compareTexts(a.text, b.text);
            const emptiness = (a.text === '') - (b.text === '');
            return (emptiness !== 0 ? emptiness : direction * order) || a.index - b.index;
        })
        .map(({ row }) => row);
}

const TERM = /^([^<>=!]+)(<=|>=|!=|<|>|=)(.*)$/;
const HOLDS = {
    '<': (order) => order < 0, '<=': (order) => order <= 0, '>': (order) => order > 0,
    '>=': (order) => order >= 0, '=': (order) => order === 0, '!=': (order) => order !== 0,
};

function termFilter(term, columns) {
    const match = TERM.exec(term);
    if (match && columns.includes(match[1])) {
        const [, column, operator, wanted] = match;
        return (text) => {
            const value = text[column] ?? '';
            const comparable = toNumber(value) !== null && toNumber(wanted) !== null;
            if (!comparable && operator !== '=' && operator !== '!=') return false;
            return HOLDS[operator](comparable ? toNumber(value) - toNumber(wanted) : Number(value !== wanted));
        };
    }
    const part = term.toLowerCase();
    return (text) => columns.some((column) => (text[column] ?? '').toLowerCase().includes(part));
}

/** A filter for {column: text} from what a user typed: all of the terms must hold. "sta.rows>=16 2:4" */
export function rowFilter(typed, columns) {
    const terms = typed.split(/\s+/).filter((term) => term !== '').map((term) => termFilter(term, columns));
    return (text) => terms.every((term) => term(text));
}
