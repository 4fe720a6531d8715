// Points as the page has them, from their texts.

import { toNumber } from '../../../platform/report_page/page/numbers.mjs';

export function point(text) {
    return { id: text.id ?? '', ok: (text.status ?? 'ok') === 'ok', text, number: (column) => toNumber(text[column] ?? '') };
}

/** Equal seeds give equal numbers in [0, 1). */
export function randomNumbers(seed) {
    let state = seed;
    return () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
    };
}
